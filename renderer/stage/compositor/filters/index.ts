import { Bench } from './bench.ts';
import { blur } from './blur.ts';
import { chromaKey } from './chromaKey.ts';
import { colour } from './colour.ts';
import { colourKey } from './colourKey.ts';
import { crop } from './crop.ts';
import { lumaKey } from './lumaKey.ts';
import { lut } from './lut.ts';
import { mask } from './mask.ts';
import type { FilterMaths } from './maths.ts';
import type { Pass, Pixels, Size } from './pass.ts';
import type { PreparedFilter } from './prepared.ts';
import { scroll } from './scroll.ts';
import { sharpen } from './sharpen.ts';

export { premultiplyPass, straightenPass } from './alpha.ts';
export { GlPasses, type GlPicture } from './glPasses.ts';
export type { Pass, Pixels, Size } from './pass.ts';
export type { PreparedFilter } from './prepared.ts';

/** The one table that knows every filter. */
const filters: { readonly [K in PreparedFilter['kind']]: FilterMaths<K> } = {
  colour,
  lut,
  chromaKey,
  colourKey,
  lumaKey,
  crop,
  blur,
  sharpen,
  scroll,
  mask,
};

const mathsOf = ({ kind }: PreparedFilter) => filters[kind] as FilterMaths<PreparedFilter['kind']>;

/** The picture's size after each of the filters. */
function sizesAfter(chain: readonly PreparedFilter[], size: Size): Size[] {
  const sizes: Size[] = [];
  let last = size;
  for (const filter of chain) {
    last = mathsOf(filter).sizeAfter?.(filter as never, last) ?? last;
    sizes.push(last);
  }
  return sizes;
}

/** What size a picture has when all filters have worked on it. */
export const sizeAfter = (chain: readonly PreparedFilter[], size: Size): Size =>
  sizesAfter(chain, size).at(-1) ?? size;

let bench: Bench | undefined;

/**
 * All filters on the CPU. `pixels.data` is written over where the size stays; what is given back is the
 * caller's. Costs nothing without filters.
 */
export function applyFilters(pixels: Pixels, chain: readonly PreparedFilter[]): Pixels {
  if (chain.length === 0) return pixels;
  bench ??= new Bench();
  const sizes = [pixels, ...sizesAfter(chain, pixels)];
  bench.load(pixels, {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  });
  for (const filter of chain) mathsOf(filter).onBench(bench, filter as never);
  return bench.unload(pixels.data);
}

/** The drawings that do the same on a GPU; see `GlPasses`. */
export const passesOf = (filter: PreparedFilter, size: Size): readonly Pass[] =>
  mathsOf(filter).passes(filter as never, size);

/** All filters' drawings, in order, for a picture of `size`. */
export function passesOfAll(chain: readonly PreparedFilter[], size: Size): readonly Pass[] {
  let last = size;
  return chain.flatMap((filter) => {
    const passes = passesOf(filter, last);
    last = passes.at(-1)?.outSize ?? last;
    return passes;
  });
}
