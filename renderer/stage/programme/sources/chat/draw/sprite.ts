import { nextRevision } from '../../picture.ts';

export type Context = OffscreenCanvasRenderingContext2D;

/** Something measured that can be drawn, in the source's own pixels. */
export type Box = {
  readonly width: number;
  readonly height: number;
  paint(context: Context): void;
};

/** A box drawn once; it moves as it is. */
export type Sprite = {
  readonly image: ImageBitmap;
  /** Changes with the pixels. */
  readonly revision: number;
  /** In the source's own pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of `image` for one of the source's own. */
  readonly scale: number;
};

/** A sprite where it stands, in the source's own pixels. */
export type Placed = {
  readonly sprite: Sprite;
  readonly x: number;
  readonly y: number;
  /** 0..1 */
  readonly opacity: number;
};

/** Longest side of a sprite, pixels. */
const MOST_PX = 4096;
/** Boxes that are drawn for one frame; what is over waits for the next, so that a burst costs no frame its time. */
const MOST_AT_ONCE = 1;
/** The same for the first frame, which has to show what was said before. */
const MOST_AT_FIRST = 16;
/** Frames after which the pixels of a sprite that left are given back; by then no delay shows them any more. */
const KEEP_FRAMES = 300;

const even = (value: number): number => Math.max(2, Math.ceil(value / 2) * 2);

/** Draws boxes, few for a frame, and gives their pixels back when they have left. */
export class Rasters {
  /** Pixels for one of the source's own; what is drawn from now on has it. */
  scale = 1;
  #left = MOST_AT_FIRST;
  #frame = 0;
  #canvas: OffscreenCanvas | null = null;
  #dropped: { readonly image: ImageBitmap; readonly frame: number }[] = [];

  /** A new frame begins. */
  begin(): void {
    if (this.#frame++ > 0) this.#left = MOST_AT_ONCE;
    while (this.#dropped[0] && this.#dropped[0].frame < this.#frame - KEEP_FRAMES)
      this.#dropped.shift()?.image.close();
  }

  /** False where this frame has drawn enough. */
  get mayDraw(): boolean {
    return this.#left > 0;
  }

  draw(box: Box): Sprite {
    this.#left--;
    const { scale } = this;
    const width = Math.min(MOST_PX, even(box.width * scale));
    const height = Math.min(MOST_PX, even(box.height * scale));
    // One canvas for all: a size that is set is a canvas that is cleared.
    this.#canvas ??= new OffscreenCanvas(width, height);
    const canvas = this.#canvas;
    canvas.width = width;
    canvas.height = height;
    // Drawn once and read once: never worth a place on the GPU.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('chat: no 2D context');
    context.scale(scale, scale);
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    box.paint(context);
    return {
      image: canvas.transferToImageBitmap(),
      revision: nextRevision(),
      width: width / scale,
      height: height / scale,
      scale,
    };
  }

  /** The sprite is in no picture any more. */
  drop(sprite: Sprite | null | undefined): void {
    if (sprite) this.#dropped.push({ image: sprite.image, frame: this.#frame });
  }

  close(): void {
    for (const { image } of this.#dropped) image.close();
    this.#dropped = [];
  }
}

/** Opacities there are: few, so that what fades is prepared a few times and not at each frame. */
export const inSteps = (opacity: number): number =>
  Math.ceil(Math.min(1, Math.max(0, opacity)) * 8) / 8;

/** Cubic ease-out, 0..1. */
export const easeOut = (part: number): number => 1 - (1 - Math.min(1, Math.max(0, part))) ** 3;
