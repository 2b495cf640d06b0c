import { kernels, scratch } from './kernels.ts';
import { createPlanes, layoutAt, limitRange, type Planes } from './planes.ts';

/** A frame's planes; `alpha` has the size of luma. */
export type FramePlanes = Planes & { readonly alpha: Uint8Array | null };

/** Sizes of frames that are kept room for: cameras and films come again and again. */
const MOST_KEPT = 4;
const kept: FramePlanes[] = [];

/** Room for a frame of that size; good until the next call. */
function roomFor(width: number, height: number, hasAlpha: boolean): FramePlanes {
  const at = kept.findIndex(
    (it) => it.width === width && it.height === height && (it.alpha !== null) === hasAlpha,
  );
  const room =
    at < 0 ? createRoom(width, height, hasAlpha) : (kept.splice(at, 1)[0] as FramePlanes);
  kept.push(room);
  if (kept.length > MOST_KEPT) kept.shift();
  return room;
}

function createRoom(width: number, height: number, hasAlpha: boolean): FramePlanes {
  if (!hasAlpha) return { ...createPlanes(width, height), alpha: null };
  const luma = width * height;
  const whole = new Uint8Array(luma * 2.5);
  return {
    width,
    height,
    whole,
    data: whole.subarray(0, luma * 1.5),
    y: whole.subarray(0, luma),
    u: whole.subarray(luma, luma * 1.25),
    v: whole.subarray(luma * 1.25, luma * 1.5),
    alpha: whole.subarray(luma * 1.5),
  };
}

/** The visible part of an I420, I420A or NV12 frame, in limited range; good until the next call. */
export async function copyFrame(frame: VideoFrame): Promise<FramePlanes> {
  const { width = 2, height = 2 } = frame.visibleRect ?? {};
  const to = roomFor(width, height, frame.format === 'I420A');
  if (frame.format === 'NV12') await copyPairs(frame, to);
  else {
    const layout = layoutAt(to, 0, 0);
    if (to.alpha) layout.push({ offset: to.data.length, stride: width });
    await frame.copyTo(to.whole, { layout });
  }
  if (frame.colorSpace.fullRange === true) limitRange(to);
  return to;
}

/** Rows of NV12 that are parted at a time. */
const CHUNK = 32_768;
let pairs = new Uint8Array(0);

async function copyPairs(frame: VideoFrame, to: Planes): Promise<void> {
  const luma = to.width * to.height;
  if (pairs.length !== luma * 1.5) pairs = new Uint8Array(luma * 1.5);
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
