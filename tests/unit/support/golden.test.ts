import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../support/golden.ts';
import { decodePng, encodePng, type Picture } from '../../support/png.ts';

const picture = (pixel: (x: number, y: number) => number[], width = 13, height = 7): Picture => {
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++)
    rgba.set(pixel(at % width, Math.floor(at / width)), at * 4);
  return { width, height, rgba };
};

describe('stored pictures', () => {
  it.each([
    ['opaque', picture((x, y) => [x * 17, y * 31, (x * y * 7) & 255, 255])],
    ['with alpha', picture((x, y) => [x * 17, y * 31, 200 - x, (x * 19) & 255])],
  ])('come back as they were written: %s', (_name, one) => {
    expect(decodePng(encodePng(one))).toEqual(one);
  });

  it('are told apart by what is seen', () => {
    const grey = picture(() => [100, 100, 100, 255]);
    expect(
      distanceOf(
        grey,
        picture(() => [103, 100, 97, 255]),
      ),
    ).toEqual({ mean: 2, most: 3 });
    const hidden = (level: number) => picture(() => [level, level, level, 0]);
    expect(distanceOf(hidden(0), hidden(255))).toEqual({ mean: 0, most: 0 });
    const spot = picture((x, y) => (x === 0 && y === 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    expect(
      distanceOf(
        spot,
        picture(() => [0, 0, 0, 255]),
      ).most,
    ).toBe(255);
  });
});
