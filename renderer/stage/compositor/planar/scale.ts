import { kernels, memoryOf } from './kernels.ts';
import type { Planes } from './planes.ts';

/** A part of a plane: where it starts, how far apart its rows are, its size. */
export type Area = {
  readonly data: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
};

/** Where each target pixel reads its source: left neighbour and the weight of the right one, 0..256. */
type Taps = { readonly from: Int32Array; readonly weight: Uint16Array };

/** Pixels that one step of the wide loop makes, and that it reads. */
const BLOCK = 16;
const BLOCK_BYTES = 64;
/** Reads may pass a row's end by this much. */
const MARGIN = 64;

/** Pixel centres are matched, edges repeat. */
function tapsOf(source: number, target: number): Taps {
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

/** Columns laid out for the kernels; `wide` when every 16 of them read at most 16 neighbours. */
type Table = { readonly wide: boolean; readonly bytes: Uint8Array };

function tableOf(source: number, target: number): Table {
  const { from, weight } = tapsOf(source, target);
  const blocks = Math.ceil(target / BLOCK);
  const wide = new Uint8Array(blocks * BLOCK_BYTES);
  const view = new DataView(wide.buffer);
  for (let block = 0; block < blocks; block++) {
    const base = from[block * BLOCK] as number;
    const at = block * BLOCK_BYTES;
    view.setInt32(at + 48, base, true);
    for (let i = 0; i < BLOCK; i++) {
      const column = Math.min(block * BLOCK + i, target - 1);
      const offset = (from[column] as number) - base;
      if (offset >= BLOCK) return { wide: false, bytes: plainTable(from, weight) };
      wide[at + i] = offset;
      view.setUint16(at + 16 + i * 2, weight[column] as number, true);
    }
  }
  return { wide: true, bytes: wide };
}

function plainTable(from: Int32Array, weight: Uint16Array): Uint8Array {
  const pairs = new Int32Array(from.length * 2);
  from.forEach((left, i) => {
    pairs[i * 2] = left;
    pairs[i * 2 + 1] = weight[i] as number;
  });
  return new Uint8Array(pairs.buffer);
}

/** A window dragged through many sizes must not fill the memory. */
const MOST_CACHED = 64;

function cached<T>(make: (source: number, target: number) => T) {
  const known = new Map<string, T>();
  return (source: number, target: number): T => {
    const key = `${source}>${target}`;
    let found = known.get(key);
    if (found === undefined) {
      found = make(source, target);
      if (known.size >= MOST_CACHED) known.clear();
      known.set(key, found);
    }
    return found;
  };
}

const columnsOf = cached(tableOf);
const rowsOf = cached(tapsOf);

/** Bilinear, both ways; `opacity` 0..256 mixes with what is there. */
export function scaleArea(source: Area, target: Area, opacity: number): void {
  const columns = columnsOf(source.width, target.width);
  const rows = rowsOf(source.height, target.height);
  const scaleRow = columns.wide ? kernels.scaleRow : kernels.scaleRowAny;
  const rowBytes = Math.ceil(target.width / BLOCK) * BLOCK;
  const table = 0;
  let upper = table + columns.bytes.length;
  let lower = upper + rowBytes;
  const mixed = lower + rowBytes;
  const picture = mixed + rowBytes;
  const memory = memoryOf(picture + source.width * source.height + MARGIN);
  memory.set(columns.bytes, table);
  for (let y = 0; y < source.height; y++) {
    const at = source.start + y * source.stride;
    memory.set(source.data.subarray(at, at + source.width), picture + y * source.width);
  }
  const across = columns.wide ? rowBytes : target.width;
  let upperIs = -1;
  let lowerIs = -1;
  for (let y = 0; y < target.height; y++) {
    const from = rows.from[y] as number;
    const next = Math.min(from + 1, source.height - 1);
    if (upperIs !== from) {
      if (lowerIs === from) {
        [upper, lower] = [lower, upper];
        lowerIs = -1;
      } else scaleRow(picture + from * source.width, table, upper, across);
      upperIs = from;
    }
    if (lowerIs !== next) {
      scaleRow(picture + next * source.width, table, lower, across);
      lowerIs = next;
    }
    kernels.mixRows(upper, lower, rows.weight[y] as number, mixed, rowBytes);
    putRow(memory, mixed, target, y, opacity);
  }
}

function putRow(memory: Uint8Array, row: number, target: Area, y: number, opacity: number): void {
  const at = target.start + y * target.stride;
  if (opacity >= 256) {
    target.data.set(memory.subarray(row, row + target.width), at);
    return;
  }
  for (let x = 0; x < target.width; x++) {
    const below = target.data[at + x] as number;
    target.data[at + x] = below + ((((memory[row + x] as number) - below) * opacity + 128) >> 8);
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
