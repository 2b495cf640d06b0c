import fc from 'fast-check';
import { expect, it } from 'vitest';
import { levelOf } from '../../../renderer/stage/encode/codecs.ts';

const level = (width: number, height: number, fps: number) =>
  Number.parseInt(levelOf({ width, height, fps, bitrate: 3_000_000 }), 16);

// ITU-T H.264 table A-1, by the sizes people use.
it.each([
  [640, 360, 30, 31],
  [1280, 720, 30, 31],
  [1280, 720, 60, 32],
  [1920, 1080, 30, 40],
  [1920, 1080, 60, 42],
  [1080, 1920, 60, 42],
  [2560, 1440, 30, 50],
  [3840, 2160, 30, 51],
  [3840, 2160, 60, 52],
])('%i x %i at %i fps needs level %i', (width, height, fps, wanted) => {
  expect(level(width, height, fps)).toBe(wanted);
});

it('a larger or faster picture never gets a lower level', () => {
  const size = fc.integer({ min: 80, max: 1920 }).map((half) => half * 2);
  const rate = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(size, size, rate, fc.nat(400), fc.nat(20), (width, height, fps, more, faster) => {
      const base = level(width, height, fps);
      return (
        level(width + more * 2, height, fps) >= base && level(width, height, fps + faster) >= base
      );
    }),
  );
});
