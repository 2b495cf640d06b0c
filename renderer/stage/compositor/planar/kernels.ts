import colours from './colours.wat';
import binary from './kernels.wat';
import turning from './turn.wat';

type Planes = {
  readonly memory: WebAssembly.Memory;
  mixRows(a: number, b: number, weight: number, out: number, bytes: number): void;
  scaleRow(source: number, table: number, out: number, bytes: number): void;
  scaleRowEight(source: number, table: number, out: number, bytes: number): void;
  scaleRowAny(source: number, table: number, out: number, bytes: number): void;
  blend(target: number, source: number, below: number, bytes: number): void;
  mixMasked(a: number, b: number, share: number, out: number, bytes: number): void;
  premultiply(value: number, alpha: number, out: number, bytes: number): void;
  invert(value: number, bytes: number): void;
  halve(upper: number, lower: number, out: number, bytes: number): void;
  levels(at: number, base: number, factor: number, newBase: number, bytes: number): void;
  lean(u: number, v: number, byU: number, byV: number, out: number, bytes: number): void;
  shift(value: number, delta: number, bytes: number): void;
  shiftPairs(value: number, delta: number, out: number, bytes: number): void;
  part(pairs: number, first: number, second: number, bytes: number): void;
  lookUp(value: number, table: number, out: number, bytes: number): void;
};

type Colours = {
  project(
    rgba: number,
    red: number,
    green: number,
    blue: number,
    bias: number,
    out: number,
    pixels: number,
  ): void;
  alphas(rgba: number, out: number, pixels: number): number;
  toRgba(
    y: number,
    u: number,
    v: number,
    out: number,
    pixels: number,
    luma: number,
    redV: number,
    greenU: number,
    greenV: number,
    blueU: number,
  ): void;
  meet(mode: number, backdrop: number, source: number, pixels: number): void;
};

type Turning = {
  turnRow(
    source: number,
    stride: number,
    x: number,
    y: number,
    stepX: number,
    stepY: number,
    lowX: number,
    lowY: number,
    highX: number,
    highY: number,
    out: number,
    bytes: number,
  ): void;
  coverRow(
    x: number,
    y: number,
    stepX: number,
    stepY: number,
    width: number,
    height: number,
    share: number,
    out: number,
    bytes: number,
  ): void;
};

const PAGE = 65_536;
/** What loops may read or write beyond the end of a part of the memory. */
const MARGIN = 64;

const planes = new WebAssembly.Instance(new WebAssembly.Module(binary))
  .exports as unknown as Planes;
const others = [colours, turning].map(
  (it) =>
    new WebAssembly.Instance(new WebAssembly.Module(it), { planar: { memory: planes.memory } })
      .exports,
) as unknown as [Colours, Turning];

/** The loops of `kernels.wat`, `colours.wat` and `turn.wat`, which work in one memory. */
export const kernels: Planes & Colours & Turning = { ...planes, ...others[0], ...others[1] };

/** Makes sure that the memory holds `bytes`; gives a view of all of it, good until the next call. */
export function memoryOf(bytes: number): Uint8Array<ArrayBuffer> {
  const { memory } = kernels;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return new Uint8Array(memory.buffer);
}

/** Parts of the memory of these sizes, one after the other, good until the next call of anything here; `at` says where each begins. */
export function scratch<const S extends readonly number[]>(
  sizes: S,
): { readonly memory: Uint8Array<ArrayBuffer>; readonly at: { readonly [I in keyof S]: number } } {
  let end = 0;
  const at = sizes.map((size) => {
    const start = end;
    end = Math.ceil((start + size + MARGIN) / 16) * 16;
    return start;
  });
  return { memory: memoryOf(end), at: at as { readonly [I in keyof S]: number } };
}
