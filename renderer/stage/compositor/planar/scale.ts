import type { Planes } from './planes.ts';

/** Where each target pixel reads its source: left neighbour and the weight of the right one, 0..256. */
type Taps = { readonly from: Int32Array; readonly weight: Uint16Array };

/** Pixel centres are matched, edges repeat. */
function taps(source: number, target: number): Taps {
  const from = new Int32Array(target);
  const weight = new Uint16Array(target);
  for (let i = 0; i < target; i++) {
    const place = Math.min(Math.max(((i + 0.5) * source) / target - 0.5, 0), source - 1);
    const left = Math.min(Math.floor(place), Math.max(source - 2, 0));
    from[i] = left;
    weight[i] = source > 1 ? Math.round((place - left) * 256) : 0;
  }
  return { from, weight };
}

const cache = new Map<string, Taps>();
const tapsOf = (source: number, target: number): Taps => {
  const key = `${source}>${target}`;
  let found = cache.get(key);
  if (!found) {
    found = taps(source, target);
    // A window dragged through many sizes must not fill the memory.
    if (cache.size > 64) cache.clear();
    cache.set(key, found);
  }
  return found;
};

/** A part of a plane: where it starts, how far apart its rows are, its size. */
export type Area = {
  readonly data: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
};

function scaleRow(source: Uint8Array, start: number, { from, weight }: Taps, row: Uint8Array) {
  for (let x = 0; x < from.length; x++) {
    const at = start + (from[x] as number);
    const left = source[at] as number;
    row[x] = left + ((((source[at + 1] as number) - left) * (weight[x] as number) + 128) >> 8);
  }
}

/** Mixes two rows of bytes four at a time: two 8-bit lanes fit into each 32-bit product. */
function mixRows(upper: Int32Array, lower: Int32Array, weight: number, out: Int32Array): void {
  const rest = 256 - weight;
  for (let i = 0; i < out.length; i++) {
    const a = upper[i] as number;
    const b = lower[i] as number;
    const even = (Math.imul(a & 0xff00ff, rest) + Math.imul(b & 0xff00ff, weight) + 0x800080) >>> 8;
    const odd =
      Math.imul((a >>> 8) & 0xff00ff, rest) + Math.imul((b >>> 8) & 0xff00ff, weight) + 0x800080;
    out[i] = (even & 0xff00ff) | (odd & 0xff00ff00);
  }
}

/** A row of bytes that can also be read four at a time. */
const wideRow = (width: number) => {
  const words = new Int32Array((width + 3) >> 2);
  return { words, bytes: new Uint8Array(words.buffer) };
};

/** Bilinear, both ways; `opacity` 0..256 mixes with what is there. */
export function scaleArea(source: Area, target: Area, opacity: number): void {
  const columns = tapsOf(source.width, target.width);
  const rows = tapsOf(source.height, target.height);
  let upper = wideRow(target.width);
  let lower = wideRow(target.width);
  const mixed = wideRow(target.width);
  let upperIs = -1;
  let lowerIs = -1;
  for (let y = 0; y < target.height; y++) {
    const from = rows.from[y] as number;
    if (upperIs !== from) {
      if (lowerIs === from) {
        [upper, lower] = [lower, upper];
        lowerIs = -1;
      } else scaleRow(source.data, source.start + from * source.stride, columns, upper.bytes);
      upperIs = from;
    }
    const next = Math.min(from + 1, source.height - 1);
    if (lowerIs !== next) {
      scaleRow(source.data, source.start + next * source.stride, columns, lower.bytes);
      lowerIs = next;
    }
    mixRows(upper.words, lower.words, rows.weight[y] as number, mixed.words);
    const at = target.start + y * target.stride;
    if (opacity >= 256) target.data.set(mixed.bytes.subarray(0, target.width), at);
    else
      for (let x = 0; x < target.width; x++) {
        const below = target.data[at + x] as number;
        target.data[at + x] = below + ((((mixed.bytes[x] as number) - below) * opacity + 128) >> 8);
      }
  }
}

/** The three planes' parts inside an even rectangle. */
export function areasOf(
  planes: Planes,
  rect: { x: number; y: number; width: number; height: number },
): [Area, Area, Area] {
  const { x, y, width, height } = rect;
  const half = planes.width / 2;
  const start = (y / 2) * half + x / 2;
  const chroma = { start, stride: half, width: width / 2, height: height / 2 };
  return [
    { data: planes.y, start: y * planes.width + x, stride: planes.width, width, height },
    { ...chroma, data: planes.u },
    { ...chroma, data: planes.v },
  ];
}
