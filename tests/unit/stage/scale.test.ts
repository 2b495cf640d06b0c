import { describe, expect, it } from 'vitest';
import { createPlanes } from '../../../renderer/stage/compositor/planar/planes.ts';
import { type Area, areasOf, scaleArea } from '../../../renderer/stage/compositor/planar/scale.ts';

/** The same noise on every run. */
function noise(length: number, seed = 7): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

const area = (
  width: number,
  height: number,
  data: Uint8Array,
  stride = width,
  start = 0,
): Area => ({
  data,
  start,
  stride,
  width,
  height,
});

/** Bilinear with matched pixel centres and repeated edges, in floating point. */
function reference(source: Area, x: number, y: number, target: Area): number {
  const place = (at: number, from: number, to: number) =>
    Math.min(Math.max(((at + 0.5) * from) / to - 0.5, 0), from - 1);
  const [sx, sy] = [place(x, source.width, target.width), place(y, source.height, target.height)];
  const [left, top] = [Math.floor(sx), Math.floor(sy)];
  const pixel = (column: number, row: number) =>
    source.data[
      source.start +
        Math.min(row, source.height - 1) * source.stride +
        Math.min(column, source.width - 1)
    ] as number;
  const [fx, fy] = [sx - left, sy - top];
  const upper = pixel(left, top) * (1 - fx) + pixel(left + 1, top) * fx;
  const lower = pixel(left, top + 1) * (1 - fx) + pixel(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Largest distance from the reference mixed at `opacity` (0..256) with what was there. */
function worst(source: Area, target: Area, opacity = 256): number {
  const before = target.data.slice();
  scaleArea(source, target, opacity);
  let most = 0;
  for (let y = 0; y < target.height; y++)
    for (let x = 0; x < target.width; x++) {
      const at = target.start + y * target.stride + x;
      const below = before[at] as number;
      const wanted = below + ((reference(source, x, y, target) - below) * opacity) / 256;
      most = Math.max(most, Math.abs((target.data[at] as number) - wanted));
    }
  return most;
}

describe('scaling a plane', () => {
  it('to its own size copies it', () => {
    const source = noise(31 * 17);
    const target = new Uint8Array(31 * 17);
    scaleArea(area(31, 17, source), area(31, 17, target), 256);
    expect(target).toEqual(source);
  });

  // Rounded twice (across, then down) and weights in 1/256: within 1.5 levels of exact.
  it.each([
    ['up 2 times', 32, 24, 64, 48],
    ['up 1.5 times', 40, 30, 60, 45],
    ['down 1.5 times', 60, 45, 40, 30],
    ['down 2 times', 64, 48, 32, 24],
    ['by odd sizes', 37, 23, 53, 71],
    ['from one pixel', 1, 1, 7, 5],
    ['from one column', 1, 9, 6, 4],
    ['down by nearly two', 1919, 33, 1000, 17],
    ['across only', 20, 10, 33, 10],
  ])('%s matches floating point', (_name, width, height, toWidth, toHeight) => {
    const source = area(width, height, noise(width * height));
    const target = area(toWidth, toHeight, new Uint8Array(toWidth * toHeight));
    expect(worst(source, target)).toBeLessThanOrEqual(1.5);
  });

  it('shrinks by four to the mean of each block', () => {
    const source = noise(64 * 32);
    const target = area(16, 8, new Uint8Array(16 * 8));
    scaleArea(area(64, 32, source), target, 256);
    target.data.forEach((got, at) => {
      let sum = 0;
      for (let y = 0; y < 4; y++)
        for (let x = 0; x < 4; x++)
          sum += source[(Math.floor(at / 16) * 4 + y) * 64 + (at % 16) * 4 + x] as number;
      expect(Math.abs(got - sum / 16), `${at}`).toBeLessThanOrEqual(1);
    });
  });

  it.each([
    ['copied', 40, 24],
    ['stretched', 63, 31],
  ])(
    'shows a window, flipped both ways and cut at the target’s edge, %s',
    (_name, width, height) => {
      const pixels = noise(60 * 40);
      const source = area(60, 40, pixels);
      const window = { x: 11, y: 7, width: 40, height: 24 };
      const whole = area(width, height, new Uint8Array(width * height));
      const inside = area(40, 24, pixels, 60, 7 * 60 + 11);
      scaleArea(inside, whole, 256);
      const target = area(50, 30, new Uint8Array(50 * 30));
      const place = { x: -6, y: 9, width, height };
      scaleArea(source, target, 256, { window, place, flipX: true, flipY: true });
      for (let y = 9; y < Math.min(30, 9 + height); y++)
        for (let x = 0; x < Math.min(50, width - 6); x++) {
          const from = (height - 1 - (y - 9)) * width + (width - 1 - (x + 6));
          const off = Math.abs((target.data[y * 50 + x] as number) - (whole.data[from] as number));
          expect(off, `${x},${y}`).toBeLessThanOrEqual(1);
        }
      expect(target.data.subarray(0, 9 * 50).every((level) => level === 0)).toBe(true);
    },
  );

  it('keeps to its part of planes with odd strides and starts', () => {
    const source = area(20, 12, noise(33 * 20), 33, 70);
    const data = noise(51 * 40, 3);
    const target = area(30, 18, data, 51, 51 * 3 + 7);
    const before = data.slice();
    expect(worst(source, target)).toBeLessThanOrEqual(1.5);
    for (let at = 0; at < data.length; at++) {
      const [x, y] = [(at % 51) - 7, Math.floor(at / 51) - 3];
      const outside = x < 0 || x >= 30 || y < 0 || y >= 18;
      if (outside && data[at] !== before[at]) expect.fail(`byte ${at} outside was written`);
    }
  });

  it.each([0, 1, 64, 128, 200, 255])('mixes with what is there at opacity %i of 256', (opacity) => {
    const source = area(24, 16, noise(24 * 16));
    const target = area(36, 24, noise(36 * 24, 5));
    expect(worst(source, target, opacity)).toBeLessThanOrEqual(2);
  });

  it('leaves a plain colour exactly as it is', () => {
    for (const level of [16, 128, 235, 255]) {
      const target = area(48, 27, new Uint8Array(48 * 27));
      scaleArea(area(16, 9, new Uint8Array(16 * 9).fill(level)), target, 256);
      expect(new Set(target.data)).toEqual(new Set([level]));
    }
  });
});

it('the parts of three planes inside a rectangle cover the same picture', () => {
  const planes = createPlanes(64, 32);
  const [y, u, v] = areasOf(planes, { x: 10, y: 6, width: 20, height: 12 });
  expect(y).toMatchObject({ start: 6 * 64 + 10, stride: 64, width: 20, height: 12 });
  expect(u).toMatchObject({ start: 3 * 32 + 5, stride: 32, width: 10, height: 6 });
  expect(v).toMatchObject({ start: u.start, stride: 32, width: 10, height: 6 });
});
