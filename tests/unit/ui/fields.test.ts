import { expect, test } from 'vitest';
import { readColour, writeColour } from '../../../renderer/ui/components/colour.ts';
import { latestOnly } from '../../../renderer/ui/components/latestOnly.ts';
import {
  readNumber,
  sliderPlace,
  sliderValue,
  writeNumber,
} from '../../../renderer/ui/components/number.ts';

const bounds = { min: -10, max: 50_000 };

test('a number is read as people type it, and what cannot be is named', () => {
  expect(readNumber(' 42 ', bounds)).toEqual({ value: 42 });
  expect(readNumber('４２', bounds)).toEqual({ value: 42 });
  expect(readNumber('−5', bounds)).toEqual({ value: -5 });
  expect(readNumber('1,5', { ...bounds, decimals: 1 })).toEqual({ value: 1.5 });
  expect(readNumber('1.5', bounds)).toEqual({ fault: 'notWhole' });
  expect(readNumber('99999', bounds)).toEqual({ fault: 'outOfRange' });
  for (const text of ['', 'abc', '1e3', '--1', '0x10', 'Infinity'])
    expect(readNumber(text, bounds), text).toEqual({ fault: 'notANumber' });
});

test('a number is written as short as it can be', () => {
  expect(writeNumber(12.000001, 2)).toBe('12');
  expect(writeNumber(0.1 + 0.2, 2)).toBe('0.3');
  expect(writeNumber(-0.001, 1)).toBe('0');
});

test('a slider’s place and its value are each other’s way back, with a middle too', () => {
  for (const spread of [
    { min: 0, max: 100 },
    { min: 0, max: 400, middle: 100 },
    { min: 0.25, max: 4, middle: 1, decimals: 2 },
    { min: 20, max: 20_000, middle: 1000 },
  ]) {
    expect(sliderValue(0, spread)).toBe(spread.min);
    expect(sliderValue(1000, spread)).toBe(spread.max);
    const middle = spread.middle ?? (spread.min + spread.max) / 2;
    expect(sliderPlace(middle, spread)).toBe(500);
    expect(sliderValue(500, spread)).toBeCloseTo(middle, 5);
  }
});

test('a colour is read in every usual form and keeps how much it covers', () => {
  expect(readColour('#6C8CFF')).toEqual({ rgb: '#6c8cff', alpha: 1 });
  expect(readColour('fff')).toEqual({ rgb: '#ffffff', alpha: 1 });
  expect(readColour('#0c0e12c0')?.alpha).toBeCloseTo(0.753, 3);
  for (const text of ['', '#12', '#1234567', 'red', '#gggggg']) expect(readColour(text)).toBeNull();
  for (const text of ['#0c0e12c0', '#ffffff', '#00000000'])
    expect(writeColour(readColour(text) ?? { rgb: '', alpha: 0 })).toBe(text);
});

test('of values that come faster than they are taken only the last follows the first', async () => {
  const taken: number[] = [];
  const answers: (() => void)[] = [];
  const sender = latestOnly<number>((value) => {
    taken.push(value);
    return new Promise<void>((done) => answers.push(done));
  });
  for (const value of [1, 2, 3, 4]) sender.send(value);
  expect(taken).toEqual([1]);
  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(taken).toEqual([1, 4]);
  const idle = sender.idle();
  answers[1]?.();
  await idle;
  sender.send(5);
  expect(taken).toEqual([1, 4, 5]);
});

test('a refusal does not stop what comes after it', async () => {
  const taken: number[] = [];
  const sender = latestOnly<number>((value) => {
    taken.push(value);
    return Promise.reject(new Error('refused'));
  });
  sender.send(1);
  await sender.idle();
  sender.send(2);
  await sender.idle();
  expect(taken).toEqual([1, 2]);
});
