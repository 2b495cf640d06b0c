import { edge, levelEdge, levelsOf } from './edge.ts';
import type { FilterMaths, PreparedOf } from './maths.ts';

/** What a filter's settings mean, on channels 0..1. */
function numbersOf({ colour, similarity, smoothness, spill }: PreparedOf<'chromaKey'>) {
  const [r, g, b] = levelsOf(colour).map((level) => level / 255) as [number, number, number];
  const cb = 0.5 * b - 0.168736 * r - 0.331264 * g;
  const cr = 0.5 * r - 0.418688 * g - 0.081312 * b;
  const length = Math.hypot(cb, cr);
  // A grey key has no direction to take out.
  const [x, y] = length > 0.01 ? [cb / length, cr / length] : [0, 0];
  return {
    key: [cb, cr],
    direction: [x, y],
    // What a unit of chroma in that direction is in RGB (the inverse of the conversion above).
    taken: [1.402 * y * spill, (-0.344136 * x - 0.714136 * y) * spill, 1.772 * x * spill],
    ...edge(similarity, smoothness),
  };
}

const GLSL = `
uniform vec2 key, direction;
uniform vec3 taken;
uniform float from, to;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  vec2 chroma = vec2(
    0.5 * c.b - (0.168736 * c.r + 0.331264 * c.g),
    0.5 * c.r - (0.418688 * c.g + 0.081312 * c.b));
  float aside = abs(chroma.x * direction.y - chroma.y * direction.x);
  float along = max(0.0, dot(chroma, direction) - aside);
  return vec4(c.rgb - along * taken, c.a * smoothstep(from, to, distance(chroma, key)));
}`;

/**
 * Chroma key: with `d` the distance from the key's colour in (Cb, Cr) of ITU-R BT.601, full range,
 * each -0.5..0.5, `alpha · smoothstep(similarity, similarity + smoothness, d)`.
 * Spill: of what lies within 45° of the key's hue, `spill · max(0, along - aside)` is taken out along
 * it; luma stays.
 */
export const chromaKey: FilterMaths<'chromaKey'> = {
  onBench(bench, filter) {
    const { key, direction, taken, from, to } = numbersOf(filter);
    const levels = key.map((value) => value * 255);
    bench.putNumbers([...levels, ...levelEdge(from, to), ...direction, ...taken]);
    bench.kernels.chromaKey(bench.at, bench.pictureBytes, filter.spill > 0 ? 1 : 0);
    bench.alphaChanged();
  },
  passes: (filter, outSize) => [{ glsl: GLSL, uniforms: numbersOf(filter), outSize }],
};
