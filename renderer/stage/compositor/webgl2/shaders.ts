/**
 * A layer's quad, one pixel larger on each side so that its edges can be soft. `up` is 1 on the
 * canvas, -1 on a texture whose row 0 is the picture's top.
 */
const LAYER_VERTEX = `#version 300 es
precision highp float;
uniform vec2 canvas;
uniform float up;
uniform vec4 rect;
uniform vec2 turn;
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  place = corner * (rect.zw + 2.0) - 1.0;
  vec2 away = place - rect.zw * 0.5;
  vec2 turned = vec2(away.x * turn.x - away.y * turn.y, away.x * turn.y + away.y * turn.x);
  vec2 at = (rect.xy + rect.zw * 0.5 + turned) / canvas;
  gl_Position = vec4(at.x * 2.0 - 1.0, (1.0 - at.y * 2.0) * up, 0.0, 1.0);
}`;

/** The layer's colour at a pixel, premultiplied. `source` is the part shown; `ends` its corners, changed over where it is flipped. */
const LAYER_COLOUR = `#version 300 es
precision highp float;
in vec2 place;
uniform vec4 rect;
uniform sampler2D picture;
uniform vec4 source;
uniform vec4 ends;
uniform float opacity;
out vec4 colour;
vec4 layerColour() {
  vec2 edge = clamp(min(place, rect.zw - place) + 0.5, 0.0, 1.0);
  vec2 uv = clamp(mix(ends.xy, ends.zw, place / rect.zw), source.xy, source.zw);
  return texture(picture, uv) * (opacity * edge.x * edge.y);
}
`;

const LAYER = `${LAYER_COLOUR}
void main() { colour = layerColour(); }`;

/** W3C Compositing and Blending 1, section 5: gamma-coded, clamped, aware of both alphas. */
const blended = (mixed: string): string => `${LAYER_COLOUR}
uniform sampler2D backdrop;
void main() {
  vec4 s = layerColour();
  vec4 b = texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0);
  vec3 cs = s.a > 0.0 ? s.rgb / s.a : vec3(0.0);
  vec3 cb = b.a > 0.0 ? b.rgb / b.a : vec3(0.0);
  vec3 mixed = clamp(${mixed}, 0.0, 1.0);
  colour = vec4(s.rgb * (1.0 - b.a) + b.rgb * (1.0 - s.a) + s.a * b.a * mixed,
                s.a + b.a * (1.0 - s.a));
}`;

const WHOLE_VERTEX = `#version 300 es
precision highp float;
out vec2 uv;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  uv = corner;
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
}`;

const MIX_HEAD = `#version 300 es
precision highp float;
in vec2 uv;
uniform sampler2D before;
uniform sampler2D after;
uniform float edge;
uniform float softness;
out vec4 colour;
float weight(float position) {
  return softness > 0.0 ? clamp((edge - position) / softness, 0.0, 1.0) : float(position < edge);
}
`;

const mixed = (body: string): string => `${MIX_HEAD}${body}`;

/** Vertex and fragment text of every program. */
export const PROGRAMS = {
  normal: [LAYER_VERTEX, LAYER],
  add: [LAYER_VERTEX, blended('cb + cs')],
  subtract: [LAYER_VERTEX, blended('cb - cs')],
  screen: [LAYER_VERTEX, blended('cb + cs - cb * cs')],
  multiply: [LAYER_VERTEX, blended('cb * cs')],
  lighten: [LAYER_VERTEX, blended('max(cb, cs)')],
  darken: [LAYER_VERTEX, blended('min(cb, cs)')],
  /** `edge` is the progress. */
  fade: [
    WHOLE_VERTEX,
    mixed('void main() { colour = mix(texture(before, uv), texture(after, uv), edge); }'),
  ],
  /** `shift` is how far both pictures have moved, parts of 1. */
  slide: [
    WHOLE_VERTEX,
    mixed(`uniform vec2 shift;
void main() {
  vec2 back = uv - shift;
  bool isOld = all(greaterThanEqual(back, vec2(0.0))) && all(lessThan(back, vec2(1.0)));
  colour = isOld ? texture(before, back) : texture(after, back + sign(shift));
}`),
  ],
  /** The position is `dot(vec3(uv, 1), along)`. */
  wipe: [
    WHOLE_VERTEX,
    mixed(`uniform vec3 along;
void main() {
  float w = weight(dot(vec3(uv, 1.0), along));
  colour = mix(texture(before, uv), texture(after, uv), w);
}`),
  ],
  lumaWipe: [
    WHOLE_VERTEX,
    mixed(`uniform sampler2D mask;
uniform float inverted;
void main() {
  float luma = dot(texture(mask, uv).rgb, vec3(0.299, 0.587, 0.114));
  float w = weight(mix(luma, 1.0 - luma, inverted));
  colour = mix(texture(before, uv), texture(after, uv), w);
}`),
  ],
} as const;
export type ProgramName = keyof typeof PROGRAMS;
