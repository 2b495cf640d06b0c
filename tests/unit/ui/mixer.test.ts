import { expect, test } from 'vitest';
import { moveNeedle, restingNeedle } from '../../../renderer/ui/features/mixer/ballistics.ts';
import {
  BOTTOM_DB,
  gainAtPosition,
  positionOfDb,
  SILENCE_DB,
  stepGain,
  TOP_DB,
} from '../../../renderer/ui/features/mixer/scale.ts';

test('the scale rises from silence to the top and can be read back', () => {
  expect(positionOfDb(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(positionOfDb(BOTTOM_DB)).toBe(0);
  expect(positionOfDb(TOP_DB)).toBe(1);
  expect(positionOfDb(20)).toBe(1);
  let last = 0;
  for (let db = BOTTOM_DB + 0.1; db <= TOP_DB; db += 0.1) {
    const position = positionOfDb(db);
    expect(position).toBeGreaterThan(last);
    expect(Math.abs(gainAtPosition(position) - db)).toBeLessThan(0.06);
    last = position;
  }
});

test('the bottom of the fader is silence', () => {
  expect(gainAtPosition(0)).toBe(SILENCE_DB);
  expect(gainAtPosition(1)).toBe(TOP_DB);
});

test('the arrows move by whole decibels and stop at both ends', () => {
  expect(stepGain(0, 1)).toBe(1);
  expect(stepGain(-3.4, -1)).toBe(-4);
  expect(stepGain(TOP_DB, 1)).toBe(TOP_DB);
  expect(stepGain(-59, -1)).toBe(SILENCE_DB);
  expect(stepGain(SILENCE_DB, -1)).toBe(SILENCE_DB);
  expect(stepGain(SILENCE_DB, 1)).toBe(-59);
  expect(stepGain(0, Number.NEGATIVE_INFINITY)).toBe(SILENCE_DB);
  expect(stepGain(SILENCE_DB, Number.POSITIVE_INFINITY)).toBe(TOP_DB);
});

test('a needle jumps up, falls slowly, and holds its peak', () => {
  const needle = restingNeedle();
  moveNeedle(needle, -6, 0, 50);
  expect(needle).toMatchObject({ barDb: -6, peakDb: -6 });
  for (let ms = 50; ms <= 1000; ms += 50) moveNeedle(needle, Number.NEGATIVE_INFINITY, ms, 50);
  expect(needle.barDb).toBeCloseTo(-32, 5);
  expect(needle.peakDb).toBe(-6);
  for (let ms = 1050; ms <= 6000; ms += 50) moveNeedle(needle, Number.NEGATIVE_INFINITY, ms, 50);
  expect(needle).toMatchObject({ barDb: BOTTOM_DB, peakDb: BOTTOM_DB });
});
