/** A colour table over 0..1 each way. */
export type Table = {
  /** Steps along each axis, 2..64. */
  readonly size: number;
  /** RGB triples, red fastest, 0..255. */
  readonly table: Uint8Array;
};

/** Any numbers on a cube, red fastest. */
type Cube = { readonly size: number; readonly table: Uint8Array | Float32Array };

/** A table with fewer steps is made finer, so that the parts of a step can be coarse. */
const LEAST_STEPS = 17;

const finer = new WeakMap<Uint8Array, Table>();

/** The same table with at least 17 steps; the old steps are among the new ones, so nothing is lost but rounding. */
export function resampled(coarse: Table): Table {
  if (coarse.size >= LEAST_STEPS) return coarse;
  const known = finer.get(coarse.table);
  if (known) return known;
  const parts = Math.ceil((LEAST_STEPS - 1) / (coarse.size - 1));
  const made = remade(coarse, (coarse.size - 1) * parts + 1, 1, (part) => part);
  finer.set(coarse.table, made);
  return made;
}

/** A place on an axis, 0..1: the step below, and how far it is towards the next. */
export function stepAt(place: number, size: number): { step: number; part: number } {
  const at = Math.min(Math.max(place, 0), 1) * (size - 1);
  const step = Math.min(Math.floor(at), size - 2);
  return { step, part: at - step };
}

/**
 * A table of `size` steps, linear between those of `from`, times `scale` and clamped to 0..255.
 * `place` says where on `from`'s axis (0 red, 1 green, 2 blue) a part of 1 lies.
 */
export function remade(
  from: Cube,
  size: number,
  scale: number,
  place: (part: number, axis: number) => number,
): Table {
  const old = from.size;
  const [reds, greens, blues] = [0, 1, 2].map((axis) =>
    Array.from({ length: size }, (_, at) => stepAt(place(at / (size - 1), axis), old)),
  ) as [Step[], Step[], Step[]];
  const table = new Uint8ClampedArray(size ** 3 * 3);
  let to = 0;
  for (const b of blues)
    for (const g of greens)
      for (const r of reds) {
        const corner = ((b.step * old + g.step) * old + r.step) * 3;
        for (let channel = 0; channel < 3; channel++)
          table[to++] =
            scale * mixed(from.table, corner + channel, old * 3, r.part, g.part, b.part);
      }
  return { size, table: new Uint8Array(table.buffer) };
}

type Step = { readonly step: number; readonly part: number };

function mixed(
  table: Uint8Array | Float32Array,
  at: number,
  line: number,
  red: number,
  green: number,
  blue: number,
): number {
  const along = (from: number): number => {
    const low = table[from] as number;
    return low + ((table[from + 3] as number) - low) * red;
  };
  const plane = (line / 3) * line;
  const lower = along(at) + (along(at + line) - along(at)) * green;
  const next = at + plane;
  const upper = along(next) + (along(next + line) - along(next)) * green;
  return lower + (upper - lower) * blue;
}
