/** Of ISO/IEC 18004, table 9, for the error correction level L; index 0 is version 1. */

/** Codewords of error correction in each block. */
export const ECC_PER_BLOCK: readonly number[] = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
  28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];

export const BLOCKS: readonly number[] = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15,
  16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
];

export const MAX_VERSION = 40;

const alignmentsOf = (version: number): number => Math.floor(version / 7) + 2;

/** Modules that are left for data and error correction, bits. */
export function rawBits(version: number): number {
  const all = (16 * version + 128) * version + 64;
  if (version < 2) return all;
  const number = alignmentsOf(version);
  return all - ((25 * number - 10) * number - 55) - (version >= 7 ? 36 : 0);
}

/** Bytes of data that a version takes, with mode and length. */
export const dataBytes = (version: number): number =>
  Math.floor(rawBits(version) / 8) -
  (ECC_PER_BLOCK[version - 1] as number) * (BLOCKS[version - 1] as number);

/** Centres of the alignment patterns, along one side. */
export function alignments(version: number): number[] {
  if (version === 1) return [];
  const number = alignmentsOf(version);
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (number * 2 - 2)) * 2;
  const last = version * 4 + 10;
  const upper = Array.from({ length: number - 1 }, (_, index) => last - index * step);
  return [6, ...upper.reverse()];
}
