import { expect, test } from 'vitest';
import { decideGuest, decideHost, gone } from '../../../common/cohost/decide.ts';
import { cohostLimits, newDesk, personAt } from '../../../common/cohost/desk.ts';
import { mayPush, pushed, unpushed } from '../../../common/cohost/pushed.ts';

const context = { nowMs: 1_000, newTicket: () => 't' };
const lily = { userId: 'lily', name: 'Lily', avatar: '', push: '' };
const asked = decideGuest(newDesk(1), lily, 'a', { do: 'raise' }, context).desk;
const taken = decideHost(
  ...([asked, 'host', 'b', { do: 'accept', userId: 'lily', ticket: 't', toAir: true }] as const),
  ...([() => undefined, context] as const),
).desk;
const of = (desk: typeof taken) => personAt(desk, 'lily');

test('only who was taken in may push, and only who came to push', () => {
  expect(mayPush({ stage: 'asking', push: '' })).toBe(false);
  expect(mayPush({ stage: 'invited', push: '' })).toBe(false);
  for (const stage of ['joining', 'green', 'air'] as const) {
    expect(mayPush({ stage, push: '' })).toBe(true);
    expect(mayPush({ stage })).toBe(false);
  }
  expect(of(taken)).toMatchObject({ stage: 'joining', push: '' });
});

test('a stream that comes is somebody who is heard; one that ends leaves the rest as it is', () => {
  const away = gone(taken, 'lily', 2_000);
  const there = pushed(away, 'lily', 'lily_1', 3_000);
  expect(of(there)).toMatchObject({ push: 'lily_1', lostAtMs: null });
  expect(pushed(there, 'lily', 'lily_1', 3_000)).toBe(there);
  const ended = pushed(there, 'lily', '', 4_000);
  expect(of(ended)).toMatchObject({ push: '', lostAtMs: null });
  expect(of(pushed(away, 'lily', 'x', 2_000 + cohostLimits.lostMs))).toBeUndefined();
});

test('what is over frees the seat, and does nothing to those who came another way', () => {
  const left = unpushed(taken, 'lily', 'left', 2_000);
  expect(of(left)).toBeUndefined();
  expect(left.farewells).toEqual([{ userId: 'lily', why: 'left' }]);
  const { push: _, ...byWeb } = lily;
  const other = decideGuest(newDesk(1), byWeb, 'a', { do: 'raise' }, context).desk;
  expect(unpushed(other, 'lily', 'left', 2_000)).toBe(other);
  expect(pushed(other, 'lily', 'x', 2_000)).toBe(other);
});

test('invited by the host, and asking by an app: that is a yes, and a push', () => {
  const find = () => ({ userId: 'lily', name: 'Lily', avatar: '' });
  const invite = { do: 'invite', userId: 'lily' } as const;
  const invited = decideHost(newDesk(1), 'host', 'b', invite, find, context).desk;
  const raised = decideGuest(invited, lily, 'a', { do: 'raise' }, context).desk;
  expect(of(raised)).toMatchObject({ stage: 'joining', push: '', way: 'invitation' });
});
