import type { Size } from '../layers/placement.ts';
import { rowToRgba } from './colours.ts';
import { withPlanes } from './frames.ts';
import { scratch } from './kernels.ts';
import { type Matrix, matrixOfFrame, type Planes } from './planes.ts';
import { type Area, scaleArea } from './scale.ts';

/** Luma and, at half size, chroma. */
type Areas = readonly [Area, Area, Area];

const emptyArea = (width: number, height: number): Area => ({
  data: new Uint8Array(width * height),
  start: 0,
  stride: width,
  width,
  height,
});

/** Brings planes to another size, in room of its own that is used again; good until the next call. */
export function fitPlanes() {
  let room: Areas | null = null;
  return (source: Planes, { width, height }: Size): Areas => {
    const of = (data: Uint8Array, w: number, h: number): Area => ({
      data,
      start: 0,
      stride: w,
      width: w,
      height: h,
    });
    const half = [source.width / 2, source.height / 2] as const;
    const planes: Areas = [
      of(source.y, source.width, source.height),
      of(source.u, ...half),
      of(source.v, ...half),
    ];
    if (source.width === width && source.height === height) return planes;
    if (!room || room[0].width !== width || room[0].height !== height) {
      const small = [Math.ceil(width / 2), Math.ceil(height / 2)] as const;
      room = [emptyArea(width, height), emptyArea(...small), emptyArea(...small)];
    }
    for (const [at, plane] of planes.entries()) scaleArea(plane, room[at] as Area, 256);
    return room;
  };
}

/** Converts to opaque RGBA. */
export function planesToRgba([y, u, v]: Areas, matrix: Matrix, out: Uint8ClampedArray): void {
  const convert = rowToRgba(matrix);
  const { width, height } = y;
  const { memory, at } = scratch([width, u.width, u.width, width * 4]);
  const [luma, first, second, row] = at;
  for (let line = 0; line < height; line++) {
    const chroma = (line >> 1) * u.stride;
    memory.set(y.data.subarray(line * width, (line + 1) * width), luma);
    if (line % 2 === 0) {
      memory.set(u.data.subarray(chroma, chroma + u.width), first);
      memory.set(v.data.subarray(chroma, chroma + u.width), second);
    }
    convert(luma, first, second, row, width);
    out.set(memory.subarray(row, row + width * 4), line * width * 4);
  }
}

const fitFrame = fitPlanes();

/** True where `rgbaOfFrame` takes the frame: opaque, in planes, of even size. */
export const isOpaquePlanar = ({ format, visibleRect }: VideoFrame): boolean =>
  (format === 'I420' || format === 'NV12') &&
  !!visibleRect &&
  visibleRect.width % 2 === 0 &&
  visibleRect.height % 2 === 0;

/** A frame in RGBA, stretched to `size`, into `out`; several times faster than drawing it on a 2D canvas. */
export function rgbaOfFrame(frame: VideoFrame, size: Size, out: Uint8ClampedArray): Promise<void> {
  const matrix = matrixOfFrame(frame);
  return withPlanes(frame, matrix, (planes) => planesToRgba(fitFrame(planes, size), matrix, out));
}

/** True where `copyRgba` takes the frame. */
export const isRgba = ({ format }: VideoFrame): boolean => format === 'RGBA' || format === 'BGRA';

/** A frame that is RGBA already, in its own size, into `out`. */
export async function copyRgba(frame: VideoFrame, out: Uint8ClampedArray): Promise<void> {
  // Not in TypeScript's library yet: https://w3c.github.io/webcodecs/#dictdef-videoframecopytooptions
  const options = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions;
  await frame.copyTo(out, options);
}
