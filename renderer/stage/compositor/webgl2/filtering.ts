import {
  GlPasses,
  type GlPicture,
  passesOfAll,
  premultiplyPass,
  straightenPass,
} from '../filters/index.ts';
import type { PreparedFilter } from '../filters/prepared.ts';
import type { Device } from './device.ts';
import { Kept } from './kept.ts';
import type { Upload } from './uploads.ts';

/** What is filtered, and whether its colours are already multiplied by alpha. */
type Source = { readonly picture: Upload; readonly premultiplied: boolean };
type Result = { key: string; picture: GlPicture | null };

/** Filtered contents as textures, filtered again only when the content or a filter changed. */
export class Filtering {
  readonly #passes: GlPasses;
  readonly #results: Kept<Result>;

  constructor(device: Device) {
    this.#passes = new GlPasses(device.gl);
    this.#results = new Kept(({ picture }) => picture && this.#passes.release(picture));
  }

  /** What the filters make of `source`, premultiplied; `key` is everything that decides it. */
  of(id: string, key: string, filters: readonly PreparedFilter[], source: () => Source): Upload {
    const result = this.#results.of(id, () => ({ key: '', picture: null }));
    if (result.picture && result.key === key) return result.picture;
    if (result.picture) this.#passes.release(result.picture);
    result.picture = null;
    const { picture, premultiplied } = source();
    const passes = passesOfAll(filters, picture);
    const last = passes.at(-1)?.outSize ?? picture;
    result.picture = this.#passes.run(picture, [
      ...(premultiplied ? [straightenPass(picture)] : []),
      ...passes,
      premultiplyPass(last),
    ]);
    result.key = key;
    return result.picture;
  }

  /** Called after each drawing. */
  sweep(): void {
    this.#results.sweep();
  }

  dispose(): void {
    this.#passes.dispose();
  }
}
