import { expect, test } from 'vitest';
import { pkSteps, streamOfPlayUrl } from '../../../common/cohost/liveRoomPk.ts';
import type { PkCommand } from '../../../common/pk/commands.ts';
import { decide, newHall, type PkHall } from '../../../common/pk/hall.ts';
import { pkRulesSchema } from '../../../common/pk/pk.ts';

/** `app` has an app of LiveRoom's, the others have studios. */
const room = (roomId: string) => ({
  ...{ roomId, userId: roomId, name: roomId, avatar: '', openToPk: true },
  ...(roomId === 'app' ? { push: true } : {}),
});
const rules = pkRulesSchema.parse({});
let ids = 0;

function run(steps: readonly (readonly [string, { readonly do: PkCommand['do'] }])[]) {
  let hall: PkHall = newHall(1);
  const said: string[][] = [];
  for (const [from, command] of steps) {
    const before = hall.pks.at(-1) ?? null;
    const full = { pkId: before?.id, ...command } as PkCommand;
    const context = { nowMs: 1_000 + ids, room, newId: () => 'pk' };
    const decided = decide(hall, from, `c${ids++}`, full, context);
    expect(decided.refused).toBe(null);
    hall = decided.hall;
    const now = hall.pks.at(-1) ?? null;
    expect(pkSteps(now, before, 'studio')).toEqual([]);
    said.push([...pkSteps(now, before, 'app')]);
  }
  return said;
}
const invite = (...rooms: string[]) => ({ do: 'invite', rooms, rules }) as const;
const sees = { do: 'sees', sees: true } as const;

test('a studio asks an app: it is asked once, and told of the end', () => {
  const joined = [
    ['studio', invite('app')],
    ['app', { do: 'accept' }],
    ['app', sees],
    ['studio', sees],
  ] as const;
  expect(run([...joined, ['studio', { do: 'start' }], ['studio', { do: 'leave' }]])).toEqual([
    ...[['request'], [], [], [], [], ['stop']],
  ]);
  expect(run([...joined, ['studio', { do: 'leave' }]]).at(-1)).toEqual(['stop']);
  expect(run([...joined, ['app', { do: 'leave' }]]).at(-1)).toEqual([]);
  expect(
    run([
      ['studio', invite('app')],
      ['studio', { do: 'cancel' }],
    ]),
  ).toEqual([...[['request'], ['stop']]]);
  expect(
    run([
      ['studio', invite('app')],
      ['app', { do: 'decline' }],
    ]),
  ).toEqual([['request'], []]);
});

test('an app asks a studio: it is answered, and the round begins by itself', () => {
  expect(
    run([
      ['app', invite('studio')],
      ['studio', { do: 'accept' }],
      ['studio', sees],
      ['app', sees],
    ]),
  ).toEqual([[], ['accept'], [], ['start']]);
  expect(
    run([
      ['app', invite('studio')],
      ['studio', { do: 'decline' }],
    ]),
  ).toEqual([[], ['reject']]);
  expect(
    run([
      ['app', invite('studio')],
      ['app', { do: 'cancel' }],
    ]),
  ).toEqual([[], []]);
});

test('an app shows two: of more it is no part', () => {
  expect(run([['studio', invite('app', 'third')]])).toEqual([['decline']]);
});

test('an address says which stream it plays, and is never more than that', () => {
  expect(streamOfPlayUrl('http://h:8080/live/lily_0a1b.flv?token=x')).toBe('lily_0a1b');
  expect(streamOfPlayUrl('https://h/live/lily.m3u8')).toBe('lily');
  for (const url of [
    '',
    'file:///etc/passwd',
    'http://h/live/../x.flv',
    'http://h/a/b/c.flv',
    'rtmp://h/live/x',
  ])
    expect(streamOfPlayUrl(url)).toBe(null);
});
