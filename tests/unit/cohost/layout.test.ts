import { describe, expect, it } from 'vitest';
import { layoutsFor, seating, seatLayouts } from '../../../common/cohost/layout.ts';
import type { Rect } from '../../../common/show/geometry.ts';

const sizes = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
  { width: 1000, height: 1000 },
  { width: 321, height: 181 },
];
const guests = Array.from({ length: 9 }, (_, count) =>
  Array.from({ length: count }, (_, at) => at + 1),
);
const peers = [[], [9], [9, 10], [9, 10, 11]];

const overlaps = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const isOnPixels = (rect: Rect) => Object.values(rect).every(Number.isInteger);
const isWithin = ({ x, y, width, height }: Rect, canvas: { width: number; height: number }) =>
  [x, y, width - 1, height - 1].every((it) => it >= 0) &&
  x + width <= canvas.width &&
  y + height <= canvas.height;

describe('the seats', () => {
  it('are in the picture, on whole pixels and apart, for everybody in every layout', () => {
    const faults: string[] = [];
    for (const canvas of sizes)
      for (const g of guests)
        for (const p of peers)
          for (const wanted of [null, ...seatLayouts]) {
            const { host, seats } = seating(canvas, { guests: g, peers: p }, wanted);
            const rects = [host, ...seats.map(({ rect }) => rect)];
            const isFor = seats.map(({ seat }) => seat).join() === [...g, ...p].join();
            const isIn = rects.every((it) => isOnPixels(it) && isWithin(it, canvas));
            const isApart = rects.every(
              (a, at) => !rects.slice(at + 1).some((b) => overlaps(a, b)),
            );
            if (!isFor || !isIn || !isApart) faults.push(JSON.stringify({ canvas, g, p, wanted }));
          }
    expect(faults).toEqual([]);
  });

  it('are as many as are wanted, and the host is alone without anybody', () => {
    const alone = seating({ width: 1920, height: 1080 }, { guests: [], peers: [] }, 'nine');
    expect(alone).toEqual({
      layout: 'solo',
      host: { x: 0, y: 0, width: 1920, height: 1080 },
      seats: [],
    });
    expect(layoutsFor({ guests: [3], peers: [] })[0]).toBe('pair');
    expect(layoutsFor({ guests: [1, 2, 3, 4, 5], peers: [] })).toEqual(['nine']);
    // A layout without a place for everybody is not taken.
    const four = seating(
      { width: 1920, height: 1080 },
      { guests: [1, 2, 3, 4], peers: [] },
      'talk',
    );
    expect(four.layout).toBe('nine');
  });

  it('of two anchors are those of the documented 720×640, and fill the width of a phone', () => {
    const tall = seating({ width: 720, height: 1280 }, { guests: [], peers: [9] });
    expect(tall.layout).toBe('pkClassic');
    expect(tall.host).toEqual({ x: 0, y: 320, width: 360, height: 640 });
    expect(tall.seats).toEqual([{ seat: 9, rect: { x: 360, y: 320, width: 360, height: 640 } }]);
    const wide = seating({ width: 1280, height: 720 }, { guests: [], peers: [9] }, 'pkClassic');
    expect(wide.host).toMatchObject({ width: 405, height: 720 });
    const sides = seating({ width: 1280, height: 720 }, { guests: [], peers: [9] });
    expect(sides.layout).toBe('pkSides');
    expect(sides.host).toMatchObject({ x: 0, y: 0, height: 720 });
  });

  it('of guests stand below those of a PK', () => {
    const both = seating({ width: 1600, height: 900 }, { guests: [1, 2], peers: [9] });
    expect(both.host.height).toBeLessThan(900);
    for (const { seat, rect } of both.seats)
      expect(rect.y >= both.host.y + both.host.height, String(seat)).toBe(seat < 9);
  });
});
