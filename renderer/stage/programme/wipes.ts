import { mediaUrl } from '../../../common/ipc/media.ts';
import { imageSize } from './sources/imageSize.ts';
import { nextRevision } from './sources/picture.ts';

/** A mask's image: the new picture comes first where it is dark. */
type WipeImage = { readonly image: ImageBitmap; readonly revision: number };

/** Images that are kept, and the most pixels one may claim to have: 8192 × 4096. */
const KEPT = 8;
const MAX_PIXELS = 2 ** 25;
/** A mask is smooth: more pixels across show nothing more. */
const MAX_WIDTH = 1280;
const HEAD_BYTES = 512 * 1024;

type Entry = { image: WipeImage | null; loading: Promise<unknown> };

/** The images of luma wipes, loaded when a transition first needs them. None is closed here: a frame may still show it. */
export class WipeImages {
  readonly #entries = new Map<string, Entry>();

  /** Settles when the image is there or cannot be had; null where it is there. */
  prepare(path: string): Promise<unknown> | null {
    const known = this.#entries.get(path);
    if (known) return known.image ? null : known.loading;
    const entry: Entry = { image: null, loading: Promise.resolve() };
    this.#entries.set(path, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > KEPT && oldest !== undefined) this.#entries.delete(oldest);
    entry.loading = load(path).then(
      (image) => {
        entry.image = image;
      },
      // Not there or no image: this take fades, the next one tries again.
      () => this.#entries.delete(path),
    );
    return entry.loading;
  }

  get(path: string): WipeImage | null {
    return this.#entries.get(path)?.image ?? null;
  }
}

async function load(path: string): Promise<WipeImage> {
  const answer = await fetch(mediaUrl(path));
  if (!answer.ok) throw new Error(`wipe image: status ${answer.status}`);
  const blob = await answer.blob();
  const size = imageSize(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
  if (!size || size.width * size.height > MAX_PIXELS) throw new Error('wipe image: no fit size');
  const smaller = { resizeWidth: MAX_WIDTH, resizeQuality: 'high' } as const;
  const image = await createImageBitmap(blob, size.width > MAX_WIDTH ? smaller : {});
  return { image, revision: nextRevision() };
}
