import { kernels, scratch } from './kernels.ts';
import {
  createPlanes,
  layoutAt,
  limitRange,
  type Matrix,
  matrixOfFrame,
  type Planes,
} from './planes.ts';
import { recode } from './recode.ts';

/** A frame's planes; `alpha` has the size of luma. */
export type FramePlanes = Planes & { readonly alpha: Uint8Array | null };

/** Room for a frame: `pairs` takes NV12 as it comes. */
type Room = FramePlanes & { readonly kind: string; readonly pairs: Uint8Array };

/** Rooms that are kept for the next frame: cameras and films come again and again. */
const MOST_IDLE = 4;
const idle: Room[] = [];

function takeRoom(format: string, width: number, height: number): Room {
  const kind = `${format} ${width}x${height}`;
  const at = idle.findIndex((room) => room.kind === kind);
  const found = at < 0 ? undefined : idle.splice(at, 1)[0];
  if (found) return found;
  const pairs = new Uint8Array(format === 'NV12' ? width * height * 1.5 : 0);
  if (format !== 'I420A') return { ...createPlanes(width, height), alpha: null, kind, pairs };
  const luma = width * height;
  const whole = new Uint8Array(luma * 2.5);
  return {
    ...{ width, height, whole, kind, pairs },
    data: whole.subarray(0, luma * 1.5),
    y: whole.subarray(0, luma),
    u: whole.subarray(luma, luma * 1.25),
    v: whole.subarray(luma * 1.25, luma * 1.5),
    alpha: whole.subarray(luma * 1.5),
  };
}

/** Gives the visible part of an I420, I420A or NV12 frame, in limited range and by `matrix`, to `use`, for the length of its call. */
export async function withPlanes<T>(
  frame: VideoFrame,
  matrix: Matrix,
  use: (planes: FramePlanes) => T,
): Promise<T> {
  const { width = 2, height = 2 } = frame.visibleRect ?? {};
  // Taken out while the copy is on its way: another compositor may want one of this size.
  const room = takeRoom(frame.format ?? '', width, height);
  try {
    if (frame.format === 'NV12') await copyPairs(frame, room);
    else {
      const layout = layoutAt(room, 0, 0);
      if (room.alpha) layout.push({ offset: room.data.length, stride: width });
      await frame.copyTo(room.whole, { layout });
    }
    if (frame.colorSpace.fullRange === true) limitRange(room);
    recode(room, matrixOfFrame(frame), matrix);
    return use(room);
  } finally {
    idle.push(room);
    if (idle.length > MOST_IDLE) idle.shift();
  }
}

/** Bytes of each plane that are parted at a time. */
const CHUNK = 32_768;

async function copyPairs(frame: VideoFrame, { pairs, ...to }: Room): Promise<void> {
  const luma = to.width * to.height;
  await frame.copyTo(pairs, {
    layout: [
      { offset: 0, stride: to.width },
      { offset: luma, stride: to.width },
    ],
  });
  to.y.set(pairs.subarray(0, luma));
  for (let from = 0; from < to.u.length; from += CHUNK) {
    const bytes = Math.min(CHUNK, to.u.length - from);
    const { memory, at } = scratch([2 * bytes, bytes, bytes]);
    const [both, u, v] = at;
    memory.set(pairs.subarray(luma + 2 * from, luma + 2 * (from + bytes)), both);
    kernels.part(both, u, v, bytes);
    to.u.set(memory.subarray(u, u + bytes), from);
    to.v.set(memory.subarray(v, v + bytes), from);
  }
}
