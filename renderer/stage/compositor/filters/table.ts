/** A colour table over 0..1 each way. */
export type Table = {
  /** Steps along each axis, 2..64. */
  readonly size: number;
  /** RGB triples, red fastest, 0..255. */
  readonly table: Uint8Array;
};

/** A table with fewer steps is made finer, so that the parts of a step can be coarse. */
const LEAST_STEPS = 17;

const finer = new WeakMap<Uint8Array, Table>();

/** The same table with at least 17 steps; the old steps are among the new ones, so nothing is lost but rounding. */
export function resampled(coarse: Table): Table {
  if (coarse.size >= LEAST_STEPS) return coarse;
  const known = finer.get(coarse.table);
  if (known) return known;
  const parts = Math.ceil((LEAST_STEPS - 1) / (coarse.size - 1));
  const size = (coarse.size - 1) * parts + 1;
  const made = tableOf(size, (r, g, b) => sample(coarse, [r, g, b]));
  finer.set(coarse.table, made);
  return made;
}

type Rgb = readonly [number, number, number];

/** Fills a table from a function of 0..1 to 0..255; what is out of range is clamped. */
export function tableOf(size: number, at: (r: number, g: number, b: number) => Rgb): Table {
  const table = new Uint8ClampedArray(size ** 3 * 3);
  const last = size - 1;
  for (let blue = 0, to = 0; blue < size; blue++)
    for (let green = 0; green < size; green++)
      for (let red = 0; red < size; red++, to += 3)
        table.set(at(red / last, green / last, blue / last), to);
  return { size, table: new Uint8Array(table.buffer) };
}

/** Any numbers on a cube, red fastest. */
type Cube = { readonly size: number; readonly table: ArrayLike<number> };

/** The colour of a table at a place, 0..1 each way, linear between the steps. */
export function sample({ size, table }: Cube, place: Rgb): [number, number, number] {
  const axes = place.map((part) => {
    const at = Math.min(Math.max(part, 0), 1) * (size - 1);
    const step = Math.min(Math.floor(at), size - 2);
    return { step, part: at - step };
  }) as [Axis, Axis, Axis];
  const sum: [number, number, number] = [0, 0, 0];
  for (let corner = 0; corner < 8; corner++) {
    let weight = 1;
    let index = 0;
    for (let axis = 2; axis >= 0; axis--) {
      const { step, part } = axes[axis] as Axis;
      const next = (corner >> axis) & 1;
      weight *= next ? part : 1 - part;
      index = index * size + step + next;
    }
    if (weight === 0) continue;
    for (let channel = 0; channel < 3; channel++)
      sum[channel] = (sum[channel] as number) + weight * (table[index * 3 + channel] as number);
  }
  return sum;
}

type Axis = { readonly step: number; readonly part: number };
