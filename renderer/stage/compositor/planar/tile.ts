import { kernels, scratch } from './kernels.ts';
import type { Planes } from './planes.ts';

/** A rectangle of the canvas in whole chroma samples: all numbers even. */
export type Part = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/**
 * A picture prepared for blending: premultiplied YCbCr and what is left of the picture below
 * (255 - alpha), for a part of the canvas.
 */
export type Tile = Part & {
  /** Nothing is left of the picture below; the two `below` planes are not read. */
  readonly isOpaque: boolean;
  readonly luma: Uint8Array;
  readonly lumaBelow: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly chromaBelow: Uint8Array;
};

/** Bytes that a tile takes. */
export const bytesOf = ({ luma, u }: Tile): number => 2 * luma.length + 3 * u.length;

/** Bytes that are blended at a time, so that all of it stays near the processor. */
const CHUNK = 32_768;

/** Rows of a plane: where they begin in `data`, and from one to the next. */
type Rows = { readonly data: Uint8Array; readonly start: number; readonly stride: number };

/** Bytes up to which going to the kernels and back takes longer than the sum itself. */
const SMALL = 2048;

/** As the kernel does it, byte by byte: target = source + target * below / 255, rounded. */
function blendSmall(
  target: Rows,
  source: Rows,
  below: Uint8Array,
  width: number,
  height: number,
): void {
  for (let row = 0; row < height; row++) {
    let to = target.start + row * target.stride;
    let from = source.start + row * source.stride;
    for (const end = from + width; from < end; from++, to++) {
      const left = below[from] as number;
      if (left === 255) continue;
      const product = (target.data[to] as number) * left + 128;
      target.data[to] = (source.data[from] as number) + ((product + (product >> 8)) >> 8);
    }
  }
}

/** Lays `width` x `height` of `source` over `target`; 16 bytes at a time, so the last step may compute past the end. */
function blendPlane(
  target: Rows,
  source: Rows,
  below: Uint8Array | null,
  width: number,
  height: number,
): void {
  const rowOf = ({ data, start, stride }: Rows, row: number): Uint8Array =>
    data.subarray(start + row * stride, start + row * stride + width);
  if (!below) {
    for (let row = 0; row < height; row++)
      target.data.set(rowOf(source, row), target.start + row * target.stride);
    return;
  }
  if (width * height <= SMALL) return blendSmall(target, source, below, width, height);
  const rest: Rows = { ...source, data: below };
  const rows = Math.max(1, Math.floor(CHUNK / width));
  const { memory, at } = scratch([rows * width, rows * width, rows * width]);
  const [mixed, over, left] = at;
  const isWhole = source.stride === width;
  for (let first = 0; first < height; first += rows) {
    const last = Math.min(height, first + rows);
    const bytes = (last - first) * width;
    if (isWhole) {
      const from = source.start + first * width;
      memory.set(source.data.subarray(from, from + bytes), over);
      memory.set(below.subarray(from, from + bytes), left);
    } else
      for (let row = first; row < last; row++) {
        memory.set(rowOf(source, row), over + (row - first) * width);
        memory.set(rowOf(rest, row), left + (row - first) * width);
      }
    for (let row = first; row < last; row++)
      memory.set(rowOf(target, row), mixed + (row - first) * width);
    kernels.blend(mixed, over, left, bytes);
    for (let row = first; row < last; row++) {
      const from = mixed + (row - first) * width;
      target.data.set(memory.subarray(from, from + width), target.start + row * target.stride);
    }
  }
}

/** Lays a tile over the picture, or what `window`, all of it within the tile, shows of it. */
export function blend(planes: Planes, tile: Tile, window: Part = tile): void {
  const { x, y, width, height } = window;
  const { lumaBelow, chromaBelow, isOpaque } = tile;
  const rows = (data: Uint8Array, of: Size, left: number, top: number, share: number): Rows => ({
    data,
    start: (top / share) * (of.width / share) + left / share,
    stride: of.width / share,
  });
  const lay = (to: Uint8Array, from: Uint8Array, below: Uint8Array, share: number): void =>
    blendPlane(
      rows(to, planes, x, y, share),
      rows(from, tile, x - tile.x, y - tile.y, share),
      isOpaque ? null : below,
      width / share,
      height / share,
    );
  lay(planes.y, tile.luma, lumaBelow, 1);
  lay(planes.u, tile.u, chromaBelow, 2);
  lay(planes.v, tile.v, chromaBelow, 2);
}

type Size = { readonly width: number };
