import type { FilterMaths, PreparedOf } from './maths.ts';
import type { Size } from './pass.ts';

/** Padding makes no side longer than this (one that is longer may stay). */
const MOST_SIDE = 4096;

const side = (length: number, cut: number): number =>
  Math.min(Math.max(length - cut, 1), Math.max(length, MOST_SIDE));

/** What is left, at least one pixel each way and at most 4096 or what there was. */
const sizeAfter = ({ left, top, right, bottom }: PreparedOf<'crop'>, size: Size): Size => ({
  width: side(size.width, left + right),
  height: side(size.height, top + bottom),
});

const GLSL = `
uniform vec2 corner;
vec4 filtered(ivec2 at) {
  ivec2 from = at + ivec2(corner);
  bool inside = all(greaterThanEqual(from, ivec2(0))) && all(lessThan(from, size));
  return inside ? texel(from) : vec4(0.0);
}`;

/** Crop and pad: pixel `(x, y)` is the source's `(x + left, y + top)`, see-through where that is none. */
export const crop: FilterMaths<'crop'> = {
  sizeAfter,
  onBench(bench, filter) {
    const after = sizeAfter(filter, bench);
    const { bytes, at, beside, width } = bench;
    const { left, top } = filter;
    const begin = Math.max(0, -left);
    const end = Math.min(after.width, width - left);
    const full = begin === 0 && end === after.width;
    for (let y = 0; y < after.height; y++) {
      const to = beside + y * after.width * 4;
      const from = at + (y + top) * width * 4;
      const inside = y + top >= 0 && y + top < bench.height && end > begin;
      if (!inside || !full) bytes.fill(0, to, to + after.width * 4);
      if (inside)
        bytes.copyWithin(to + begin * 4, from + (begin + left) * 4, from + (end + left) * 4);
    }
    bench.swap(after);
    bench.alphaChanged();
  },
  passes(filter, size) {
    const uniforms = { corner: [filter.left, filter.top] };
    return [{ glsl: GLSL, uniforms, outSize: sizeAfter(filter, size) }];
  },
};
