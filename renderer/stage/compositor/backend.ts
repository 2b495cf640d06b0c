import type { CompositorName } from '../../../common/media/compositor.ts';
import type { BlendMode, Crop, Direction, Rect } from '../../../common/show/geometry.ts';
import type { PreparedFilter } from './filters/prepared.ts';

/**
 * What one layer shows. `revision` changes whenever the pixels do, so that a still
 * picture is prepared (uploaded, converted) once and an unchanged frame is not drawn again.
 * Pixels are borrowed for the length of `compose`. Alpha is straight in `video` frames that have it
 * (`I420A`, `RGBA`, `BGRA`), as the browser keeps it in bitmaps.
 */
export type LayerContent =
  | { readonly kind: 'video'; readonly frame: VideoFrame; readonly revision: number }
  | {
      readonly kind: 'bitmap';
      readonly image: ImageBitmap | OffscreenCanvas;
      readonly revision: number;
    }
  /** `colour` is `#rrggbb` or `#rrggbbaa`. */
  | { readonly kind: 'fill'; readonly colour: string; readonly revision: number }
  /** Layers on a see-through picture of their own, in its pixels; what reaches beyond it is cut. */
  | {
      readonly kind: 'group';
      readonly layers: readonly Layer[];
      readonly width: number;
      readonly height: number;
    };

/** One thing on the canvas; its content, filtered and cropped, is stretched to `rect`. */
export type Layer = {
  readonly id: string;
  readonly content: LayerContent;
  /** Canvas pixels, before it is turned. */
  readonly rect: Rect;
  /** 0..1 */
  readonly opacity: number;
  /** Cut off the content before it is stretched; absent cuts nothing. */
  readonly crop?: Crop;
  /** Clockwise about the middle of `rect`; absent is 0. */
  readonly rotationDegrees?: number;
  readonly flipX?: boolean;
  readonly flipY?: boolean;
  /** Absent is `normal`. */
  readonly blend?: BlendMode;
  /** From the first to the last, on the content's own pixels, before the crop. */
  readonly filters?: readonly PreparedFilter[];
};

/** How two complete pictures are mixed. `progress` 0 shows the first, 1 the second. */
export type Mix =
  | { readonly kind: 'fade' }
  | { readonly kind: 'slide'; readonly direction: Direction }
  | { readonly kind: 'wipe'; readonly direction: Direction; readonly softness: number }
  | {
      readonly kind: 'lumaWipe';
      readonly mask: ImageBitmap;
      readonly revision: number;
      readonly softness: number;
      readonly inverted: boolean;
    };

/** What one programme frame is made of: a scene's layers bottom to top on black, or two scenes on their way. */
export type ProgrammePicture =
  | { readonly kind: 'scene'; readonly layers: readonly Layer[] }
  | {
      readonly kind: 'mix';
      readonly from: readonly Layer[];
      readonly to: readonly Layer[];
      readonly mix: Mix;
      /** 0..1, linear in time. */
      readonly progress: number;
    };

/**
 * Makes the programme picture. Knows nothing of the show document. `compose` gives a frame that
 * the caller must close.
 */
export type Compositor = {
  readonly name: CompositorName;
  compose(picture: ProgrammePicture, timestampUs: number, durationUs: number): Promise<VideoFrame>;
  /** While on, frames keep the colour coding of the last one: another would be a new format to everybody who records or watches. */
  holdColours?(on: boolean): void;
  /** Draws the picture last composed where the person looks; cheap, and called no faster than a screen needs. */
  present(): void;
  dispose(): void;
};

/** `screen` is the visible canvas, or null where nobody looks. `width` and `height` are even, canvas pixels. */
export type CompositorOptions = {
  readonly width: number;
  readonly height: number;
  readonly screen: OffscreenCanvas | null;
};
