import { describe, expect, it } from 'vitest';
import {
  createPlanes,
  layoutAt,
  type Matrix,
  toRgb,
  toYuv,
} from '../../../renderer/stage/compositor/planar/planes.ts';
import { recode } from '../../../renderer/stage/compositor/planar/recode.ts';

const clamp = (value: number) => Math.min(255, Math.max(0, value));

/** RGB to 8-bit limited-range YCbCr and back, with the fixed-point coefficients. */
function there(matrix: Matrix, [r, g, b]: readonly number[]) {
  const { yr, yg, yb, ur, ug, ub, vr, vg, vb } = toYuv(matrix);
  const [red, green, blue] = [r as number, g as number, b as number];
  const of = (base: number, x: number, y: number, z: number) =>
    base + ((x * red + y * green + z * blue + 32_768) >> 16);
  return { y: of(16, yr, yg, yb), u: of(128, ur, ug, ub), v: of(128, vr, vg, vb) };
}

function back(matrix: Matrix, { y, u, v }: { y: number; u: number; v: number }): number[] {
  const factors = toRgb(matrix);
  const luma = (y - 16) * factors.y + 32_768;
  return [
    (luma + factors.rv * (v - 128)) >> 16,
    (luma + factors.gu * (u - 128) + factors.gv * (v - 128)) >> 16,
    (luma + factors.bu * (u - 128)) >> 16,
  ].map(clamp);
}

describe.each(['smpte170m', 'bt709'] as const)('%s', (matrix) => {
  it('takes RGB there and back within two levels', () => {
    for (let r = 0; r <= 255; r += 15)
      for (let g = 0; g <= 255; g += 15)
        for (let b = 0; b <= 255; b += 15) {
          const colour = [r, g, b];
          const again = back(matrix, there(matrix, colour));
          const off = Math.max(
            ...again.map((value, at) => Math.abs(value - (colour[at] as number))),
          );
          if (off > 2) expect(again, String(colour)).toEqual(colour);
        }
  });

  it('stays in the limited range, with grey exactly without colour', () => {
    for (let grey = 0; grey <= 255; grey++) {
      const { y, u, v } = there(matrix, [grey, grey, grey]);
      expect([u, v]).toEqual([128, 128]);
      expect(y).toBe(Math.round(16 + (grey * 219) / 255));
    }
    for (let bits = 0; bits < 8; bits++) {
      const corner = [4, 2, 1].map((bit) => (bits & bit ? 255 : 0));
      const { y, u, v } = there(matrix, corner);
      expect(y).toBeGreaterThanOrEqual(16);
      expect(y).toBeLessThanOrEqual(235);
      for (const chroma of [u, v]) {
        expect(chroma).toBeGreaterThanOrEqual(16);
        expect(chroma).toBeLessThanOrEqual(240);
      }
    }
  });
});

// ITU-R BT.601 and BT.709 by hand: 75 % bars in 8 bits.
it.each([
  ['smpte170m', [191, 0, 0], { y: 65, u: 100, v: 212 }],
  ['smpte170m', [0, 191, 0], { y: 112, u: 72, v: 58 }],
  ['smpte170m', [0, 0, 191], { y: 35, u: 212, v: 114 }],
  ['bt709', [191, 0, 0], { y: 51, u: 109, v: 212 }],
  ['bt709', [0, 191, 0], { y: 133, u: 63, v: 52 }],
  ['bt709', [0, 0, 191], { y: 28, u: 212, v: 120 }],
] as const)('%s of %j is %j', (matrix, colour, wanted) => {
  expect(there(matrix, colour)).toEqual(wanted);
});

it('a new picture is black, and its three planes lie where the layout says', () => {
  const planes = createPlanes(16, 8);
  expect([...new Set(planes.y), ...new Set(planes.u), ...new Set(planes.v)]).toEqual([
    16, 128, 128,
  ]);
  planes.y[2 * 16 + 4] = 1;
  planes.u[1 * 8 + 2] = 2;
  planes.v[1 * 8 + 2] = 3;
  const offsets = layoutAt(planes, 4, 2).map(({ offset }) => planes.data[offset]);
  expect(offsets).toEqual([1, 2, 3]);
});

describe.each([
  ['smpte170m', 'bt709'],
  ['bt709', 'smpte170m'],
] as const)('from %s to %s', (from, to) => {
  // Neither side a multiple of what the loops take at a time, and more rows than go at once.
  const [width, height] = [1032, 40];

  it('brings a picture over as by RGB, and leaves grey alone', () => {
    const planes = createPlanes(width, height);
    const half = width / 2;
    const colourAt = (x: number, y: number) =>
      y < 4 ? [x % 256, x % 256, x % 256] : [(x * 7) % 256, (y * 61) % 256, (x * 3 + y * 40) % 256];
    for (let y = 0; y < height; y += 2)
      for (let x = 0; x < width; x += 2) {
        const coded = there(from, colourAt(x, y));
        for (const at of [0, 1, width, width + 1]) planes.y[y * width + x + at] = coded.y;
        planes.u[(y / 2) * half + x / 2] = coded.u;
        planes.v[(y / 2) * half + x / 2] = coded.v;
      }
    recode(planes, from, to);
    let most = 0;
    for (let y = 0; y < height; y += 2)
      for (let x = 0; x < width; x += 2) {
        const wanted = there(to, colourAt(x, y));
        const chroma = (y / 2) * half + x / 2;
        const off = [
          ...[0, 1, width, width + 1].map((at) => (planes.y[y * width + x + at] ?? 0) - wanted.y),
          (planes.u[chroma] ?? 0) - wanted.u,
          (planes.v[chroma] ?? 0) - wanted.v,
        ];
        most = Math.max(most, ...off.map(Math.abs));
      }
    expect(most).toBeLessThanOrEqual(2);
    expect([...planes.u.subarray(0, 2 * half)].every((it) => it === 128)).toBe(true);
  });

  it('does nothing where both are the same', () => {
    const planes = createPlanes(16, 16);
    planes.u.fill(200);
    recode(planes, from, from);
    expect(planes.u.every((it) => it === 200)).toBe(true);
  });
});
