import area from './area.wat';
import keys from './keys.wat';
import pixels from './pixels.wat';

/** The loops of `pixels.wat`, `keys.wat` and `area.wat`; addresses and sizes are bytes of `memory`. */
export type Kernels = {
  readonly memory: WebAssembly.Memory;
  sumTables(at: number, bytes: number): void;
  lookUp(at: number, bytes: number, cube: number, slice: number): void;
  chromaKey(at: number, bytes: number, spills: number): void;
  colourKey(at: number, bytes: number): void;
  lumaKey(at: number, bytes: number): void;
  mask(at: number, bytes: number, plane: number): void;
  isOpaque(at: number, bytes: number): number;
  premultiply(at: number, bytes: number): void;
  straighten(at: number, bytes: number): void;
  mixRows(a: number, b: number, weight: number, out: number, bytes: number): void;
  halveRow(upper: number, lower: number, out: number, bytes: number): void;
  smooth(
    source: number,
    out: number,
    bytes: number,
    step: number,
    weights: number,
    pairs: number,
  ): void;
  stretchRow(source: number, out: number, bytes: number, weights: number, shift: number): void;
  sharpenRow(
    row: number,
    above: number,
    below: number,
    out: number,
    bytes: number,
    weights: number,
  ): void;
  sharpenRowByAlpha(
    row: number,
    above: number,
    below: number,
    out: number,
    bytes: number,
    weights: number,
    centre: number,
  ): void;
};

const modules = [pixels, keys, area].map((binary) => new WebAssembly.Module(binary));

/** All modules on one new memory. */
export function startKernels(): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const parts = modules.map(
    (module) => new WebAssembly.Instance(module, { filters: { memory } }).exports,
  );
  return Object.assign({ memory }, ...parts) as Kernels;
}
