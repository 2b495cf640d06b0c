import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { foldedLog } from '../../../main/server/foldedLog.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the same again and again is two lines; what is new is said at once', () => {
  const lines: string[] = [];
  const { log } = foldedLog((line) => lines.push(line));
  for (let i = 0; i < 5_000; i++) log('ingest: connection closed: no publish in time');
  log('ingest: stream live ended');
  expect(lines).toEqual([
    'ingest: connection closed: no publish in time',
    'ingest: stream live ended',
  ]);
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(2)).toEqual([
    'ingest: connection closed: no publish in time (4999 more in 10 s)',
  ]);
  log('ingest: stream live ended');
  expect(lines).toHaveLength(4);
});

test('nothing is kept of many different lines, and nothing is lost at the end', () => {
  const lines: string[] = [];
  const folded = foldedLog((line) => lines.push(line));
  for (let i = 0; i < 1_000; i++) folded.log(`line ${i}`);
  expect(lines).toHaveLength(1_000);
  folded.log('line 3');
  folded.close();
  expect(lines.at(-1)).toBe('line 3 (1 more in 10 s)');
});
