import type { Rect } from '../../../../common/show/geometry.ts';
import { kernels, memoryOf } from './kernels.ts';
import { type Matrix, type Planes, toYuv } from './planes.ts';

/**
 * A still picture prepared for blending: premultiplied YCbCr and what is left of the picture below
 * (255 - alpha), for the part of its rectangle that lies on the canvas.
 */
export type Tile = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
  readonly lumaBelow: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly chromaBelow: Uint8Array;
};

/** Columns and rows come in twos, one chroma sample each. */
const STEP = 2;
const down = (value: number, step: number): number => value - (value % step);
const up = (value: number, step: number): number => Math.ceil(value / step) * step;

/** One canvas serves every rasterisation; it only grows. */
let scratch: OffscreenCanvas | null = null;

/** The part of `rect` on the canvas, grown to whole chroma samples; null when none is. */
function visiblePart(rect: Rect, width: number, height: number) {
  const x = down(Math.max(0, Math.floor(rect.x)), STEP);
  const y = down(Math.max(0, Math.floor(rect.y)), STEP);
  const right = Math.min(width, up(Math.ceil(rect.x + rect.width), STEP));
  const bottom = Math.min(height, up(Math.ceil(rect.y + rect.height), STEP));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/** Draws `picture` stretched to `rect` and converts what lies on the canvas; null when nothing does. */
export function rasterise(
  picture: CanvasImageSource | string,
  rect: Rect,
  opacity: number,
  canvas: { readonly width: number; readonly height: number },
  matrix: Matrix,
): Tile | null {
  const part = visiblePart(rect, canvas.width, canvas.height);
  if (!part) return null;
  const { x, y, width, height } = part;
  if (!scratch || scratch.width < width || scratch.height < height)
    scratch = new OffscreenCanvas(
      Math.max(width, scratch?.width ?? 0),
      Math.max(height, scratch?.height ?? 0),
    );
  const context = scratch.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('planar: no 2D context');
  context.clearRect(0, 0, width, height);
  context.globalAlpha = opacity;
  context.imageSmoothingQuality = 'medium';
  if (typeof picture === 'string') {
    context.fillStyle = picture;
    context.fillRect(rect.x - x, rect.y - y, rect.width, rect.height);
  } else context.drawImage(picture, rect.x - x, rect.y - y, rect.width, rect.height);
  return convert(context.getImageData(0, 0, width, height).data, part, matrix);
}

/** RGBA (straight alpha) to a tile. Chroma is the alpha-weighted mean of each 2 × 2 block. */
function convert(
  rgba: Uint8ClampedArray,
  part: { x: number; y: number; width: number; height: number },
  matrix: Matrix,
): Tile {
  const { width, height } = part;
  const { yr, yg, yb, ur, ug, ub, vr, vg, vb } = toYuv(matrix);
  const luma = new Uint8Array(width * height);
  const lumaBelow = new Uint8Array(width * height);
  const chroma = (width / 2) * (height / 2);
  const u = new Uint8Array(chroma);
  const v = new Uint8Array(chroma);
  const chromaBelow = new Uint8Array(chroma);
  for (let row = 0, block = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, block++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let alphas = 0;
      for (let corner = 0; corner < 4; corner++) {
        const pixel = (row + (corner >> 1)) * width + column + (corner & 1);
        const at = pixel * 4;
        const r = rgba[at] as number;
        const g = rgba[at + 1] as number;
        const b = rgba[at + 2] as number;
        const alpha = rgba[at + 3] as number;
        red += r * alpha;
        green += g * alpha;
        blue += b * alpha;
        alphas += alpha;
        const value = 16 + ((yr * r + yg * g + yb * b + 32_768) >> 16);
        luma[pixel] = (value * alpha + 127) / 255;
        lumaBelow[pixel] = 255 - alpha;
      }
      const weight = alphas === 0 ? 0 : 1 / alphas;
      const r = red * weight;
      const g = green * weight;
      const b = blue * weight;
      const share = alphas / 1020;
      u[block] = (128 + (ur * r + ug * g + ub * b) / 65_536) * share + 0.5;
      v[block] = (128 + (vr * r + vg * g + vb * b) / 65_536) * share + 0.5;
      chromaBelow[block] = 255 - Math.round(alphas / 4);
    }
  }
  return { ...part, luma, lumaBelow, u, v, chromaBelow };
}

/** Lays `source` over the part of `target` that starts at `start`; 16 bytes at a time, so the last step may compute past the end. */
function blendPlane(
  target: Uint8Array,
  stride: number,
  start: number,
  source: Uint8Array,
  below: Uint8Array,
  width: number,
): void {
  const { length } = source;
  const room = Math.ceil(length / 16) * 16;
  const memory = memoryOf(3 * room);
  memory.set(source, room);
  memory.set(below, 2 * room);
  for (let at = 0, from = start; at < length; at += width, from += stride)
    memory.set(target.subarray(from, from + width), at);
  kernels.blend(0, room, 2 * room, room);
  for (let at = 0, to = start; at < length; at += width, to += stride)
    target.set(memory.subarray(at, at + width), to);
}

/** Lays a tile over the picture. */
export function blend(planes: Planes, { x, y, width, ...tile }: Tile): void {
  const luma = y * planes.width + x;
  blendPlane(planes.y, planes.width, luma, tile.luma, tile.lumaBelow, width);
  const half = planes.width / 2;
  const chroma = (y / 2) * half + x / 2;
  blendPlane(planes.u, half, chroma, tile.u, tile.chromaBelow, width / 2);
  blendPlane(planes.v, half, chroma, tile.v, tile.chromaBelow, width / 2);
}
