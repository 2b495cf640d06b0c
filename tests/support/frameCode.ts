import { FRAME_CODE_BITS } from '../../renderer/stage/programme/sources/timecode.ts';

/** Where the cells of the test picture's frame number stand, as shares of the picture. */
const CODE = { left: 0.3, width: 0.4, middle: 0.36 + 0.1333 * (1 - 8 / 96) };

/** Middle of each cell, as shares of the picture's width and height. */
export const cellCentres: readonly { readonly x: number; readonly y: number }[] = Array.from(
  { length: FRAME_CODE_BITS },
  (_, index) => ({
    x: CODE.left + (CODE.width * (index + 0.5)) / FRAME_CODE_BITS,
    y: CODE.middle,
  }),
);

/** The frame number that the cells' brightness (0..255) says; null where it is no frame number. */
export function frameOfCells(luma: readonly number[]): number | null {
  const bits = luma.map((value) => value > 128);
  if (bits.length !== FRAME_CODE_BITS || !bits[0] || bits[1]) return null;
  const cells = bits.slice(2);
  if (cells.filter(Boolean).length % 2 !== 0) return null;
  return cells.slice(0, -1).reduce((number, bit) => number * 2 + (bit ? 1 : 0), 0);
}
