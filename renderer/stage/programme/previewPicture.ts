import type { CompositorName } from '../../../common/media/compositor.ts';
import type { Compositor, Layer } from '../compositor/backend.ts';
import { chooseCompositor } from '../compositor/choose.ts';
import { scaled } from './composition/assemble.ts';
import type { ScreenSize } from './messages.ts';
import { nextRevision, type Size, whole } from './sources/picture.ts';

/** What the preview shows: a scene's layers on the canvas, or the programme's own frame, which need not be composed again. */
export type Previewed =
  | { readonly kind: 'scene'; readonly layers: readonly Layer[]; readonly canvas: Size }
  | { readonly kind: 'programme'; readonly frame: VideoFrame };

const even = (value: number): number => Math.max(2, Math.floor(value / 2) * 2);

/** Studio mode's second picture, composed at its size on screen. */
export class PreviewPicture {
  readonly #wanted: CompositorName | 'auto';
  readonly #screen: OffscreenCanvas;
  #size: Size | null = null;
  #compositor: Compositor | null = null;
  /** Time that drawing took lately, ms. */
  costMs = 0;

  constructor(wanted: CompositorName | 'auto', screen: OffscreenCanvas) {
    this.#wanted = wanted;
    this.#screen = screen;
  }

  get shown(): boolean {
    return this.#size !== null;
  }

  /** Size on screen; null where it is not shown, which costs nothing. */
  setSize(size: ScreenSize | null, canvas: Size): void {
    const wanted = size && {
      width: even(Math.min(size.width, canvas.width)),
      height: even(Math.min(size.height, canvas.height)),
    };
    if (wanted?.width === this.#size?.width && wanted?.height === this.#size?.height) return;
    this.#size = wanted;
    this.#compositor?.dispose();
    this.#compositor = null;
  }

  async draw(what: Previewed): Promise<void> {
    const size = this.#size;
    if (!size) return;
    const began = performance.now();
    if (!this.#compositor) {
      this.#screen.width = size.width;
      this.#screen.height = size.height;
      this.#compositor = chooseCompositor(this.#wanted, { ...size, screen: this.#screen });
    }
    const compositor = this.#compositor;
    const layers =
      what.kind === 'scene' ? scaled(what.layers, what.canvas, size) : [mirrorOf(what.frame, size)];
    (await compositor.compose({ kind: 'scene', layers }, 0, 0)).close();
    // A new size may have come while it was drawn.
    if (this.#compositor === compositor) compositor.present();
    const tookMs = performance.now() - began;
    this.costMs = tookMs > this.costMs ? tookMs : this.costMs * 0.9 + tookMs * 0.1;
  }
}

const mirrorOf = (frame: VideoFrame, size: Size): Layer => ({
  id: 'programme',
  content: { kind: 'video', frame, revision: nextRevision() },
  rect: whole(size),
  opacity: 1,
});
