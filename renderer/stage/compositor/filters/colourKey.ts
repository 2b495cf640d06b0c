import { edge, levelEdge, levelsOf } from './edge.ts';
import type { FilterMaths } from './maths.ts';

const GLSL = `
uniform vec3 key;
uniform float from, to;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  return vec4(c.rgb, c.a * smoothstep(from, to, distance(c.rgb, key)));
}`;

/** The distance of black and white. */
const DIAGONAL = Math.sqrt(3);

/**
 * Colour key: with `d` the distance from the key in RGB, 0..1 (black to white),
 * `alpha · smoothstep(similarity, similarity + smoothness, d)`.
 */
export const colourKey: FilterMaths<'colourKey'> = {
  onBench(bench, { colour, similarity, smoothness }) {
    const { from, to } = edge(similarity, smoothness);
    bench.putNumbers([...levelsOf(colour), ...levelEdge(from * DIAGONAL, to * DIAGONAL)]);
    bench.kernels.colourKey(bench.at, bench.pictureBytes);
    bench.alphaChanged();
  },
  passes({ colour, similarity, smoothness }, outSize) {
    const { from, to } = edge(similarity, smoothness);
    const key = levelsOf(colour).map((level) => level / 255);
    return [{ glsl: GLSL, uniforms: { key, from: from * DIAGONAL, to: to * DIAGONAL }, outSize }];
  },
};
