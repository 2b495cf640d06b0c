import type { Region } from '../../../../../common/show/sources.ts';

export const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };
/** Smallest width and height, parts of 1. */
export const LEAST_PART = 0.01;

const within = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));
/** Parts of 1 need no more places than a pixel has. */
const tidy = (value: number) => Math.round(value * 10_000) / 10_000;

type Point = { readonly x: number; readonly y: number };

/** The part between two corners; null while it is smaller than a hand can mean. */
export function regionBetween(from: Point, to: Point): Region | null {
  const [left, right] = [from.x, to.x].map((it) => within(it, 0, 1)).sort((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].map((it) => within(it, 0, 1)).sort((a, b) => a - b);
  const region = {
    x: tidy(left ?? 0),
    y: tidy(top ?? 0),
    width: tidy((right ?? 1) - (left ?? 0)),
    height: tidy((bottom ?? 1) - (top ?? 0)),
  };
  return region.width < 0.02 || region.height < 0.02 ? null : region;
}

/** The region with another place or size; the other value of its axis gives way. */
export function withSide(region: Region, side: keyof Region, value: number): Region {
  const next = { ...region, [side]: value };
  if (side === 'x') next.width = within(region.width, LEAST_PART, 1 - value);
  if (side === 'y') next.height = within(region.height, LEAST_PART, 1 - value);
  if (side === 'width') next.x = within(region.x, 0, Math.min(0.99, 1 - value));
  if (side === 'height') next.y = within(region.y, 0, Math.min(0.99, 1 - value));
  return { x: tidy(next.x), y: tidy(next.y), width: tidy(next.width), height: tidy(next.height) };
}
