import { type Frame, middleOf, minus, type Point, plus, pointOf, turn } from './frame.ts';

/** Which handle: -1, 0, 1 are left, middle, right and top, middle, bottom. */
export type Handle = { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 };

/** Clockwise from the upper left. */
export const handles: readonly Handle[] = [
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
  { x: -1, y: 1 },
  { x: -1, y: 0 },
];

/** Nothing is made smaller than this by hand, scene pixels. */
export const LEAST = 8;

const opposite = ({ x, y }: Handle): Point => ({ x: -x, y: -y });

/** The frame with `handle` pulled to `pointer`; the opposite corner or side stays where it is. */
export function resize(
  frame: Frame,
  handle: Handle,
  pointer: Point,
  { keepAspect }: { keepAspect: boolean },
): Frame {
  const { width, height } = frame.rect;
  const anchor = pointOf(frame, opposite(handle));
  const pulled = turn(minus(pointer, anchor), -frame.rotationDegrees);
  let wide = handle.x === 0 ? width : Math.max(LEAST, handle.x * pulled.x);
  let high = handle.y === 0 ? height : Math.max(LEAST, handle.y * pulled.y);
  if (keepAspect) {
    const least = LEAST / Math.min(width, height);
    const factor = Math.max(Math.min(1, least), factorOf(handle, wide, high, width, height));
    wide = width * factor;
    high = height * factor;
  }
  const fromAnchor = { x: (handle.x * wide) / 2, y: (handle.y * high) / 2 };
  const middle = plus(anchor, turn(fromAnchor, frame.rotationDegrees));
  return {
    rotationDegrees: frame.rotationDegrees,
    rect: { x: middle.x - wide / 2, y: middle.y - high / 2, width: wide, height: high },
  };
}

function factorOf({ x, y }: Handle, wide: number, high: number, width: number, height: number) {
  if (y === 0) return wide / width;
  if (x === 0) return high / height;
  // Where the pointer falls on the diagonal.
  return (wide * width + high * height) / (width * width + height * height);
}

/** Several frames as one: all grow from `anchor` by the same factor, each keeps its turn. */
export const scaleAbout = <T extends Frame>(
  frames: readonly T[],
  anchor: Point,
  factor: number,
): T[] =>
  frames.map((frame) => {
    const from = minus(middleOf(frame.rect), anchor);
    const middle = plus(anchor, { x: from.x * factor, y: from.y * factor });
    const width = Math.max(1, frame.rect.width * factor);
    const height = Math.max(1, frame.rect.height * factor);
    return {
      ...frame,
      rect: { x: middle.x - width / 2, y: middle.y - height / 2, width, height },
    };
  });

/** Multiples of these draw the turn in unless it is done freely, degrees. */
const QUARTER = 90;
const STEP = 15;
const DRAWN_IN = 2;

/** The turn of a frame whose upper handle is pulled from `from` to `to`. */
export function turned(
  frame: Frame,
  from: Point,
  to: Point,
  { steps, free }: { steps: boolean; free: boolean },
): number {
  const middle = middleOf(frame.rect);
  const angle = (point: Point) => Math.atan2(point.y - middle.y, point.x - middle.x);
  const degrees = frame.rotationDegrees + ((angle(to) - angle(from)) * 180) / Math.PI;
  if (steps) return Math.round(degrees / STEP) * STEP;
  const straight = Math.round(degrees / QUARTER) * QUARTER;
  return !free && Math.abs(degrees - straight) <= DRAWN_IN ? straight : degrees;
}

/** All frames turned about `middle`; used where several are turned together. */
export const turnAbout = <T extends Frame>(
  frames: readonly T[],
  middle: Point,
  degrees: number,
): T[] =>
  frames.map((frame) => {
    const at = plus(middle, turn(minus(middleOf(frame.rect), middle), degrees));
    const { width, height } = frame.rect;
    return {
      ...frame,
      rotationDegrees: frame.rotationDegrees + degrees,
      rect: { x: at.x - width / 2, y: at.y - height / 2, width, height },
    };
  });
