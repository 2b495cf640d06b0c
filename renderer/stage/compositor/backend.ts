import type { CompositorName } from '../../../common/ipc/stage.ts';
import type { Rect } from '../../../common/show/schema.ts';

/**
 * What one layer shows. `revision` changes whenever the pixels do, so that a still
 * picture is prepared (uploaded, converted) once and an unchanged frame is not drawn again.
 * Pixels are borrowed for the length of `compose`.
 */
export type LayerContent =
  | { readonly kind: 'video'; readonly frame: VideoFrame; readonly revision: number }
  | {
      readonly kind: 'bitmap';
      readonly image: ImageBitmap | OffscreenCanvas;
      readonly revision: number;
    }
  /** `colour` is `#rrggbb`. */
  | { readonly kind: 'fill'; readonly colour: string; readonly revision: number };

/** One thing on the canvas; `rect` is in canvas pixels, the content is stretched to it. */
export type Layer = {
  readonly id: string;
  readonly content: LayerContent;
  readonly rect: Rect;
  /** 0..1 */
  readonly opacity: number;
};

/**
 * Makes the programme picture out of layers (bottom to top, on black). Knows nothing of the show
 * document. `compose` gives a frame that the caller must close.
 */
export type Compositor = {
  readonly name: CompositorName;
  compose(layers: readonly Layer[], timestampUs: number, durationUs: number): Promise<VideoFrame>;
  /** Draws the picture last composed where the person looks; cheap, and called no faster than a screen needs. */
  present(): void;
  dispose(): void;
};

/** `screen` is the visible canvas, or null where nobody looks. */
export type CompositorOptions = {
  readonly width: number;
  readonly height: number;
  readonly screen: OffscreenCanvas | null;
};
