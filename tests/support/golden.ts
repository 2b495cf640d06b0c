import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { decodePng, encodePng, type Picture } from './png.ts';

/**
 * How far two pictures of the same scene may be apart, in levels of 255 over all channels:
 * the mean, and the distance that 99.9 % of the samples stay below.
 */
export type Tolerance = { readonly mean: number; readonly most: number };

/** The one place that says how far the compositor's back ends, and the stored pictures, may differ. */
export const TOLERANCE = {
  /** Soft pictures, where 8-bit YCbCr and its half-size colour cost little. */
  soft: { mean: 1.5, most: 8 },
  /** Pictures with a few hard edges: along those, half-size colour and rounding to even pixels show. */
  edges: { mean: 1.5, most: 64 },
  /** One source's filters, on its own RGBA pixels: the same formulas, rounded to 8 bits at other places. */
  filters: { mean: 0.5, most: 2 },
  /** Letters and bars, which are hard edges all over: the back ends are 1.8 and 84 apart. */
  letters: { mean: 2.5, most: 110 },
  /** Letters and thin lines in strong colours, whose colour planes have half the size. */
  colouredLetters: { mean: 5, most: 110 },
} as const satisfies Record<string, Tolerance>;

const FOLDER = join(import.meta.dirname, '../golden');
const updating = process.env.UPDATE_GOLDEN === '1';

function isOpaque(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}

/** Distances of two pictures of one size; colours count as much as they are seen (premultiplied). */
export function distanceOf(one: Picture, other: Picture): Tolerance {
  if (one.width !== other.width || one.height !== other.height)
    throw new Error(`${one.width}x${one.height} is not ${other.width}x${other.height}`);
  const counts = new Uint32Array(256);
  let [samples, sum] = [0, 0];
  const count = (distance: number): void => {
    const level = Math.round(distance);
    counts[level] = (counts[level] as number) + 1;
    sum += distance;
    samples++;
  };
  const [a, b] = [one.rgba, other.rgba];
  const opaque = isOpaque(a) && isOpaque(b);
  for (let at = 0; at < a.length; at += 4) {
    const alphas = [a[at + 3] as number, b[at + 3] as number] as const;
    for (let channel = at; channel < at + 3; channel++) {
      const [x, y] = [a[channel] as number, b[channel] as number];
      count(opaque ? Math.abs(x - y) : Math.abs(x * alphas[0] - y * alphas[1]) / 255);
    }
    if (!opaque) count(Math.abs(alphas[0] - alphas[1]));
  }
  let most = 0;
  for (let below = counts[0] as number; below < samples * 0.999 && most < 255; )
    below += counts[++most] as number;
  return { mean: sum / samples, most };
}

/** What is wrong, brightened so that it is seen. */
function differenceOf(one: Picture, other: Picture): Picture {
  const rgba = one.rgba.map((value, at) =>
    at % 4 === 3 ? 255 : Math.min(255, Math.abs(value - (other.rgba[at] as number)) * 8),
  );
  return { ...one, rgba };
}

/** Leaves the pictures where a person can look at them. */
function keep(name: string, pictures: Record<string, Picture>): string {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  for (const [kind, picture] of Object.entries(pictures))
    writeFileSync(join(folder, `${name.replaceAll('/', '-')}.${kind}.png`), encodePng(picture));
  return folder;
}

function expectClose(
  name: string,
  [one, other]: readonly [[string, Picture], [string, Picture]],
  tolerance: Tolerance,
): void {
  const { mean, most } = distanceOf(one[1], other[1]);
  if (mean <= tolerance.mean && most <= tolerance.most) return;
  const pictures = Object.fromEntries([one, other]);
  const folder = keep(name, { ...pictures, difference: differenceOf(one[1], other[1]) });
  expect.fail(
    `${name}: ${one[0]} and ${other[0]} differ by ${mean.toFixed(2)} on average, ` +
      `99.9 % by up to ${most} (allowed ${tolerance.mean}, ${tolerance.most}); see ${folder}`,
  );
}

/**
 * Holds the pictures that each back end made of one scene to the stored picture
 * `tests/golden/<name>.png` and to each other. A missing stored picture fails; `UPDATE_GOLDEN=1`
 * stores the first picture given instead of comparing with it.
 */
export function expectGolden(
  name: string,
  pictures: Readonly<Record<string, Picture>>,
  tolerance: Tolerance = TOLERANCE.soft,
): void {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*$/i.test(name)) throw new Error(`golden: bad name ${name}`);
  const entries = Object.entries(pictures);
  const [first] = entries;
  if (!first) throw new Error('golden: no picture');
  const file = join(FOLDER, `${name}.png`);
  for (const other of entries.slice(1)) expectClose(name, [first, other], tolerance);
  if (updating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, encodePng(first[1]));
    return;
  }
  if (!existsSync(file)) {
    const folder = keep(name, pictures);
    expect.fail(`${name}: no stored picture; look at ${folder}, then run with UPDATE_GOLDEN=1`);
  }
  const golden = decodePng(readFileSync(file));
  for (const entry of entries) expectClose(name, [['golden', golden], entry], tolerance);
}
