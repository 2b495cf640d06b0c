import type { FilterMaths } from './pass.ts';

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

/**
 * Sharpen: `c + amount / 4 · Σ αᵢ (c - cᵢ)` over the four neighbours; edges repeat, alpha stays. A
 * see-through neighbour has no colour that could count.
 */
export const sharpen: FilterMaths<'sharpen'> = {
  onBench(bench, { amount }) {
    const { width, height, beside, kernels, bytes } = bench;
    const weight = Math.round((amount / 4) * 32_768);
    new Int16Array(bytes.buffer, 0, 8).set([weight, weight, weight, 0, weight, weight, weight, 0]);
    const sharpenRow = bench.opaque ? kernels.sharpenRow : kernels.sharpenRowByAlpha;
    const stride = width * 4;
    for (let y = 0; y < height; y++) {
      const row = bench.edgedRow(bench.at, width, y, 1, 0);
      const above = bench.at + Math.max(0, y - 1) * stride;
      const below = bench.at + Math.min(height - 1, y + 1) * stride;
      sharpenRow(row, above, below, beside + y * stride, stride, 0);
    }
    bench.swap(bench);
  },
  passes: ({ amount }, outSize) => [{ glsl: GLSL, uniforms: { amount }, outSize }],
};
