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

/** Pixels that one step of the wide loop makes, and that it reads. */
const BLOCK = 16;
const BLOCK_BYTES = 64;

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

/** Columns laid out for the kernels; `wide` when every 16 of them read at most 16 neighbours. */
type Table = { readonly wide: boolean; readonly bytes: Uint8Array };

function tableOf(line: Line): Table {
  const { from, weight } = tapsOf(line);
  const { count } = line;
  const blocks = Math.ceil(count / BLOCK);
  const wide = new Uint8Array(blocks * BLOCK_BYTES);
  const view = new DataView(wide.buffer);
  for (let block = 0; block < blocks; block++) {
    const begin = block * BLOCK;
    const base = Math.min(...from.subarray(begin, begin + BLOCK));
    const at = block * BLOCK_BYTES;
    view.setInt32(at + 48, base, true);
    for (let i = 0; i < BLOCK; i++) {
      const column = Math.min(begin + i, count - 1);
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
