import { premultiplyPass, straightenPass } from './alpha.ts';
import type { Bench } from './bench.ts';
import type { FilterMaths } from './maths.ts';
import type { Pass, Size } from './pass.ts';

/** Length of the shader's list of weights: the middle and at most 12 to each side. */
const MOST_WEIGHTS = 13;
/** The least deviation for which the picture is halved: below, it would show. */
const LEAST_HALVED = 1.8;
/** Where the weights of `stretchRow` lie. */
const STRETCH_AT = 1024;

/**
 * How a deviation is reached: the picture is halved `shift` times, smoothed with `weights` (of 256, the
 * middle one first) each way, and stretched again, linear. Halving and stretching by `f` have
 * a variance of f² / 4 themselves; what is smoothed has a deviation below 4 pixels.
 */
export function blurPlan(radiusPx: number): { shift: number; weights: readonly number[] } {
  const shift = radiusPx < LEAST_HALVED ? 0 : Math.max(1, Math.floor(Math.log2(radiusPx / 2)));
  const factor = 2 ** shift;
  const variance = shift === 0 ? radiusPx ** 2 : (radiusPx / factor) ** 2 - 0.25;
  const bell = Array.from({ length: MOST_WEIGHTS }, (_, at) =>
    variance > 0 ? Math.exp(-(at ** 2) / (2 * variance)) : Number(at === 0),
  );
  const sum = bell.reduce((all, value, at) => all + (at === 0 ? value : 2 * value), 0);
  const weights = bell.map((value) => Math.round((value / sum) * 256));
  const sides = weights.slice(1).filter((weight) => weight > 0);
  return {
    shift,
    weights: [256 - 2 * sides.reduce((all, weight) => all + weight, 0), ...sides],
  };
}

const half = ({ width, height }: Size): Size => ({
  width: Math.ceil(width / 2),
  height: Math.ceil(height / 2),
});

function halve(bench: Bench): void {
  const { width, height, at, beside, kernels } = bench;
  const after = half(bench);
  for (let y = 0; y < after.height; y++) {
    const low = Math.min(2 * y + 1, height - 1);
    const odd = width % 2 === 1;
    const upper = odd ? bench.edgedRow(at, width, 2 * y, 1, 0) : at + 2 * y * width * 4;
    const lower = odd ? bench.edgedRow(at, width, low, 1, 1) : at + low * width * 4;
    kernels.halveRow(upper, lower, beside + y * after.width * 4, after.width * 4);
  }
  bench.swap(after);
}

/** Along the rows into the room beside, then across them and back. */
function smooth(bench: Bench, weights: readonly number[]): void {
  const { width, height, at, beside, bytes, kernels } = bench;
  const lanes = new Uint16Array(bytes.buffer, 0, weights.length * 8);
  weights.forEach((weight, index) => lanes.fill(weight, index * 8, index * 8 + 8));
  const pairs = weights.length - 1;
  if (pairs === 0) return;
  const stride = width * 4;
  const first = beside + Math.ceil((pairs * stride) / 16) * 16;
  for (let y = 0; y < height; y++) {
    const row = bench.edgedRow(at, width, y, pairs, 0);
    kernels.smooth(row, first + y * stride, stride, 4, 0, pairs);
  }
  const last = first + (height - 1) * stride;
  for (let pad = 1; pad <= pairs; pad++) {
    bytes.copyWithin(first - pad * stride, first, first + stride);
    bytes.copyWithin(last + pad * stride, last, last + stride);
  }
  kernels.smooth(first, at, height * stride, stride, 0, pairs);
}

function stretch(bench: Bench, after: Size, shift: number): void {
  const { width, height, at, beside, bytes, kernels } = bench;
  const factor = 2 ** shift;
  const middle = factor / 2;
  const weightOf = (place: number) => ((place % factor) + 0.5) * (256 / factor);
  const lanes = new Uint16Array(bytes.buffer, STRETCH_AT, factor * 8);
  for (let place = 0; place < factor; place++) {
    lanes.fill(256 - weightOf(place), place * 8, place * 8 + 4);
    lanes.fill(weightOf(place), place * 8 + 4, place * 8 + 8);
  }
  const row = bench.row(0);
  const words = new Uint32Array(bytes.buffer);
  for (let y = 0; y < after.height; y++) {
    const below = (y + middle) >> shift;
    const upper = at + Math.max(0, below - 1) * width * 4;
    const lower = at + Math.min(height - 1, below) * width * 4;
    kernels.mixRows(upper, lower, weightOf(y + middle), row, width * 4);
    words[row / 4 - 1] = words[row / 4] as number;
    words[row / 4 + width] = words[row / 4 + width - 1] as number;
    const out = beside + y * after.width * 4;
    kernels.stretchRow(row - 4, out, after.width * 4, STRETCH_AT, shift);
  }
  bench.swap(after);
}

const HALVE = `
vec4 filtered(ivec2 at) {
  ivec2 from = at * 2;
  return (texel(from) + texel(from + ivec2(1, 0)) + texel(from + ivec2(0, 1)) + texel(from + 1)) / 4.0;
}`;

const SMOOTH = `
uniform float weights[${MOST_WEIGHTS}];
uniform vec2 step;
vec4 filtered(ivec2 at) {
  vec4 sum = texel(at) * weights[0];
  ivec2 next = ivec2(step);
  for (int side = 1; side < ${MOST_WEIGHTS}; side++)
    sum += (texel(at - side * next) + texel(at + side * next)) * weights[side];
  return sum;
}`;

const STRETCH = `
uniform float factor;
vec4 filtered(ivec2 at) {
  vec2 place = (vec2(at) + 0.5) / factor - 0.5;
  ivec2 from = ivec2(floor(place));
  vec2 part = fract(place);
  return mix(
    mix(texel(from), texel(from + ivec2(1, 0)), part.x),
    mix(texel(from + ivec2(0, 1)), texel(from + 1), part.x),
    part.y);
}`;

/**
 * Blur: a Gaussian with a standard deviation of `radiusPx` pixels, on premultiplied colours; edges
 * repeat. See `blurPlan` for how.
 */
export const blur: FilterMaths<'blur'> = {
  onBench(bench, { radiusPx }) {
    const { shift, weights } = blurPlan(radiusPx);
    const { opaque, kernels } = bench;
    const size = { width: bench.width, height: bench.height };
    if (!opaque) kernels.premultiply(bench.at, bench.pictureBytes);
    for (let times = 0; times < shift; times++) halve(bench);
    smooth(bench, weights);
    if (shift > 0) stretch(bench, size, shift);
    if (!opaque) kernels.straighten(bench.at, bench.pictureBytes);
  },
  passes({ radiusPx }, size) {
    const { shift, weights } = blurPlan(radiusPx);
    const passes: Pass[] = [premultiplyPass(size)];
    let outSize = size;
    for (let times = 0; times < shift; times++) {
      outSize = half(outSize);
      passes.push({ glsl: HALVE, uniforms: {}, outSize });
    }
    const parts = Array.from({ length: MOST_WEIGHTS }, (_, at) => (weights[at] ?? 0) / 256);
    for (const step of [
      [1, 0],
      [0, 1],
    ])
      passes.push({ glsl: SMOOTH, uniforms: { weights: parts, step }, outSize });
    if (shift > 0) passes.push({ glsl: STRETCH, uniforms: { factor: 2 ** shift }, outSize: size });
    passes.push(straightenPass(size));
    return passes;
  },
};
