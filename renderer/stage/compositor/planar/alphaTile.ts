import { type Size, shared } from '../layers/placement.ts';
import { kernels, scratch } from './kernels.ts';
import type { Planes } from './planes.ts';
import { type Area, type Stretch, scaleArea } from './scale.ts';
import type { Tile } from './tile.ts';

/** Stretches one plane onto a rectangle of its own. */
function stretched(data: Uint8Array, size: Size, room: Size, stretch: Stretch): Uint8Array {
  const of = (bytes: Uint8Array, { width, height }: Size): Area => ({
    data: bytes,
    start: 0,
    stride: width,
    width,
    height,
  });
  const out = new Uint8Array(room.width * room.height);
  scaleArea(of(data, size), of(out, room), 256, stretch);
  return out;
}

const halfOf = ({ x, y, width, height }: Stretch['window']) => ({
  x: x / 2,
  y: y / 2,
  width: width / 2,
  height: height / 2,
});

/** Multiplies in place, a row's worth at a time. */
function multiply(values: Uint8Array, alpha: Uint8Array, chunk = 32_768): void {
  for (let from = 0; from < values.length; from += chunk) {
    const bytes = Math.min(chunk, values.length - from);
    const { memory, at } = scratch([bytes, bytes]);
    memory.set(values.subarray(from, from + bytes), at[0]);
    memory.set(alpha.subarray(from, from + bytes), at[1]);
    kernels.premultiply(at[0], at[1], at[0], bytes);
    values.set(memory.subarray(at[0], at[0] + bytes), from);
  }
}

/** 255 - value. */
const inverted = (values: Uint8Array): Uint8Array => values.map((value) => 255 - value);

/** A frame with alpha as a tile, without RGB. `place` is even, canvas pixels; null where it is outside. */
export function tileOfPlanes(
  frame: Planes,
  alpha: Uint8Array,
  stretch: Stretch,
  opacity: number,
  canvas: Size,
): Tile | null {
  const { place, window } = stretch;
  const part = shared(place, { x: 0, y: 0, width: canvas.width, height: canvas.height });
  if (!part) return null;
  const local = { ...place, x: place.x - part.x, y: place.y - part.y };
  const whole: Stretch = { ...stretch, place: local };
  const halved: Stretch = { ...stretch, window: halfOf(window), place: halfOf(local) };
  const [size, half] = [frame, { width: frame.width / 2, height: frame.height / 2 }];
  const halfPart = { width: part.width / 2, height: part.height / 2 };
  const luma = stretched(frame.y, size, part, whole);
  const u = stretched(frame.u, half, halfPart, halved);
  const v = stretched(frame.v, half, halfPart, halved);
  const share = stretched(alpha, size, part, whole);
  if (opacity < 1) multiply(share, new Uint8Array(share.length).fill(Math.round(opacity * 255)));
  const small = stretched(share, part, halfPart, {
    window: { x: 0, y: 0, width: part.width, height: part.height },
    place: { x: 0, y: 0, ...halfPart },
    flipX: false,
    flipY: false,
  });
  multiply(luma, share);
  multiply(u, small);
  multiply(v, small);
  const below = { lumaBelow: inverted(share), chromaBelow: inverted(small) };
  return { ...part, isOpaque: false, luma, u, v, ...below };
}
