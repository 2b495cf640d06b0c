import type { Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { boundsOf, holds, shared } from './placement.ts';

/** What whole chroma samples and soft edges may add around a layer, pixels. */
const SOFT = 2;

/** A layer of a picture that is drawn, in which nothing but contents has changed since the last one. */
type Standing = {
  readonly layer: Layer;
  readonly changed: boolean;
  /** What it fills to the last pixel, now and in the last picture, whatever is below; null where it lets something through. */
  readonly fills: Rect | null;
};

const reachOf = (layer: Layer): Rect => {
  const { x, y, width, height } = boundsOf(layer);
  return { x: x - SOFT, y: y - SOFT, width: width + 2 * SOFT, height: height + 2 * SOFT };
};

/**
 * Which layers, bottom to top, must be drawn again over the last picture to make the next one: those
 * that changed and what lies upon them. Null where something changed, or lies half upon it, that
 * lets the picture below through: then that has to be drawn too.
 */
export function drawnAgain(standings: readonly Standing[]): boolean[] | null {
  const fresh: Rect[] = [];
  const again: boolean[] = [];
  for (const { layer, changed, fills } of standings) {
    const reach = reachOf(layer);
    const isTouched = changed || fresh.some((rect) => shared(rect, reach));
    again.push(isTouched);
    if (!isTouched) continue;
    if (fills) fresh.push(fills);
    else if (!fresh.some((rect) => holds(rect, reach))) return null;
  }
  return again;
}
