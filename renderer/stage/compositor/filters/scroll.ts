import type { FilterMaths, PreparedOf } from './maths.ts';
import type { Size } from './pass.ts';

/** Whole pixels, within the picture, and what is left in parts of 256. */
function split(offset: number, length: number): { whole: number; part: number } {
  const parts = Math.round(offset * 256);
  const whole = Math.floor(parts / 256) % length;
  return { whole: (whole + length) % length, part: parts - Math.floor(parts / 256) * 256 };
}

const placeOf = ({ xPx, yPx }: PreparedOf<'scroll'>, { width, height }: Size) => ({
  x: split(xPx, width),
  y: split(yPx, height),
});

const GLSL = `
uniform vec2 whole, part;
vec4 wrapped(ivec2 at) {
  vec4 c = texel((at + size) % size);
  return vec4(c.rgb * c.a, c.a);
}
vec4 filtered(ivec2 at) {
  ivec2 from = at - ivec2(whole);
  vec4 c = mix(
    mix(wrapped(from), wrapped(from - ivec2(1, 0)), part.x),
    mix(wrapped(from - ivec2(0, 1)), wrapped(from - 1), part.x),
    part.y);
  return c.a > 0.0 ? vec4(c.rgb / c.a, c.a) : vec4(0.0);
}`;

/**
 * Scroll: pixel `(x, y)` is the source's `(x - xPx, y - yPx)`, wrapped around; parts of a pixel are
 * mixed linearly, on premultiplied colours.
 */
export const scroll: FilterMaths<'scroll'> = {
  onBench(bench, filter) {
    const { x, y } = placeOf(filter, bench);
    const { width, height, at, beside, bytes, kernels, opaque } = bench;
    const mixes = x.part > 0 || y.part > 0;
    if (mixes && !opaque) kernels.premultiply(at, bench.pictureBytes);
    const stride = width * 4;
    const [mixed, turned] = [bench.row(0), bench.row(1)];
    for (let line = 0; line < height; line++) {
      const from = (line - y.whole + height) % height;
      const before = (from - 1 + height) % height;
      let row = at + from * stride;
      if (y.part > 0) {
        kernels.mixRows(row, at + before * stride, y.part, mixed, stride);
        row = mixed;
      }
      const out = beside + line * stride;
      const to = x.part > 0 ? turned + 4 : out;
      const cut = row + stride - x.whole * 4;
      bytes.copyWithin(to, cut, row + stride);
      bytes.copyWithin(to + x.whole * 4, row, cut);
      if (x.part === 0) continue;
      // The pixel before the first one is the last.
      bytes.copyWithin(turned, to + stride - 4, to + stride);
      kernels.mixRows(to, turned, x.part, out, stride);
    }
    bench.swap(bench);
    if (mixes && !opaque) kernels.straighten(bench.at, bench.pictureBytes);
  },
  passes(filter, outSize) {
    const { x, y } = placeOf(filter, outSize);
    const uniforms = { whole: [x.whole, y.whole], part: [x.part / 256, y.part / 256] };
    return [{ glsl: GLSL, uniforms, outSize }];
  },
};
