import type { Rect } from '../../../../common/show/geometry.ts';

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };

/** A rectangle of the scene and how it is turned, clockwise about its middle. */
export type Frame = { readonly rect: Rect; readonly rotationDegrees: number };

/** `point` turned clockwise about (0, 0), as the eye sees it where y grows downwards. */
export function turn({ x, y }: Point, degrees: number): Point {
  const quarter = ((degrees % 360) + 360) % 360;
  if (quarter === 0) return { x, y };
  if (quarter === 90) return { x: -y, y: x };
  if (quarter === 180) return { x: -x, y: -y };
  if (quarter === 270) return { x: y, y: -x };
  const angle = (quarter * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

export const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });
export const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });

export const middleOf = ({ x, y, width, height }: Rect): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

export const rectAround = (middle: Point, { width, height }: Size): Rect => ({
  x: middle.x - width / 2,
  y: middle.y - height / 2,
  width,
  height,
});

/** A point of the scene as the frame's own upright rectangle has it, from its middle. */
export const toLocal = ({ rect, rotationDegrees }: Frame, point: Point): Point =>
  turn(minus(point, middleOf(rect)), -rotationDegrees);

/** A place on the frame; -1, 0, 1 are left, middle, right and top, middle, bottom. */
export function pointOf({ rect, rotationDegrees }: Frame, at: Point): Point {
  const fromMiddle = { x: (at.x * rect.width) / 2, y: (at.y * rect.height) / 2 };
  return plus(middleOf(rect), turn(fromMiddle, rotationDegrees));
}

/** Clockwise from the upper left. */
export const cornersOf = (frame: Frame): readonly Point[] =>
  [
    { x: -1, y: -1 },
    { x: 1, y: -1 },
    { x: 1, y: 1 },
    { x: -1, y: 1 },
  ].map((at) => pointOf(frame, at));

function aroundPoints(points: readonly Point[]): Rect {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The smallest upright rectangle around the frames; null around none. */
export const boundsOf = (frames: readonly Frame[]): Rect | null =>
  frames.length > 0 ? aroundPoints(frames.flatMap(cornersOf)) : null;

/** The upright rectangle between two points. */
export const between = (a: Point, b: Point): Rect => aroundPoints([a, b]);

/** -180 (not) .. 180, so that a small turn is a small number. */
export function tidyDegrees(degrees: number): number {
  const turned = ((((degrees + 180) % 360) + 360) % 360) - 180;
  const rounded = Math.round(turned * 100) / 100;
  return rounded === -180 ? 180 : rounded + 0;
}

/** Whole pixels where the frame is upright; finer where it is turned, so that its fixed corner stays. */
export function tidy<T extends Frame>(frame: T): T {
  const grid = frame.rotationDegrees % 90 === 0 ? 1 : 100;
  const round = (value: number) => Math.round(value * grid) / grid + 0;
  const { x, y, width, height } = frame.rect;
  const limit = (value: number) => Math.min(16_384, Math.max(-16_384, round(value)));
  const length = (value: number) => Math.min(16_384, Math.max(1, round(value)));
  return {
    ...frame,
    rect: { x: limit(x), y: limit(y), width: length(width), height: length(height) },
  };
}
