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

const around = (a: Rect, b: Rect): Rect => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  return { x, y, width, height: Math.max(a.y + a.height, b.y + b.height) - y };
};
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

  it('of a PK stand apart from the host’s guests, who are with the host in one rectangle', () => {
    const faults: string[] = [];
    for (const canvas of sizes)
      for (const g of guests)
        for (const p of peers.slice(1))
          for (const wanted of [null, 'pkSides', 'pkClassic'] as const) {
            const { host, seats, layout } = seating(canvas, { guests: g, peers: p }, wanted);
            const rectsOf = (isOwn: boolean) =>
              seats.flatMap(({ seat, rect }) => (seat < 9 === isOwn ? [rect] : []));
            const own = [host, ...rectsOf(true)].reduce(around);
            const isFree = rectsOf(false).every((it) => !overlaps(own, it));
            // The own part is as large as if the host were alone.
            const alone = seating(canvas, { guests: [], peers: p }, layout).host;
            const isWhole = JSON.stringify(own) === JSON.stringify(alone);
            if (!isFree || !isWhole) faults.push(JSON.stringify({ canvas, g, p, wanted, own }));
          }
    expect(faults).toEqual([]);
  });

  it('of the host’s guests in a PK are no slits', () => {
    const canvases = [
      { width: 1920, height: 1080 },
      { width: 720, height: 1280 },
    ];
    for (const canvas of canvases)
      for (const g of guests)
        for (const p of peers.slice(1)) {
          const { seats } = seating(canvas, { guests: g, peers: p });
          for (const { seat, rect } of seats.filter((it) => it.seat < 9)) {
            const shape = rect.width / rect.height;
            expect(shape, JSON.stringify({ canvas, g, p, seat, rect })).toBeGreaterThan(0.5);
            expect(shape, JSON.stringify({ canvas, g, p, seat, rect })).toBeLessThan(2);
          }
        }
    // The documented halves are split, not left.
    const classic = seating(
      { width: 720, height: 640 },
      { guests: [1, 2], peers: [9] },
      'pkClassic',
    );
    expect(classic.seats.at(-1)?.rect).toEqual({ x: 360, y: 0, width: 360, height: 640 });
    expect(classic.host).toMatchObject({ x: 0, y: 0, width: 360 });
    expect(classic.host.height).toBeGreaterThan(400);
  });
});
