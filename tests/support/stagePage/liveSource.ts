import type { WebFrame } from '../../../common/ipc/stage.ts';
import type { CompositorName } from '../../../common/media/compositor.ts';
import { newItem } from '../../../common/show/new.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { Captures } from '../../../renderer/stage/capture/captures.ts';
import type { Compositor, Layer } from '../../../renderer/stage/compositor/backend.ts';
import { assemble } from '../../../renderer/stage/programme/composition/assemble.ts';
import type { Picture } from '../../../renderer/stage/programme/sources/picture.ts';
import { createPicture, type OwnPicture } from '../../../renderer/stage/programme/sources/table.ts';
import { rgbaOf } from './readFrame.ts';

/** A part of a web page, as it can be told to the page; pixels as base64. */
export type PlainWebFrame = Omit<WebFrame, 'bgra'> & { readonly bgra: string };

const FPS = 30;
/** What a picture that is see-through stands on. */
const GROUND = '#305060';

/** One source on air with its real input: a device or the screen through the stage's own captures, a file, a page's frames. */
export class LiveSource {
  readonly #picture: Picture;
  readonly #captures: Captures;
  readonly #show: ShowState;
  readonly #problems: string[] = [];
  readonly #began = performance.now();

  /** `captureId` is what a screen source means on this machine. */
  constructor(show: ShowState, source: OwnPicture, captureId: string | null) {
    this.#show = show;
    this.#picture = createPicture(source, {
      problem: (_id, error) => {
        if (error) this.#problems.push(error.code);
      },
      warning: () => {},
    });
    this.#captures = new Captures({
      onCamera: (_id, frames) => this.#picture.attach?.(frames),
      onSound: () => {},
      onProblem: (_id, error) => {
        if (error) this.#problems.push(`${error.code}: ${error.message}`);
      },
    });
    this.#picture.seen('air');
    if (captureId) this.#captures.setCaptureIds({ [source.id]: captureId });
    this.#captures.update(show);
  }

  /** What each back end makes of it now, as an item that fills the canvas over a ground of one colour. */
  async look(
    paints: readonly PlainWebFrame[],
    place: { readonly width: number; readonly height: number },
    compositors: Readonly<Record<CompositorName, Compositor>>,
  ): Promise<{ webgl2: Uint8Array; planar: Uint8Array; problems: readonly string[] }> {
    for (const { bgra, ...rest } of paints)
      this.#picture.paint?.({
        ...rest,
        bgra: Uint8Array.from(atob(bgra), (it) => it.charCodeAt(0)),
      });
    const frame = Math.floor(((performance.now() - this.#began) * FPS) / 1000);
    const timeUs = Math.round((frame * 1e6) / FPS);
    const own = this.#picture.layers({ frame, timeUs, fps: FPS }, place);
    const rect = { x: 0, y: 0, ...place };
    const layers: Layer[] = [
      { id: 'ground', content: { kind: 'fill', colour: GROUND, revision: 1 }, rect, opacity: 1 },
    ];
    const { size } = this.#picture;
    if (size) {
      const item = newItem('item', 'source', rect, 'stretch');
      layers.push(...assemble(item, { layers: own, size, fitSize: size }, place, () => 'item'));
    }
    const compose = async (name: CompositorName) => {
      const made = await compositors[name].compose({ kind: 'scene', layers }, timeUs, 33_333);
      const rgba = await rgbaOf(made);
      made.close();
      return rgba;
    };
    const [webgl2, planar] = await Promise.all([compose('webgl2'), compose('planar')]);
    return { webgl2, planar, problems: this.#problems };
  }

  close(): void {
    this.#captures.update({ ...this.#show, sources: {} });
    this.#picture.dispose();
  }
}
