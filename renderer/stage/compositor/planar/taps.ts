/** A line of target pixels and the line of source pixels that it reads. */
export type Line = {
  /** Source pixels there are. */
  readonly length: number;
  /** The part of the source that is shown: where it begins, how long it is; may lie between pixels. */
  readonly from: number;
  readonly size: number;
  /** Target pixels that part is stretched over. */
  readonly total: number;
  /** The target pixels that are made: the first of them and how many. */
  readonly first: number;
  readonly count: number;
  readonly flip: boolean;
};

/** Where each target pixel reads its source: left neighbour and the weight of the right one, 0..256. */
type Taps = { readonly from: Int32Array; readonly weight: Uint16Array };

/** Pixel centres are matched, edges repeat. */
function tapsOf({ length, from: begin, size, total, first, count, flip }: Line): Taps {
  const from = new Int32Array(count);
  const weight = new Uint16Array(count);
  const lowest = Math.max(0, Math.min(begin, length - 1));
  const highest = Math.max(lowest, Math.min(begin + size - 1, length - 1));
  for (let i = 0; i < count; i++) {
    const at = flip ? total - 1 - first - i : first + i;
    const place = begin + ((at + 0.5) * size) / total - 0.5;
    const clamped = Math.min(Math.max(place, lowest), highest);
    const left = Math.min(Math.floor(clamped), Math.max(length - 2, 0));
    from[i] = left;
    weight[i] = length > 1 ? Math.round((clamped - left) * 256) : 0;
  }
  return { from, weight };
}

/** Columns laid out for one of the kernels. */
type Table = {
  readonly kernel: 'scaleRow' | 'scaleRowEight' | 'scaleRowAny';
  readonly bytes: Uint8Array;
  /** The source pixel that the first one is a copy of, where all are copies of neighbours; else -1. */
  readonly copyFrom: number;
};

/** How the two wide kernels lay out a block: pixels, bytes, where the first source pixel and the weights stand. */
const SIXTEEN = { pixels: 16, bytes: 64, base: 48, weights: 16 };
const EIGHT = { pixels: 8, bytes: 32, base: 8, weights: 16 };

/** The source pixels that a wide kernel reads for a block. */
const READ = 16;

function tableOf(line: Line): Table {
  const taps = tapsOf(line);
  const copyFrom = copyFromOf(taps);
  const sixteen = wideTable(taps, SIXTEEN);
  if (sixteen) return { kernel: 'scaleRow', bytes: sixteen, copyFrom };
  const eight = wideTable(taps, EIGHT);
  if (eight) return { kernel: 'scaleRowEight', bytes: eight, copyFrom };
  return { kernel: 'scaleRowAny', bytes: plainTable(taps.from, taps.weight), copyFrom };
}

/** Null where some block would read further than the kernel does. */
function wideTable({ from, weight }: Taps, layout: typeof SIXTEEN): Uint8Array | null {
  const { pixels } = layout;
  const blocks = Math.ceil(from.length / pixels);
  const table = new Uint8Array(blocks * layout.bytes);
  const view = new DataView(table.buffer);
  for (let block = 0; block < blocks; block++) {
    const begin = block * pixels;
    const base = Math.min(...from.subarray(begin, begin + pixels));
    const at = block * layout.bytes;
    view.setInt32(at + layout.base, base, true);
    for (let i = 0; i < pixels; i++) {
      const column = Math.min(begin + i, from.length - 1);
      const offset = (from[column] as number) - base;
      if (offset >= READ) return null;
      table[at + i] = offset;
      view.setUint16(at + layout.weights + i * 2, weight[column] as number, true);
    }
  }
  return table;
}

function copyFromOf({ from, weight }: Taps): number {
  const sourceAt = (at: number): number =>
    weight[at] === 0 ? (from[at] as number) : weight[at] === 256 ? (from[at] as number) + 1 : -2;
  const first = sourceAt(0);
  for (let at = 0; at < from.length; at++) if (sourceAt(at) !== first + at) return -1;
  return first;
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

function cached<T>(make: (line: Line) => T) {
  const known = new Map<string, T>();
  return (line: Line): T => {
    const { length, from, size, total, first, count, flip } = line;
    const key = `${length},${from},${size},${total},${first},${count},${flip}`;
    let found = known.get(key);
    if (found === undefined) {
      found = make(line);
      if (known.size >= MOST_CACHED) known.clear();
      known.set(key, found);
    }
    return found;
  };
}

export const columnsOf = cached(tableOf);
export const rowsOf = cached(tapsOf);
