import type { Pixels } from '../../../renderer/stage/compositor/filters/index.ts';

export type Rgba = [number, number, number, number];

/** The same numbers on every run, 0..1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Pixels of a function of column and row, 0..255. */
export function picture(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly number[],
): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 4);
  return { data, width, height };
}

/** Noise in colour, and in alpha where asked for. */
export function noise(width: number, height: number, alpha: boolean): Pixels {
  const next = random(width * 31 + height);
  const level = () => Math.floor(next() * 256);
  return picture(width, height, () => [level(), level(), level(), alpha ? level() : 255]);
}

export const copyOf = ({ data, width, height }: Pixels): Pixels => ({
  data: data.slice(),
  width,
  height,
});

export const pixelOf = ({ data, width }: Pixels, x: number, y: number): Rgba =>
  [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] as Rgba;

/** The greatest distance of two pictures, in levels; colours count as much as they are seen. */
export function worst(one: Pixels, other: Pixels): number {
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = 0; at < one.data.length; at++) {
    const seen = ({ data }: Pixels) =>
      ((data[at] as number) * (at % 4 === 3 ? 255 : (data[at | 3] as number))) / 255;
    most = Math.max(most, Math.abs(seen(one) - seen(other)));
  }
  return most;
}
