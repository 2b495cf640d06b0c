import { BLOCKS, dataBytes, ECC_PER_BLOCK, MAX_VERSION, rawBits } from './tables.ts';

const BYTE_MODE = 0b0100;
const PADDING = [0xec, 0x11] as const;

const lengthBits = (version: number): number => (version < 10 ? 8 : 16);

/** The smallest version that holds so many bytes of text; null where none does. */
export function versionFor(bytes: number): number | null {
  for (let version = 1; version <= MAX_VERSION; version++)
    if (4 + lengthBits(version) + bytes * 8 <= dataBytes(version) * 8) return version;
  return null;
}

/** All codewords of a text in the order in which they are drawn: data, padded, then error correction. */
export function codewordsOf(text: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let at = count - 1; at >= 0; at--) bits.push((value >>> at) & 1);
  };
  put(BYTE_MODE, 4);
  put(text.length, lengthBits(version));
  for (const byte of text) put(byte, 8);
  const capacity = dataBytes(version) * 8;
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let at = 0; bits.length < capacity; at++) put(PADDING[at % 2] as number, 8);
  const data = Array.from({ length: capacity / 8 }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit) => (sum << 1) | bit, 0),
  );
  return interleaved(data, version);
}

/** Divides the data into blocks, gives each its error correction, and takes from each in turn. */
function interleaved(data: readonly number[], version: number): number[] {
  const number = BLOCKS[version - 1] as number;
  const eccLength = ECC_PER_BLOCK[version - 1] as number;
  const raw = Math.floor(rawBits(version) / 8);
  const shortBlocks = number - (raw % number);
  const shortLength = Math.floor(raw / number) - eccLength;
  const divisor = divisorOf(eccLength);
  const blocks: { data: readonly number[]; ecc: readonly number[] }[] = [];
  for (let index = 0, at = 0; index < number; index++) {
    const part = data.slice(at, at + shortLength + (index < shortBlocks ? 0 : 1));
    at += part.length;
    blocks.push({ data: part, ecc: remainderOf(part, divisor) });
  }
  const taken: number[] = [];
  for (let at = 0; at <= shortLength; at++)
    for (const block of blocks) {
      const codeword = block.data[at];
      if (codeword !== undefined) taken.push(codeword);
    }
  for (let at = 0; at < eccLength; at++)
    for (const { ecc } of blocks) taken.push(ecc[at] as number);
  return taken;
}

/** Product in GF(2^8) modulo 0x11d. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> at) & 1) * a;
  }
  return product;
}

/** The generator of Reed-Solomon of a degree, without its leading 1, highest power first. */
function divisorOf(degree: number): number[] {
  const factors = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round++) {
    for (let at = 0; at < degree; at++)
      factors[at] = multiply(factors[at] as number, root) ^ (factors[at + 1] ?? 0);
    root = multiply(root, 2);
  }
  return factors;
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() as number);
    rest.push(0);
    for (const [at, coefficient] of divisor.entries())
      rest[at] = (rest[at] as number) ^ multiply(coefficient, factor);
  }
  return rest;
}
