import { describe, expect, it } from 'vitest';
import {
  applyFilters,
  type Pixels,
  type PreparedFilter,
  sizeAfter,
} from '../../../renderer/stage/compositor/filters/index.ts';
import { planeOf } from '../../../renderer/stage/compositor/filters/mask.ts';
import { copyOf, noise, picture, pixelOf, type Rgba, worst } from './reference.ts';

type Plain<F> = F extends PreparedFilter ? Omit<F, 'key'> : never;
let keys = 0;
const prepared = (filter: Plain<PreparedFilter>) =>
  ({ ...filter, key: `${++keys}` }) as PreparedFilter;

const one = (pixel: Rgba, filter: Plain<PreparedFilter>): Rgba =>
  pixelOf(
    applyFilters(
      picture(1, 1, () => pixel),
      [prepared(filter)],
    ),
    0,
    0,
  );

const neutral = {
  kind: 'colour',
  brightness: 0,
  contrast: 1,
  saturation: 1,
  hueDegrees: 0,
  gamma: 1,
  opacity: 1,
} as const;

describe('colour', () => {
  it.each<[string, object, Rgba, Rgba]>([
    ['leaves everything', {}, [12, 34, 56, 78], [12, 34, 56, 78]],
    ['adds brightness', { brightness: 0.2 }, [0, 100, 255, 9], [51, 151, 255, 9]],
    ['spreads about mid grey', { contrast: 2 }, [100, 128, 200, 255], [73, 129, 255, 255]],
    ['bends by gamma', { gamma: 2 }, [64, 0, 255, 255], [128, 0, 255, 255]],
    ['takes all colour out', { saturation: 0 }, [255, 0, 0, 255], [54, 54, 54, 255]],
    ['doubles saturation', { saturation: 2 }, [100, 100, 120, 255], [99, 99, 139, 255]],
    ['turns red to green', { hueDegrees: 120 }, [200, 10, 30, 255], [30, 200, 10, 255]],
    ['leaves grey when it turns', { hueDegrees: 77 }, [90, 90, 90, 255], [90, 90, 90, 255]],
    ['scales alpha', { opacity: 0.5 }, [1, 2, 3, 200], [1, 2, 3, 100]],
  ])('%s', (_name, settings, from, to) => {
    expect(one(from, { ...neutral, ...settings })).toEqual(to);
  });
});

describe('keys', () => {
  const green = { kind: 'chromaKey', colour: '#00ff00', similarity: 0.4, smoothness: 0.1 } as const;

  it('chroma key: takes the key out at any brightness of it, keeps other hues', () => {
    for (const spill of [0, 1]) {
      expect(one([0, 255, 0, 255], { ...green, spill })[3]).toBe(0);
      expect(one([20, 200, 20, 255], { ...green, spill })[3]).toBe(0);
      expect(one([220, 170, 150, 255], { ...green, spill })).toEqual([220, 170, 150, 255]);
      expect(one([128, 128, 128, 90], { ...green, spill })).toEqual([128, 128, 128, 90]);
    }
  });

  it('chroma key: its edge is soft, and halves in its middle', () => {
    // 0.45 from the key in (Cb, Cr): 0.4 + half of 0.1.
    const chroma = (part: number) =>
      one([0, Math.round(255 * part), 0, 255], { ...green, spill: 0 });
    const levels = Array.from({ length: 40 }, (_, step) => chroma(1 - step / 40)[3]);
    expect(levels.some((level) => level > 0 && level < 255)).toBe(true);
    levels.reduce((last, level) => {
      expect(level).toBeGreaterThanOrEqual(last);
      return level;
    }, 0);
  });

  it('chroma key: spill loses its green and keeps its luma', () => {
    const tinted: Rgba = [120, 160, 120, 255];
    const [r, g, b, alpha] = one(tinted, { ...green, similarity: 0.2, spill: 1 });
    expect(alpha).toBe(255);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThanOrEqual(2);
    const luma = (red: number, bright: number, blue: number) =>
      0.299 * red + 0.587 * bright + 0.114 * blue;
    expect(Math.abs(luma(r, g, b) - luma(120, 160, 120))).toBeLessThan(1);
    const [, half] = one(tinted, { ...green, similarity: 0.2, spill: 0.5 });
    expect(half).toBeGreaterThan(g + 5);
    expect(half).toBeLessThan(155);
  });

  it('colour key: is about one colour, brightness and all', () => {
    const key = { kind: 'colourKey', colour: '#204060', similarity: 0.1, smoothness: 0 } as const;
    expect(one([32, 64, 96, 255], key)[3]).toBe(0);
    expect(one([50, 80, 110, 255], key)[3]).toBe(0);
    expect(one([64, 128, 192, 255], key)).toEqual([64, 128, 192, 255]);
  });

  it('luma key: keeps what lies between', () => {
    const key = { kind: 'lumaKey', min: 0.2, minSmooth: 0.1, max: 0.8, maxSmooth: 0.1 } as const;
    const alphaOf = (level: number) => one([level, level, level, 255], key)[3];
    expect([0, 25, 51, 128, 204, 230, 255].map(alphaOf)).toEqual([0, 0, 255, 255, 255, 0, 0]);
    expect(alphaOf(38)).toBeGreaterThan(100);
    expect(alphaOf(38)).toBeLessThan(155);
    const all = { kind: 'lumaKey', min: 0, minSmooth: 0, max: 1, maxSmooth: 0 } as const;
    expect([0, 255].map((level) => one([level, level, level, 7], all)[3])).toEqual([7, 7]);
  });
});

describe('colour table', () => {
  const cube = (size: number, of: (r: number, g: number, b: number) => number[]) => {
    const table = new Uint8Array(size ** 3 * 3);
    for (let at = 0; at < size ** 3; at++) {
      const place = [at % size, Math.floor(at / size) % size, Math.floor(at / size ** 2)];
      const [r, g, b] = place.map((step) => step / (size - 1)) as [number, number, number];
      table.set(
        of(r, g, b).map((value) => Math.round(value * 255)),
        at * 3,
      );
    }
    return { kind: 'lut', size, table } as const;
  };

  it.each([2, 3, 16, 17, 33, 64])('%i steps: identity leaves, swapping swaps', (size) => {
    const same = copyOf(noise(64, 16, true));
    const identity = prepared({ ...cube(size, (r, g, b) => [r, g, b]), amount: 1 });
    expect(worst(applyFilters(copyOf(same), [identity]), same)).toBeLessThanOrEqual(1);
    const swapped = prepared({ ...cube(size, (r, g, b) => [b, 1 - g, r]), amount: 1 });
    const wanted = copyOf(same);
    for (let at = 0; at < wanted.data.length; at += 4)
      wanted.data.set(
        [same.data[at + 2], 255 - (same.data[at + 1] as number), same.data[at]] as number[],
        at,
      );
    expect(worst(applyFilters(copyOf(same), [swapped]), wanted)).toBeLessThanOrEqual(1);
  });

  it('is mixed in by its amount', () => {
    const black = cube(2, () => [0, 0, 0]);
    expect(one([200, 100, 0, 50], { ...black, amount: 0.25 })).toEqual([150, 75, 0, 50]);
  });
});

describe('crop', () => {
  const marked = () => picture(6, 4, (x, y) => [x * 10, y * 10, 0, 255]);
  it('cuts, and pads with nothing', () => {
    const filter = prepared({ kind: 'crop', left: 2, top: -1, right: -3, bottom: 1 });
    const got = applyFilters(marked(), [filter]);
    expect(got).toMatchObject({ width: 7, height: 4 });
    expect(pixelOf(got, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(pixelOf(got, 0, 1)).toEqual([20, 0, 0, 255]);
    expect(pixelOf(got, 3, 3)).toEqual([50, 20, 0, 255]);
    expect(pixelOf(got, 4, 3)).toEqual([0, 0, 0, 0]);
  });
  it('never leaves less than a pixel, nor pads without end', () => {
    const all = {
      kind: 'crop',
      left: 8192,
      top: 8192,
      right: 8192,
      bottom: 8192,
      key: '',
    } as const;
    expect(sizeAfter([all], { width: 100, height: 50 })).toEqual({ width: 1, height: 1 });
    expect(pixelOf(applyFilters(marked(), [all]), 0, 0)).toEqual([0, 0, 0, 0]);
    const huge = { ...all, left: -8192, top: -8192, right: 0, bottom: 0 };
    expect(sizeAfter([huge], { width: 100, height: 50 })).toEqual({ width: 4096, height: 4096 });
    expect(sizeAfter([huge], { width: 6000, height: 50 })).toEqual({ width: 6000, height: 4096 });
  });
});

/** A Gaussian in floating point on premultiplied colours, out to three deviations, edges repeated. */
function gaussian(from: Pixels, sigma: number): Pixels {
  const { width, height } = from;
  const reach = Math.ceil(sigma * 3);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((all, value) => all + value, 0);
  let now = Float64Array.from(from.data, (value, at) =>
    at % 4 === 3 ? value : (value * (from.data[at | 3] as number)) / 255,
  );
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
  ] as const) {
    const next = new Float64Array(now.length);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        bell.forEach((weight, at) => {
          const nx = Math.min(Math.max(x + dx * (at - reach), 0), width - 1);
          const ny = Math.min(Math.max(y + dy * (at - reach), 0), height - 1);
          for (let channel = 0; channel < 4; channel++)
            next[(y * width + x) * 4 + channel] =
              (next[(y * width + x) * 4 + channel] as number) +
              ((now[(ny * width + nx) * 4 + channel] as number) * weight) / sum;
        });
    now = next;
  }
  const data = Uint8ClampedArray.from(now, (value, at) =>
    at % 4 === 3 ? value : (value * 255) / Math.max(now[at | 3] as number, 1e-9),
  );
  return { data, width, height };
}

describe('blur', () => {
  const edges = (alpha: boolean, times: number) =>
    picture(67 * times, 45 * times, (x, y) => {
      const lit = x > 20 * times && x < 45 * times && y > 14 * times && y < 30 * times;
      return lit ? [250, 120, x / times, 255] : [20, 140, 60, alpha ? 40 : 255];
    });
  it.each([0.5, 1, 1.7, 1.8, 2, 3.3, 7, 8, 24])(
    'deviation %f is near a true Gaussian',
    (radiusPx) => {
      const times = radiusPx < 8 ? 1 : 2;
      for (const alpha of [false, true]) {
        const got = applyFilters(edges(alpha, times), [prepared({ kind: 'blur', radiusPx })]);
        expect(worst(got, gaussian(edges(alpha, times), radiusPx))).toBeLessThanOrEqual(8);
      }
    },
  );
  it('leaves a plain picture, at any size', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [2, 9],
      [33, 17],
    ] as const)
      for (const radiusPx of [1, 5, 64]) {
        const plain = () => picture(width, height, () => [10, 130, 250, 255]);
        const got = applyFilters(plain(), [prepared({ kind: 'blur', radiusPx })]);
        expect(worst(got, plain())).toBe(0);
      }
  });
});

describe('sharpen', () => {
  it.each([false, true])('adds the difference to what is around (see-through: %s)', (alpha) => {
    const from = noise(37, 19, alpha);
    const at = (x: number, y: number) =>
      pixelOf(from, Math.min(Math.max(x, 0), 36), Math.min(Math.max(y, 0), 18));
    const wanted = picture(37, 19, (x, y) => {
      const here = at(x, y);
      const around = [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)];
      return here.map((value, channel) =>
        channel === 3
          ? value
          : value +
            (0.7 / 4) *
              around.reduce(
                (sum, near) => sum + ((value - (near[channel] as number)) * near[3]) / 255,
                0,
              ),
      );
    });
    const got = applyFilters(copyOf(from), [prepared({ kind: 'sharpen', amount: 0.7 })]);
    expect(worst(got, wanted)).toBeLessThanOrEqual(1);
  });
});

describe('scroll', () => {
  const from = () => noise(23, 11, true);
  it.each([
    [5, 3],
    [-4, -12],
    [23, 11],
    [100.0, -70],
  ])('moves by %i, %i and comes in again', (xPx, yPx) => {
    const wrap = (value: number, length: number) => ((value % length) + length) % length;
    const source = from();
    const wanted = picture(23, 11, (x, y) => pixelOf(source, wrap(x - xPx, 23), wrap(y - yPx, 11)));
    expect(worst(applyFilters(from(), [prepared({ kind: 'scroll', xPx, yPx })]), wanted)).toBe(0);
  });
  it('mixes between pixels', () => {
    const lines = picture(4, 4, (x) => [x === 1 ? 200 : 0, 0, 0, 255]);
    const got = applyFilters(lines, [prepared({ kind: 'scroll', xPx: 0.25, yPx: 0.5 })]);
    expect([0, 1, 2, 3].map((x) => pixelOf(got, x, 2)[0])).toEqual([0, 150, 50, 0]);
  });
});

describe('mask', () => {
  it('is made of alpha or light', () => {
    const rgba = new Uint8ClampedArray([255, 255, 255, 128, 255, 0, 0, 255]);
    expect([...planeOf(rgba, { by: 'alpha', inverted: false })]).toEqual([128, 255]);
    expect([...planeOf(rgba, { by: 'alpha', inverted: true })]).toEqual([127, 0]);
    expect([...planeOf(rgba, { by: 'luma', inverted: false })]).toEqual([128, 76]);
  });
});

it('a chain works from first to last, in place where the size stays', () => {
  const pixels = picture(5, 3, () => [100, 0, 0, 255]);
  const chain = [
    prepared({ ...neutral, hueDegrees: 120 }),
    prepared({ kind: 'colourKey', colour: '#006400', similarity: 0.05, smoothness: 0 }),
  ];
  const got = applyFilters(pixels, chain);
  expect(got.data).toBe(pixels.data);
  expect(pixelOf(got, 4, 2)).toEqual([0, 100, 0, 0]);
  expect(
    pixelOf(
      applyFilters(
        picture(1, 1, () => [100, 0, 0, 255]),
        [...chain].reverse(),
      ),
      0,
      0,
    ),
  ).toEqual([0, 100, 0, 255]);
});
