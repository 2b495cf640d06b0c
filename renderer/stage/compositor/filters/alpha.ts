import type { Pass, Size } from './pass.ts';

const PREMULTIPLY = `
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  return vec4(c.rgb * c.a, c.a);
}`;

const STRAIGHTEN = `
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  return c.a > 0.0 ? vec4(c.rgb / c.a, c.a) : vec4(0.0);
}`;

/** Straight alpha to premultiplied. */
export const premultiplyPass = (outSize: Size): Pass => ({
  glsl: PREMULTIPLY,
  uniforms: {},
  outSize,
});

/** Premultiplied alpha to straight. */
export const straightenPass = (outSize: Size): Pass => ({
  glsl: STRAIGHTEN,
  uniforms: {},
  outSize,
});
