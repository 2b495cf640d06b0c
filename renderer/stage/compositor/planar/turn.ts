import type { Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { boundsOf } from '../layers/placement.ts';
import { kernels, scratch } from './kernels.ts';
import { createPlanes, type Planes } from './planes.ts';
import { areasOf, scaleArea } from './scale.ts';

/** A value that changes evenly over the canvas: at (0, 0), and with each pixel across and down. */
type Slope = { readonly base: number; readonly across: number; readonly down: number };

/** Where a canvas pixel's centre lies in the layer's own rectangle, unturned, pixels. */
function placesOf({ rect, rotationDegrees = 0 }: Layer): { readonly x: Slope; readonly y: Slope } {
  const turn = (rotationDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [dx, dy] = [0.5 - rect.x - rect.width / 2, 0.5 - rect.y - rect.height / 2];
  return {
    x: { base: dx * cos + dy * sin + rect.width / 2, across: cos, down: sin },
    y: { base: dy * cos - dx * sin + rect.height / 2, across: -sin, down: cos },
  };
}

/** The slope of a source's pixels; `times` is how many of them a pixel of the rectangle shows. */
const sourceSlope = (place: Slope, length: number, begin: number, times: number, flip: boolean) => {
  const sign = flip ? -times : times;
  return {
    base: begin - 0.5 + (flip ? length * times : 0) + place.base * sign,
    across: place.across * sign,
    down: place.down * sign,
  };
};

/** The columns of row `y` in which a value lies between `low` and `high`. */
function columnsWithin({ base, across, down }: Slope, y: number, low: number, high: number) {
  const at = base + down * y;
  if (Math.abs(across) < 1e-6)
    return at > low && at < high
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const [one, other] = [(low - at) / across, (high - at) / across];
  return [Math.min(one, other), Math.max(one, other)];
}

/** Shrunk to less than this, a picture is scaled before it is turned, so that no pixel is passed over. */
const SHRINKS = 1.5;

/** The window in a picture that is not much larger than its place. */
function fitted(frame: Planes, window: Rect, { rect }: Layer): { frame: Planes; window: Rect } {
  if (window.width <= rect.width * SHRINKS && window.height <= rect.height * SHRINKS)
    return { frame, window };
  const even = (value: number) => Math.max(2, Math.round(value / 2) * 2);
  const small = createPlanes(even(rect.width), even(rect.height));
  const whole = { x: 0, y: 0, width: small.width, height: small.height };
  const from = areasOf(frame, { ...whole, width: frame.width, height: frame.height });
  const to = areasOf(small, whole);
  for (const [index, source] of from.entries()) {
    const by = index === 0 ? 1 : 0.5;
    const [target, part] = [to[index] as typeof source, scaled(window, by)];
    const place = scaled(whole, by);
    scaleArea(source, target, 256, { window: part, place, flipX: false, flipY: false });
  }
  return { frame: small, window: whole };
}

const scaled = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

const fixed = (value: number): number => Math.round(value * 65_536);

/** Lays a turned frame over the picture in planes, its edges soft. `shown` is the part of the frame, its pixels. */
export function turnOver(planes: Planes, layer: Layer, shownFrame: Planes, shown: Rect): void {
  const { frame, window } = fitted(shownFrame, shown, layer);
  const { rect, flipX = false, flipY = false } = layer;
  const place = placesOf(layer);
  const timesX = window.width / rect.width;
  const timesY = window.height / rect.height;
  const sourceX = sourceSlope(place.x, rect.width, window.x, timesX, flipX);
  const sourceY = sourceSlope(place.y, rect.height, window.y, timesY, flipY);
  const luma = frame.width * frame.height;
  const row = planes.width;
  const { memory, at } = scratch([luma, luma / 4, luma / 4, 2 * row, row / 2, 2 * row, 2 * row]);
  const [y, u, v, share, smallShare, made, below] = at;
  memory.set(frame.y, y);
  memory.set(frame.u, u);
  memory.set(frame.v, v);

  /** One row of one plane; `step` 2 for chroma, of which each sample stands for two pixels each way. */
  const mixRow = (
    source: number,
    target: Uint8Array,
    step: 1 | 2,
    left: number,
    top: number,
    width: number,
    shares: number,
  ): void => {
    const half = (step - 1) / 2;
    const valueAt = ({ base, across, down }: Slope) =>
      (base + across * (left + half) + down * (top + half) + 0.5) / step - 0.5;
    const [w, h] = [frame.width / step, frame.height / step];
    const highest = (begin: number, size: number, most: number) =>
      Math.max(0, Math.min(fixed((begin + size) / step - 1), fixed(most - 1) - 1));
    kernels.turnRow(
      source,
      w,
      fixed(valueAt(sourceX)),
      fixed(valueAt(sourceY)),
      fixed(sourceX.across),
      fixed(sourceY.across),
      fixed(window.x / step),
      fixed(window.y / step),
      highest(window.x, window.width, w),
      highest(window.y, window.height, h),
      made,
      width / step,
    );
    const from = (top / step) * (planes.width / step) + left / step;
    memory.set(target.subarray(from, from + width / step), below);
    kernels.mixMasked(below, made, shares, below, width / step);
    target.set(memory.subarray(below, below + width / step), from);
  };

  const bounds = boundsOf(layer);
  const first = Math.max(0, Math.floor((bounds.y - 1) / 2) * 2);
  const last = Math.min(planes.height, Math.ceil(bounds.y + bounds.height + 1));
  for (let top = first; top < last; top += 2) {
    const spans = [top, top + 1].map((line) => {
      const across = columnsWithin(place.x, line, -0.5, rect.width + 0.5);
      const along = columnsWithin(place.y, line, -0.5, rect.height + 0.5);
      return [
        Math.max(across[0] as number, along[0] as number),
        Math.min(across[1] as number, along[1] as number),
      ] as const;
    });
    const seen = spans.filter(([begin, end]) => begin < end);
    if (seen.length === 0) continue;
    const begin = Math.min(...seen.map(([it]) => it));
    const end = Math.max(...seen.map(([, it]) => it));
    const left = Math.max(0, Math.floor(begin / 2) * 2);
    const width = Math.min(planes.width, Math.ceil((end + 1) / 2) * 2) - left;
    if (width <= 0) continue;
    for (const line of [0, 1]) {
      const valueAt = ({ base, across, down }: Slope) => base + across * left + down * (top + line);
      kernels.coverRow(
        valueAt(place.x),
        valueAt(place.y),
        place.x.across,
        place.y.across,
        rect.width,
        rect.height,
        layer.opacity * 255,
        share + line * width,
        width,
      );
    }
    kernels.halve(share, share + width, smallShare, width / 2);
    for (const line of [0, 1])
      mixRow(y, planes.y, 1, left, top + line, width, share + line * width);
    mixRow(u, planes.u, 2, left, top, width, smallShare);
    mixRow(v, planes.v, 2, left, top, width, smallShare);
  }
}
