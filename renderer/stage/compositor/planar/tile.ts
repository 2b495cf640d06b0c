import type { Rect } from '../../../../common/show/schema.ts';
import { type Matrix, type Planes, toYuv } from './planes.ts';

/**
 * A still picture prepared for blending: premultiplied YCbCr and what is left of the picture below
 * (255 - alpha), for the part of its rectangle that lies on the canvas, on even pixels.
 */
export type Tile = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Nothing below shows through anywhere. */
  readonly opaque: boolean;
  readonly luma: Uint8Array;
  readonly lumaBelow: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly chromaBelow: Uint8Array;
};

const evenDown = (value: number): number => value - (value & 1);
const evenUp = (value: number): number => value + (value & 1);

/** One canvas serves every rasterisation; it only grows. */
let scratch: OffscreenCanvas | null = null;

/** The part of `rect` on a `width` × `height` canvas, grown to even pixels; null when none is. */
function visiblePart(rect: Rect, width: number, height: number) {
  const x = evenDown(Math.max(0, Math.floor(rect.x)));
  const y = evenDown(Math.max(0, Math.floor(rect.y)));
  const right = Math.min(width, evenUp(Math.ceil(rect.x + rect.width)));
  const bottom = Math.min(height, evenUp(Math.ceil(rect.y + rect.height)));
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
  let opaque = true;
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
      if (alphas !== 1020) opaque = false;
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
  return { ...part, opaque, luma, lumaBelow, u, v, chromaBelow };
}

function blendPlane(
  target: Uint8Array,
  stride: number,
  start: number,
  source: Uint8Array,
  below: Uint8Array | null,
  width: number,
  height: number,
): void {
  if (!below) {
    for (let row = 0; row < height; row++)
      target.set(source.subarray(row * width, (row + 1) * width), start + row * stride);
    return;
  }
  for (let row = 0, at = 0; row < height; row++) {
    let to = start + row * stride;
    for (let column = 0; column < width; column++, at++, to++) {
      const left = below[at] as number;
      if (left === 255) continue;
      const product = (target[to] as number) * left + 128;
      // Divides by 255 exactly for 16-bit products.
      target[to] = (source[at] as number) + ((product + (product >> 8)) >> 8);
    }
  }
}

/** Lays a tile over the picture. */
export function blend(planes: Planes, tile: Tile): void {
  const { x, y, width, height } = tile;
  const below = tile.opaque ? null : tile.lumaBelow;
  const chromaBelow = tile.opaque ? null : tile.chromaBelow;
  const half = planes.width / 2;
  const chroma = (y / 2) * half + x / 2;
  blendPlane(planes.y, planes.width, y * planes.width + x, tile.luma, below, width, height);
  blendPlane(planes.u, half, chroma, tile.u, chromaBelow, width / 2, height / 2);
  blendPlane(planes.v, half, chroma, tile.v, chromaBelow, width / 2, height / 2);
}
