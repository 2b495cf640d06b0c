import { expect, test } from 'vitest';
import { fitPicture } from '../../../renderer/ui/features/preview/fit.ts';

test('the picture fits its area in the canvas’s shape', () => {
  const canvas = { width: 1280, height: 720 };
  expect(fitPicture({ x: 10, y: 20, width: 640, height: 500 }, canvas)).toEqual({
    x: 10,
    y: 90,
    width: 640,
    height: 360,
  });
  expect(fitPicture({ x: 0, y: 0, width: 1000, height: 90 }, canvas)).toMatchObject({
    width: 160,
    height: 90,
  });
  expect(fitPicture({ x: 0, y: 0, width: 0, height: 0 }, canvas).width).toBe(0);
});
