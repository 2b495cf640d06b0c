import { expect, test } from 'vitest';
import { arrange, layouts, seatsOf } from '../../../common/show/layouts.ts';
import { newItem } from '../../../common/show/new.ts';

const wide = { width: 1280, height: 720 };
const tall = { width: 720, height: 1280 };
const most = { full: 1, pictureInPicture: 2, sideBySide: 2, talk2: 3, talk3: 4 } as const;

test('every seat is on whole pixels, inside the canvas, and beside the others where they share it', () => {
  for (const canvas of [wide, tall, { width: 1920, height: 1080 }, { width: 162, height: 120 }])
    for (const layout of layouts)
      for (let count = 0; count <= 12; count++) {
        const seats = seatsOf(layout, canvas, count);
        expect(seats.length).toBeLessThanOrEqual(count);
        for (const { x, y, width, height } of seats) {
          for (const value of [x, y, width, height]) expect(Number.isInteger(value)).toBe(true);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(canvas.width);
          expect(y + height).toBeLessThanOrEqual(canvas.height);
          expect(Math.min(width, height)).toBeGreaterThan(0);
        }
        if (layout === 'pictureInPicture' || layout === 'lowerThird') continue;
        for (const [index, a] of seats.entries())
          for (const b of seats.slice(index + 1))
            expect(
              a.x + a.width <= b.x || a.y + a.height <= b.y || b.x + b.width <= a.x,
              `${layout} ${count}`,
            ).toBe(true);
      }
});

test('the seats are as many as the layout says', () => {
  for (const [layout, seats] of Object.entries(most))
    expect(seatsOf(layout as keyof typeof most, wide, 20)).toHaveLength(seats);
  expect(seatsOf('grid4', wide, 20)).toHaveLength(4);
  expect(seatsOf('grid9', wide, 20)).toHaveLength(9);
});

test('talk gives the host the larger part, beside on a wide canvas and above on a tall one', () => {
  const [host, first, second] = seatsOf('talk2', wide, 3);
  expect(host?.height).toBe(720);
  expect(host?.width).toBeGreaterThan(2 * (first?.width ?? 0) - 20);
  expect(first?.x).toBe(second?.x);
  const [above, left] = seatsOf('talk2', tall, 3);
  expect(above?.width).toBe(720);
  expect(left?.y).toBeGreaterThan(above?.height ?? 0);
});

test('the vertical layout is 9:16, whatever the canvas', () => {
  const [one] = seatsOf('vertical', wide, 1);
  expect((one?.height ?? 0) / (one?.width ?? 1)).toBeCloseTo(16 / 9, 1);
  expect(seatsOf('vertical', tall, 1)).toEqual([{ x: 0, y: 0, width: 720, height: 1280 }]);
  expect(seatsOf('vertical', wide, 5)).toHaveLength(3);
});

test('arranging goes bottom to top, passes over locked items and leaves the rest alone', () => {
  const rect = { x: 3, y: 3, width: 30, height: 30 };
  const items = ['a', 'b', 'c', 'd'].map((id) => newItem(id, id, rect));
  const [first, ...rest] = items;
  if (!first) throw new Error('no item');
  const changes = arrange('sideBySide', wide, [{ ...first, locked: true }, ...rest]);
  expect(changes.map(({ itemId }) => itemId)).toEqual(['b', 'c']);
  expect(changes[0]?.change).toEqual({
    rect: { x: 0, y: 0, width: 636, height: 720 },
    fit: 'cover',
    rotationDegrees: 0,
  });
});

test('a lower third lies over the picture, or is the one thing that is placed', () => {
  const rect = { x: 0, y: 0, width: 1280, height: 720 };
  const two = arrange('lowerThird', wide, [newItem('a', 'a', rect), newItem('b', 'b', rect)]);
  expect(two[0]?.change.rect).toEqual(rect);
  expect(two[1]?.change.fit).toBe('contain');
  const [alone] = arrange('lowerThird', wide, [newItem('b', 'b', rect)]);
  expect(alone?.change).toEqual(two[1]?.change);
});
