import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Flight, isOver, Lanes, leftOf, speedFor } from '../../../../common/chat/lanes.ts';

const WIDTH = 1280;
const SECOND = 1_000_000;

/** Messages that come in one after another: how long after the last, how wide, how fast. */
const coming = fc.array(
  fc.record({
    afterUs: fc.integer({ min: 0, max: 900_000 }),
    width: fc.integer({ min: 20, max: 2400 }),
    speed: fc.integer({ min: 60, max: 900 }),
  }),
  { minLength: 2, maxLength: 60 },
);

it('no two on a lane overlap, at any time', () => {
  fc.assert(
    fc.property(coming, fc.integer({ min: 1, max: 8 }), (messages, count) => {
      const gap = 10;
      const lanes = new Lanes({ width: WIDTH, count, gap });
      let timeUs = 0;
      const flying: Flight[] = [];
      for (const { afterUs, ...it } of messages) {
        timeUs += afterUs;
        const flight = lanes.take({ ...it, bornUs: timeUs });
        if (flight) flying.push(flight);
      }
      for (const one of flying)
        for (const other of flying) {
          if (one === other || one.lane !== other.lane || other.bornUs < one.bornUs) continue;
          // Both move evenly: where they are nearest is at the beginning or the end of their time together.
          const lastsUs = ((WIDTH + one.width) / one.speed) * SECOND;
          for (const atUs of [other.bornUs, one.bornUs + lastsUs]) {
            if (isOver(one, WIDTH, atUs - 1) || atUs < other.bornUs) continue;
            const tail = leftOf(one, WIDTH, atUs) + one.width;
            expect(leftOf(other, WIDTH, atUs) - tail).toBeGreaterThanOrEqual(gap - 0.01);
          }
        }
    }),
    { numRuns: 300 },
  );
});

it('fills the uppermost free lane, and takes nothing when all are full', () => {
  const lanes = new Lanes({ width: WIDTH, count: 3, gap: 10 });
  const take = (bornUs: number) => lanes.take({ bornUs, width: 200, speed: 200 })?.lane ?? null;
  expect([take(0), take(0), take(0), take(0)]).toEqual([0, 1, 2, null]);
  expect(lanes.hasRoom(0)).toBe(false);
  // 200 pixels at 200 a second, and the gap.
  expect(take(1.04 * SECOND)).toBeNull();
  expect(take(1.06 * SECOND)).toBe(0);
});

it('each is gone once it has crossed', () => {
  const flight: Flight = { lane: 0, bornUs: 0, width: 320, speed: 200 };
  expect(leftOf(flight, WIDTH, 0)).toBe(WIDTH);
  expect(isOver(flight, WIDTH, 7.9 * SECOND)).toBe(false);
  expect(isOver(flight, WIDTH, 8.1 * SECOND)).toBe(true);
});

it('a speed near whole steps becomes one, and no other is far from what was asked', () => {
  expect(speedFor(1580, 8, 30, 2)).toBe(180);
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 8000 }),
      fc.integer({ min: 2, max: 60 }),
      fc.constantFrom(24, 25, 30, 50, 60),
      (distance, seconds, fps) => {
        const speed = speedFor(distance, seconds, fps, 2);
        expect(Math.abs(distance / speed / seconds - 1)).toBeLessThan(0.2);
      },
    ),
  );
});
