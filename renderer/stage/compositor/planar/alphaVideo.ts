import { type Size, shared } from '../layers/placement.ts';
import type { FramePlanes } from './frames.ts';
import { kernels, scratch } from './kernels.ts';
import type { Planes } from './planes.ts';
import { type Area, type Stretch, scaleArea } from './scale.ts';

/** Bytes that are mixed at a time, so that all of it stays near the processor. */
const CHUNK = 32_768;

const areaOf = (data: Uint8Array, { width, height }: Size): Area => ({
  data,
  start: 0,
  stride: width,
  width,
  height,
});

/** One plane stretched onto a picture of its own; itself where it fits. */
function stretched(data: Uint8Array, size: Size, room: Size, stretch: Stretch): Uint8Array {
  const { window, place, flipX, flipY } = stretch;
  const fits = [window, place].every(
    ({ x, y, width, height }) =>
      x === 0 && y === 0 && width === room.width && height === room.height,
  );
  if (fits && size.width === room.width && size.height === room.height && !flipX && !flipY)
    return data;
  const out = new Uint8Array(room.width * room.height);
  scaleArea(areaOf(data, size), areaOf(out, room), 256, stretch);
  return out;
}

/** All of `from` over all of `to`. */
const over = (from: Size, to: Size): Stretch => ({
  window: { x: 0, y: 0, width: from.width, height: from.height },
  place: { x: 0, y: 0, width: to.width, height: to.height },
  flipX: false,
  flipY: false,
});

/** What is left of the alpha at an opacity; the frame's own stays as it is. */
function faded(alpha: Uint8Array, opacity: number): Uint8Array {
  if (opacity >= 1) return alpha;
  const level = Math.round(opacity * 256);
  return alpha.map((value) => (value * level + 128) >> 8);
}

/** Mixes `source` into the part of `target` that starts at `start`, by a share for each byte. */
function mixIn(
  target: Uint8Array,
  stride: number,
  start: number,
  source: Uint8Array,
  share: Uint8Array,
  width: number,
): void {
  const height = source.length / width;
  const rows = Math.max(1, Math.floor(CHUNK / width));
  const { memory, at } = scratch([rows * width, rows * width, rows * width]);
  const [below, above, weight] = at;
  for (let first = 0; first < height; first += rows) {
    const last = Math.min(height, first + rows);
    memory.set(source.subarray(first * width, last * width), above);
    memory.set(share.subarray(first * width, last * width), weight);
    for (let row = first; row < last; row++) {
      const from = start + row * stride;
      memory.set(target.subarray(from, from + width), below + (row - first) * width);
    }
    kernels.mixMasked(below, above, weight, below, (last - first) * width);
    for (let row = first; row < last; row++) {
      const from = below + (row - first) * width;
      target.set(memory.subarray(from, from + width), start + row * stride);
    }
  }
}

/** Lays a frame with alpha over the picture, without RGB. The stretch's `place` is even, canvas pixels. */
export function layAlphaVideo(
  planes: Planes,
  frame: FramePlanes & { readonly alpha: Uint8Array },
  stretch: Stretch,
  opacity: number,
): void {
  const { place, window } = stretch;
  const part = shared(place, { x: 0, y: 0, width: planes.width, height: planes.height });
  if (!part) return;
  const local = { ...place, x: place.x - part.x, y: place.y - part.y };
  const half = (size: Size): Size => ({ width: size.width / 2, height: size.height / 2 });
  const halfRect = ({ x, y, ...size }: Stretch['window']) => ({
    x: x / 2,
    y: y / 2,
    ...half(size),
  });
  const whole: Stretch = { ...stretch, place: local };
  const halved: Stretch = { ...stretch, window: halfRect(window), place: halfRect(local) };
  const share = faded(stretched(frame.alpha, frame, part, whole), opacity);
  const small = stretched(share, part, half(part), over(part, half(part)));
  const luma = part.y * planes.width + part.x;
  mixIn(planes.y, planes.width, luma, stretched(frame.y, frame, part, whole), share, part.width);
  const chroma = (part.y / 2) * (planes.width / 2) + part.x / 2;
  for (const [target, source] of [
    [planes.u, frame.u],
    [planes.v, frame.v],
  ] as const) {
    const fitted = stretched(source, half(frame), half(part), halved);
    mixIn(target, planes.width / 2, chroma, fitted, small, part.width / 2);
  }
}
