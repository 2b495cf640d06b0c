import type { BlendMode } from '../../../../common/show/geometry.ts';
import { kernels, scratch } from './kernels.ts';
import { type Matrix, type Planes, toRgb, toYuv } from './planes.ts';
import type { Part, Tile } from './tile.ts';

/** Pixels that are converted at a time, so that all of it stays near the processor. */
const CHUNK = 16_384;

/** RGBA (straight alpha) to a tile; null where nothing is seen. Chroma is the mean of each 2 × 2 block. */
export function tileOfRgba(rgba: Uint8ClampedArray, part: Part, matrix: Matrix): Tile | null {
  const { width, height } = part;
  const factors = toYuv(matrix);
  const luma = new Uint8Array(width * height);
  const lumaBelow = new Uint8Array(width * height);
  const chroma = (width / 2) * (height / 2);
  const u = new Uint8Array(chroma);
  const v = new Uint8Array(chroma);
  const chromaBelow = new Uint8Array(chroma);
  const rowsAtOnce = Math.max(2, Math.floor(CHUNK / width / 2) * 2);
  const most = rowsAtOnce * width;
  const { memory, at } = scratch([most * 4, most, most, most, most / 4]);
  const [source, alpha, value, colour, small] = at;
  let allOpaque = true;
  let allClear = true;
  const q14 = (factor: number) => Math.round(factor / 4);
  const project = (r: number, g: number, b: number, base: number, pixels: number, to: number) =>
    kernels.project(source, q14(r), q14(g), q14(b), (base << 14) + 8192, to, pixels);
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    const pixels = rows * width;
    const from = row * width;
    memory.set(rgba.subarray(from * 4, (from + pixels) * 4), source);
    const kind = kernels.alphas(source, alpha, pixels);
    if (kind !== 1) allOpaque = false;
    if (kind !== 2) allClear = false;
    const halve = (plane: number, into: Uint8Array) => {
      const half = width / 2;
      for (let y = 0; y < rows / 2; y++) {
        const upper = plane + 2 * y * width;
        kernels.halve(upper, upper + width, small + y * half, half);
      }
      into.set(memory.subarray(small, small + pixels / 4), from / 4);
    };
    project(factors.yr, factors.yg, factors.yb, 16, pixels, value);
    if (kind !== 1) kernels.premultiply(value, alpha, value, pixels);
    luma.set(memory.subarray(value, value + pixels), from);
    project(factors.ur, factors.ug, factors.ub, 128, pixels, colour);
    if (kind !== 1) kernels.premultiply(colour, alpha, colour, pixels);
    halve(colour, u);
    project(factors.vr, factors.vg, factors.vb, 128, pixels, colour);
    if (kind !== 1) kernels.premultiply(colour, alpha, colour, pixels);
    halve(colour, v);
    if (kind === 1) continue;
    kernels.invert(alpha, pixels);
    lumaBelow.set(memory.subarray(alpha, alpha + pixels), from);
    halve(alpha, chromaBelow);
  }
  if (allClear) return null;
  return { ...part, isOpaque: allOpaque, luma, lumaBelow, u, v, chromaBelow };
}

/** One row of planes, chroma at half width, to opaque RGBA, all addresses in the kernels' memory. */
export type RowToRgba = (y: number, u: number, v: number, out: number, pixels: number) => void;

export function rowToRgba(matrix: Matrix): RowToRgba {
  const { y: luma, rv, gu, gv, bu } = toRgb(matrix);
  const half = (factor: number) => Math.round(factor / 4);
  const quarter = (factor: number) => Math.round(factor / 8);
  return (y, u, v, out, pixels) =>
    kernels.toRgba(
      y,
      u,
      v,
      out,
      pixels,
      half(luma),
      quarter(rv),
      quarter(gu),
      quarter(gv),
      quarter(bu),
    );
}

/** As `meet` in `colours.wat` counts them. */
const MODES = ['add', 'subtract', 'screen', 'multiply', 'lighten', 'darken'] as const;

/** What `source` (RGBA, straight alpha) becomes where it meets the picture below it, by B(cb, cs); alpha stays. */
export function meet(
  planes: Planes,
  matrix: Matrix,
  part: Part,
  source: Uint8ClampedArray,
  mode: Exclude<BlendMode, 'normal'>,
): Uint8ClampedArray {
  const { x, y, width, height } = part;
  const convert = rowToRgba(matrix);
  const number = MODES.indexOf(mode);
  const out = new Uint8ClampedArray(source.length);
  const { memory, at } = scratch([width, width / 2, width / 2, width * 4, width * 4]);
  const [luma, u, v, backdrop, row] = at;
  const half = planes.width / 2;
  for (let line = 0; line < height; line++) {
    const from = (y + line) * planes.width + x;
    const chroma = ((y + line) >> 1) * half + x / 2;
    memory.set(planes.y.subarray(from, from + width), luma);
    memory.set(planes.u.subarray(chroma, chroma + width / 2), u);
    memory.set(planes.v.subarray(chroma, chroma + width / 2), v);
    convert(luma, u, v, backdrop, width);
    memory.set(source.subarray(line * width * 4, (line + 1) * width * 4), row);
    kernels.meet(number, backdrop, row, width);
    out.set(memory.subarray(row, row + width * 4), line * width * 4);
  }
  return out;
}
