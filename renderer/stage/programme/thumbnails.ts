import type { Compositor, Layer } from '../compositor/backend.ts';
import { chooseCompositor } from '../compositor/choose.ts';
import { scaled } from './composition/assemble.ts';
import type { Size } from './sources/picture.ts';

const WIDTH = 160;
/** A tall canvas makes a tall thumbnail, up to this. */
const MAX_HEIGHT = 320;
/** Scenes looked at in one turn, for whether they have changed. */
const LOOKS = 10;
/** Longest that scenes are looked at in one turn. */
const MOST_LOOKING_MS = 4;
const QUALITY = 0.8;

export type ThumbnailSource = {
  readonly sceneIds: readonly string[];
  readonly canvas: Size;
  layersOf(sceneId: string): readonly Layer[];
};

/** What a scene's thumbnail shows: another text is another picture. */
const signatureOf = (layers: readonly Layer[]): string =>
  JSON.stringify(layers, (key, value) => {
    // Pixels are told apart by the revision beside them.
    if (key === 'frame' || key === 'image' || key === 'table') return undefined;
    return value;
  });

type Known = { signature: string; costMs: number };

/** Small pictures of the scenes, one at a time, each only when something in it has changed. */
export class Thumbnails {
  #compositor: Compositor | null = null;
  #size: Size = { width: 0, height: 0 };
  readonly #known = new Map<string, Known>();
  #next = 0;

  /** Makes them all anew: somebody listens who has none. */
  forget(): void {
    for (const known of this.#known.values()) known.signature = '';
  }

  /** The next scene that looks different, as a JPEG, where it can be had within `freeMs`. */
  async next(
    source: ThumbnailSource,
    freeMs: number,
  ): Promise<{ sceneId: string; jpeg: Uint8Array<ArrayBuffer> } | null> {
    const { sceneIds } = source;
    for (const id of this.#known.keys()) if (!sceneIds.includes(id)) this.#known.delete(id);
    const until = performance.now() + Math.min(MOST_LOOKING_MS, freeMs / 4);
    const looks = Math.min(LOOKS, sceneIds.length);
    for (let look = 0; look < looks && (look === 0 || performance.now() < until); look++) {
      const sceneId = sceneIds[this.#next++ % sceneIds.length] as string;
      const known = this.#known.get(sceneId) ?? { signature: '', costMs: 0 };
      this.#known.set(sceneId, known);
      if (known.costMs > freeMs) continue;
      const layers = source.layersOf(sceneId);
      const signature = signatureOf(layers);
      if (signature === known.signature) continue;
      known.signature = signature;
      const began = performance.now();
      const picture = await this.#draw(layers, source.canvas);
      known.costMs = performance.now() - began;
      const blob = await picture.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
      return { sceneId, jpeg: new Uint8Array(await blob.arrayBuffer()) };
    }
    return null;
  }

  async #draw(layers: readonly Layer[], canvas: Size): Promise<OffscreenCanvas> {
    const tall = Math.round((WIDTH * canvas.height) / canvas.width / 2) * 2;
    const size = { width: WIDTH, height: Math.min(MAX_HEIGHT, Math.max(2, tall)) };
    if (size.height !== this.#size.height) {
      this.#compositor?.dispose();
      this.#compositor = null;
      this.#size = size;
    }
    // On the CPU everywhere: its layers are needed once and are not worth a place on the GPU.
    this.#compositor ??= chooseCompositor('planar', { ...size, screen: null });
    const frame = await this.#compositor.compose(
      { kind: 'scene', layers: scaled(layers, canvas, size) },
      0,
      0,
    );
    try {
      const picture = new OffscreenCanvas(size.width, size.height);
      picture.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0);
      return picture;
    } finally {
      frame.close();
    }
  }
}
