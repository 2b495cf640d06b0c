import { expect, test } from 'vitest';
import type { Preflight, PreflightCheck } from '../../../common/live/delivery.ts';
import { groupsOf, verdictOf } from '../../../renderer/ui/features/preflight/verdict.ts';

const check = (
  id: string,
  state: PreflightCheck['state'],
  destinationId: string | null = null,
): PreflightCheck => ({
  id,
  area: 'disk',
  destinationId,
  state,
  found: 'x',
  cure: null,
  values: {},
  error: null,
});
const run = (checks: PreflightCheck[], finishedAtMs: number | null = 1): Preflight => ({
  startedAtMs: 0,
  finishedAtMs,
  checks,
});

test('the worst finding is the verdict, once all have come', () => {
  expect(verdictOf(null).word).toBe('none');
  expect(verdictOf(run([check('a', 'red'), check('b', 'running')], null))).toEqual({
    word: 'running',
    count: 0,
    done: 1,
    all: 2,
  });
  expect(verdictOf(run([check('a', 'green'), check('b', 'skipped')])).word).toBe('ready');
  expect(verdictOf(run([check('a', 'amber'), check('b', 'green')]))).toMatchObject({
    word: 'look',
    count: 1,
  });
  expect(verdictOf(run([check('a', 'amber'), check('b', 'red'), check('c', 'red')]))).toMatchObject(
    { word: 'blocked', count: 2 },
  );
  expect(verdictOf(run([check('a', 'running'), check('b', 'red')])).word).toBe('cancelled');
});

test('findings stand by destination, in the order of the list, and this machine last', () => {
  const checks = [
    check('disk', 'green'),
    check('dns:b', 'green', 'b'),
    check('dns:gone', 'red', 'gone'),
    check('dns:a', 'green', 'a'),
    check('auth:b', 'red', 'b'),
  ];
  const groups = groupsOf(checks, ['a', 'b', 'c']);
  expect(groups.map(({ destinationId }) => destinationId)).toEqual(['a', 'b', 'gone', null]);
  expect(groups[1]?.checks.map(({ id }) => id)).toEqual(['dns:b', 'auth:b']);
});
