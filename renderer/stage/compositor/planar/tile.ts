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

/** Lays `source` over the part of `target` that starts at `start`; 16 bytes at a time, so the last step may compute past the end. */
function blendPlane(
  target: Uint8Array,
  stride: number,
  start: number,
  source: Uint8Array,
  below: Uint8Array | null,
  width: number,
): void {
  const height = source.length / width;
  if (!below) {
    for (let row = 0; row < height; row++)
      target.set(source.subarray(row * width, (row + 1) * width), start + row * stride);
    return;
  }
  const rows = Math.max(1, Math.floor(CHUNK / width));
  const { memory, at } = scratch([rows * width, rows * width, rows * width]);
  const [mixed, over, rest] = at;
  for (let first = 0; first < height; first += rows) {
    const last = Math.min(height, first + rows);
    const bytes = (last - first) * width;
    memory.set(source.subarray(first * width, last * width), over);
    memory.set(below.subarray(first * width, last * width), rest);
    for (let row = first; row < last; row++) {
      const from = start + row * stride;
      memory.set(target.subarray(from, from + width), mixed + (row - first) * width);
    }
    kernels.blend(mixed, over, rest, bytes);
    for (let row = first; row < last; row++) {
      const from = mixed + (row - first) * width;
      target.set(memory.subarray(from, from + width), start + row * stride);
    }
  }
}

/** What `window`, all of it within the tile, shows of a tile; no copy where that is all. */
export function cutTile(tile: Tile, window: Part): Tile {
  const { x, y, width, height } = window;
  if (x === tile.x && y === tile.y && width === tile.width && height === tile.height) return tile;
  const plane = (of: Uint8Array, share: 1 | 2): Uint8Array => {
    if (of.length === 0) return of;
    const [across, down] = [width / share, height / share];
    const stride = tile.width / share;
    const out = new Uint8Array(across * down);
    const first = ((y - tile.y) / share) * stride + (x - tile.x) / share;
    for (let row = 0; row < down; row++) {
      const from = first + row * stride;
      out.set(of.subarray(from, from + across), row * across);
    }
    return out;
  };
  return {
    ...window,
    isOpaque: tile.isOpaque,
    luma: plane(tile.luma, 1),
    lumaBelow: plane(tile.lumaBelow, 1),
    u: plane(tile.u, 2),
    v: plane(tile.v, 2),
    chromaBelow: plane(tile.chromaBelow, 2),
  };
}

/** Lays a tile over the picture. */
export function blend(planes: Planes, { x, y, width, isOpaque, ...tile }: Tile): void {
  const luma = y * planes.width + x;
  const [lumaBelow, chromaBelow] = isOpaque ? [null, null] : [tile.lumaBelow, tile.chromaBelow];
  blendPlane(planes.y, planes.width, luma, tile.luma, lumaBelow, width);
  const half = planes.width / 2;
  const chroma = (y / 2) * half + x / 2;
  blendPlane(planes.u, half, chroma, tile.u, chromaBelow, width / 2);
  blendPlane(planes.v, half, chroma, tile.v, chromaBelow, width / 2);
}
