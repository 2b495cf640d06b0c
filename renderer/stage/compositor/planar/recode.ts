import { kernels, scratch } from './kernels.ts';
import { type Matrix, type Planes, toRgb, toYuv } from './planes.ts';

/** Chroma samples that are brought over at a time, so that all of it stays near the processor. */
const CHUNK = 8192;

/** What a picture's luma and chroma gain, of its own U and V about their middle (128). */
type Gains = Readonly<Record<'y' | 'u' | 'v', { readonly byU: number; readonly byV: number }>>;

const gains = new Map<string, Gains>();

/** By way of RGB: grey stays grey, so luma gains nothing of luma. */
function gainsOf(from: Matrix, to: Matrix): Gains {
  const key = `${from} ${to}`;
  const known = gains.get(key);
  if (known) return known;
  const { rv, gu, gv, bu } = toRgb(from);
  const { yr, yg, yb, ur, ug, ub, vr, vg, vb } = toYuv(to);
  const unit = 65_536 ** 2;
  const found: Gains = {
    y: { byU: (yg * gu + yb * bu) / unit, byV: (yr * rv + yg * gv) / unit },
    u: { byU: (ug * gu + ub * bu) / unit - 1, byV: (ur * rv + ug * gv) / unit },
    v: { byU: (vg * gu + vb * bu) / unit, byV: (vr * rv + vg * gv) / unit - 1 },
  };
  gains.set(key, found);
  return found;
}

const q15 = (factor: number): number => Math.round(factor * 32_768);

/** Brings a picture from one matrix to another in place, plane by plane, without RGB in between. */
export function recode({ width, height, y, u, v }: Planes, from: Matrix, to: Matrix): void {
  if (from === to) return;
  const gain = gainsOf(from, to);
  const half = width / 2;
  const rowsAtOnce = Math.max(1, Math.floor(CHUNK / half));
  for (let first = 0; first < height / 2; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height / 2 - first);
    const [start, bytes] = [first * half, rows * half];
    const sizes = [bytes, bytes, bytes, bytes, bytes, 4 * bytes, 4 * bytes] as const;
    const { memory, at } = scratch(sizes);
    const [inU, inV, leanY, leanU, leanV, luma, out] = at;
    memory.set(u.subarray(start, start + bytes), inU);
    memory.set(v.subarray(start, start + bytes), inV);
    memory.set(y.subarray(4 * start, 4 * (start + bytes)), luma);
    for (const [plane, { byU, byV }] of [
      [leanY, gain.y],
      [leanU, gain.u],
      [leanV, gain.v],
    ] as const)
      kernels.lean(inU, inV, q15(byU), q15(byV), plane, bytes);
    kernels.shift(inU, leanU, bytes);
    kernels.shift(inV, leanV, bytes);
    // The last step of a row reaches into the next one, which is made after it.
    for (let row = 0; row < 2 * rows; row++)
      kernels.shiftPairs(luma + row * width, leanY + (row >> 1) * half, out + row * width, width);
    u.set(memory.subarray(inU, inU + bytes), start);
    v.set(memory.subarray(inV, inV + bytes), start);
    y.set(memory.subarray(out, out + 4 * bytes), 4 * start);
  }
}
