import { rowToRgba } from './colours.ts';
import { scratch } from './kernels.ts';
import type { Matrix, Planes } from './planes.ts';
import { type Area, scaleArea } from './scale.ts';

/** A plane at the screen's size. */
type Fitted = Area & { readonly data: Uint8Array };

const fitted = (width: number, height: number): Fitted => ({
  data: new Uint8Array(width * height),
  start: 0,
  stride: width,
  width,
  height,
});

/** Draws planes onto the visible canvas, at the canvas's own size. */
export function createScreen(canvas: OffscreenCanvas) {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('planar: no 2D context for the screen');
  let image: ImageData | null = null;
  let small: readonly [Fitted, Fitted, Fitted] | null = null;

  return (source: Planes, matrix: Matrix): void => {
    const { width, height } = canvas;
    if (image?.width !== width || image.height !== height || !small) {
      image = context.createImageData(width, height);
      const half = [Math.ceil(width / 2), Math.ceil(height / 2)] as const;
      small = [fitted(width, height), fitted(...half), fitted(...half)];
    }
    const half = { width: source.width / 2, height: source.height / 2 };
    const planes = [
      {
        data: source.y,
        start: 0,
        stride: source.width,
        width: source.width,
        height: source.height,
      },
      { data: source.u, start: 0, stride: half.width, ...half },
      { data: source.v, start: 0, stride: half.width, ...half },
    ];
    const same = source.width === width && source.height === height;
    const [y, u, v] = same ? planes : small;
    if (!same) for (const [at, plane] of planes.entries()) scaleArea(plane, small[at] as Area, 256);
    draw(image.data, [y as Area, u as Area, v as Area], matrix);
    context.putImageData(image, 0, 0);
  };
}

function draw(
  out: Uint8ClampedArray,
  [y, u, v]: readonly [Area, Area, Area],
  matrix: Matrix,
): void {
  const convert = rowToRgba(matrix);
  const { width, height } = y;
  const { memory, at } = scratch([width, u.width, u.width, width * 4]);
  const [luma, first, second, row] = at;
  for (let line = 0; line < height; line++) {
    const chroma = (line >> 1) * u.stride;
    memory.set(y.data.subarray(line * width, (line + 1) * width), luma);
    if (line % 2 === 0) {
      memory.set(u.data.subarray(chroma, chroma + u.width), first);
      memory.set(v.data.subarray(chroma, chroma + u.width), second);
    }
    convert(luma, first, second, row, width);
    out.set(memory.subarray(row, row + width * 4), line * width * 4);
  }
}
