import binary from './kernels.wat';

type Exports = {
  readonly memory: WebAssembly.Memory;
  mixRows(a: number, b: number, weight: number, out: number, bytes: number): void;
  scaleRow(source: number, table: number, out: number, bytes: number): void;
  blend(target: number, source: number, below: number, bytes: number): void;
  scaleRowAny(source: number, table: number, out: number, bytes: number): void;
};

const PAGE = 65_536;

/** The loops of `kernels.wat` and the memory they work in. */
export const kernels = new WebAssembly.Instance(new WebAssembly.Module(binary))
  .exports as unknown as Exports;

/** Makes sure that the memory holds `bytes`; gives a view of all of it, good until the next call. */
export function memoryOf(bytes: number): Uint8Array<ArrayBuffer> {
  const { memory } = kernels;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return new Uint8Array(memory.buffer);
}
