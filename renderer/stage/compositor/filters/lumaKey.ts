import { edge, levelEdge } from './edge.ts';
import type { FilterMaths, PreparedOf } from './maths.ts';

const GLSL = `
uniform vec2 lower, upper;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  float luma = dot(c.rgb, vec3(0.299, 0.587, 0.114));
  float above = smoothstep(lower.x, lower.y, luma);
  return vec4(c.rgb, c.a * above * (1.0 - smoothstep(upper.x, upper.y, luma)));
}`;

/** The lower edge ends at `min`, the upper one begins at `max`. */
function edgesOf({ min, minSmooth, max, maxSmooth }: PreparedOf<'lumaKey'>) {
  const { from, to } = edge(min, minSmooth);
  return { lower: { from: from - (to - from), to: from }, upper: edge(max, maxSmooth) };
}

/**
 * Luma key: with `Y` the luma of ITU-R BT.601, 0..1, `alpha · smoothstep(min - minSmooth, min, Y) ·
 * (1 - smoothstep(max, max + maxSmooth, Y))`.
 */
export const lumaKey: FilterMaths<'lumaKey'> = {
  onBench(bench, filter) {
    const { lower, upper } = edgesOf(filter);
    bench.putNumbers([...levelEdge(lower.from, lower.to), ...levelEdge(upper.from, upper.to)]);
    bench.kernels.lumaKey(bench.at, bench.pictureBytes);
    bench.alphaChanged();
  },
  passes(filter, outSize) {
    const { lower, upper } = edgesOf(filter);
    const uniforms = { lower: [lower.from, lower.to], upper: [upper.from, upper.to] };
    return [{ glsl: GLSL, uniforms, outSize }];
  },
};
