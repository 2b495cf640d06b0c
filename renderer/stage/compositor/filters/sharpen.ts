import type { Bench } from './bench.ts';
import type { FilterMaths } from './maths.ts';

const GLSL = `
uniform float amount;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  vec4 l = texel(at - ivec2(1, 0)), r = texel(at + ivec2(1, 0));
  vec4 a = texel(at - ivec2(0, 1)), b = texel(at + ivec2(0, 1));
  vec3 sum = (c.rgb - l.rgb) * l.a + (c.rgb - r.rgb) * r.a
    + (c.rgb - a.rgb) * a.a + (c.rgb - b.rgb) * b.a;
  return vec4(c.rgb + amount / 4.0 * sum, c.a);
}`;

/** Every row, premultiplied once; three of them are at hand. */
function rowsByAlpha(bench: Bench): void {
  const { width, height, at, beside, kernels } = bench;
  const stride = width * 4;
  const premultiplied = (y: number): number => {
    const row = bench.edgedRow(at, width, y, 1, (y % 3) as 0 | 1 | 2);
    kernels.premultiply(row - 16, stride + 32);
    return row;
  };
  let row = premultiplied(0);
  let above = row;
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? premultiplied(y + 1) : row;
    const line = y * stride;
    kernels.sharpenRowByAlpha(row, above, below, beside + line, stride, 0, at + line);
    [above, row] = [row, below];
  }
}

function rows(bench: Bench): void {
  const { width, height, at, beside, kernels } = bench;
  const stride = width * 4;
  for (let y = 0; y < height; y++) {
    const row = bench.edgedRow(at, width, y, 1, 0);
    const above = at + Math.max(0, y - 1) * stride;
    const below = at + Math.min(height - 1, y + 1) * stride;
    kernels.sharpenRow(row, above, below, beside + y * stride, stride, 0);
  }
}

/**
 * Sharpen: `c + amount / 4 · Σ αᵢ (c - cᵢ)` over the four neighbours; edges repeat, alpha stays. A
 * see-through neighbour has no colour that could count.
 */
export const sharpen: FilterMaths<'sharpen'> = {
  onBench(bench, { amount }) {
    const weight = Math.round((amount / 4) * 32_768);
    const lanes = [weight, weight, weight, 0];
    new Int16Array(bench.bytes.buffer, 0, 8).set([...lanes, ...lanes]);
    if (bench.opaque) rows(bench);
    else rowsByAlpha(bench);
    bench.swap(bench);
  },
  passes: ({ amount }, outSize) => [{ glsl: GLSL, uniforms: { amount }, outSize }],
};
