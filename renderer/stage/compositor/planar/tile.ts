import type { Rect } from '../../../../common/show/schema.ts';
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
  /** Four bytes a word. */
  readonly luma: Int32Array;
  readonly lumaBelow: Int32Array;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly chromaBelow: Int32Array;
};

/** Columns come in eights, so that luma and chroma both fill whole 32-bit words; rows in twos. */
const COLUMNS = 8;
const down = (value: number, step: number): number => value - (value % step);
const up = (value: number, step: number): number => Math.ceil(value / step) * step;

/** One canvas serves every rasterisation; it only grows. */
let scratch: OffscreenCanvas | null = null;

/** The part of `rect` on the canvas, grown to whole words; null when none is. */
function visiblePart(rect: Rect, width: number, height: number) {
  const x = down(Math.max(0, Math.floor(rect.x)), COLUMNS);
  const y = down(Math.max(0, Math.floor(rect.y)), 2);
  const right = Math.min(width, up(Math.ceil(rect.x + rect.width), COLUMNS));
  const bottom = Math.min(height, up(Math.ceil(rect.y + rect.height), 2));
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
  const words = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.buffer);
  return {
    ...part,
    luma: words(luma),
    lumaBelow: words(lumaBelow),
    u: words(u),
    v: words(v),
    chromaBelow: words(chromaBelow),
  };
}

/**
 * Four bytes of `below` at once: all 255 is nothing to draw, all 0 nothing below shows. Words are signed
 * throughout: V8 keeps those in registers, unsigned ones above 2^31 it does not.
 */
const UNTOUCHED = -1;
const LANES = 0xff00ff;

/**
 * `target = source + target * below / 255`, four bytes at a time; where all four share one `below`,
 * as on a plate, two bytes fit into each product. `stride`, `start` and `width` are in 32-bit words.
 */
function blendPlane(
  target: Int32Array,
  stride: number,
  start: number,
  source: Int32Array,
  below: Int32Array,
  width: number,
  height: number,
): void {
  for (let row = 0, at = 0; row < height; row++) {
    let to = start + row * stride;
    for (let column = 0; column < width; column++, at++, to++) {
      const left = below[at] as number;
      if (left === UNTOUCHED) continue;
      const drawn = source[at] as number;
      if (left === 0) {
        target[to] = drawn;
        continue;
      }
      const there = target[to] as number;
      const share = left & 255;
      if (left === Math.imul(share, 0x01010101)) {
        // Divides by 255 exactly for 16-bit products: (p + 128 + ((p + 128) >> 8)) >> 8.
        const even = Math.imul(there & LANES, share) + 0x800080;
        const odd = Math.imul((there >>> 8) & LANES, share) + 0x800080;
        const evenByte = ((even + ((even >>> 8) & LANES)) >>> 8) & LANES;
        const oddByte = (odd + ((odd >>> 8) & LANES)) & ~LANES;
        target[to] = (drawn + (evenByte | oddByte)) | 0;
        continue;
      }
      let mixed = 0;
      for (let shift = 0; shift < 32; shift += 8) {
        const product = ((there >>> shift) & 255) * ((left >>> shift) & 255) + 128;
        mixed |= ((product + (product >> 8)) >> 8) << shift;
      }
      target[to] = (drawn + mixed) | 0;
    }
  }
}

/** Lays a tile over the picture. */
export function blend(planes: Planes, tile: Tile): void {
  const { x, y } = tile;
  const luma = (y * planes.width + x) / 4;
  const words = tile.width / 4;
  blendPlane(planes.y32, planes.width / 4, luma, tile.luma, tile.lumaBelow, words, tile.height);
  const half = planes.width / 8;
  const chroma = (y / 2) * half + x / 8;
  const [chromaWords, rows] = [tile.width / 8, tile.height / 2];
  blendPlane(planes.u32, half, chroma, tile.u, tile.chromaBelow, chromaWords, rows);
  blendPlane(planes.v32, half, chroma, tile.v, tile.chromaBelow, chromaWords, rows);
}
