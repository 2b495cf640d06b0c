import { expect, test } from 'vitest';
import { en } from '../../../renderer/watch/locales/en.ts';
import { zhCN } from '../../../renderer/watch/locales/zh-CN.ts';
import { ENDED_AFTER_MS, retryAfterMs, stateWhileAway } from '../../../renderer/watch/states.ts';

test('who comes early waits; who saw the show is reconnected, then told of the end', () => {
  const notLive = { kind: 'notLive' } as const;
  expect(stateWhileAway(notLive, null, 5, 1000)).toEqual({ kind: 'waiting' });
  expect(stateWhileAway(notLive, 0, 2, 1000)).toEqual({ kind: 'reconnecting', attempt: 2 });
  expect(stateWhileAway(notLive, 0, 9, ENDED_AFTER_MS)).toEqual({ kind: 'ended' });
  const gone = { kind: 'unreachable' } as const;
  expect(stateWhileAway(gone, null, 1, 0)).toEqual({ kind: 'unreachable' });
  expect(stateWhileAway(gone, 0, 1, 0)).toEqual({ kind: 'reconnecting', attempt: 1 });
  expect(stateWhileAway({ kind: 'over' }, 0, 1, 1)).toEqual({ kind: 'ended' });
  expect(stateWhileAway({ kind: 'token' }, 0, 1, 0)).toEqual({ kind: 'token' });
});

test('tries come quickly first and never rarer than every 4 s', () => {
  const waits = [1, 2, 3, 10, 1000].map(retryAfterMs);
  expect(waits[0]).toBeLessThan(1000);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(4000);
});

test('both languages have the same words', () => {
  const keysOf = (value: object, path = ''): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' ? keysOf(inner, `${path}${key}.`) : [`${path}${key}`],
    );
  expect(keysOf(zhCN).sort()).toEqual(keysOf(en).sort());
});
