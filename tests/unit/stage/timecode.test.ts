import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  FRAME_CODE_BITS,
  frameCodeBits,
  timecode,
} from '../../../renderer/stage/programme/sources/timecode.ts';

/** What a program that looks at the picture reads; null when the cells are no code. */
function read(cells: readonly boolean[]): number | null {
  const [white, black, ...rest] = cells;
  if (cells.length !== FRAME_CODE_BITS || !white || black) return null;
  if (rest.filter(Boolean).length % 2 === 1) return null;
  return rest.slice(0, 29).reduce((number, bit) => number * 2 + Number(bit), 0);
}

it('a frame number can be read back from its cells', () => {
  fc.assert(fc.property(fc.nat(2 ** 29 - 1), (frame) => read(frameCodeBits(frame)) === frame));
  expect(read(frameCodeBits(0))).toBe(0);
  expect(read(frameCodeBits(2 ** 29 - 1))).toBe(2 ** 29 - 1);
});

it('any one cell read wrongly is noticed', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 29 - 1), fc.nat(FRAME_CODE_BITS - 1), (frame, at) => {
      const cells = frameCodeBits(frame);
      cells[at] = !cells[at];
      return read(cells) === null;
    }),
  );
});

it.each([
  [0, 30, '00:00:00:00'],
  [29, 30, '00:00:00:29'],
  [30, 30, '00:00:01:00'],
  [30 * 61 + 5, 30, '00:01:01:05'],
  [25 * 3600 * 23 + 25 * 3599 + 24, 25, '23:59:59:24'],
  [60 * 86_400, 60, '00:00:00:00'],
])('frame %i at %i fps is %s', (frame, fps, text) => {
  expect(timecode(frame, fps)).toBe(text);
});
