import { expect, it } from 'vitest';
import type { Pk, PkMember } from '../../../common/pk/pk.ts';
import { missedAfter } from '../../../main/cohost/missed.ts';

const member = (roomId: string, change: Partial<PkMember> = {}): PkMember => ({
  ...{ roomId, userId: roomId, name: `Anchor ${roomId}`, avatar: '', answer: 'waiting' },
  ...{ readiness: null, sees: false, lostAtMs: null, out: null, points: 0, rematch: false },
  ...change,
});
const rules = { roundSeconds: 60, penaltySeconds: 0, likePoints: 1 };
const pk = (id: string, inviter: string, members: readonly PkMember[]): Pk => ({
  ...{ id, inviter, rules, members, phase: 'ended', round: 0, endsAtMs: null, pausedMs: null },
  ...{ blindAtMs: null, results: [], ended: 'timeout' },
});

it('keeps who asked in vain and when, until the next PK', () => {
  const asked = pk('1', 'a', [member('a'), member('b')]);
  expect(missedAfter(null, asked, 'b', 5)).toBe(null);
  const lapsed = pk('1', 'a', [member('a'), member('b', { out: 'timeout' })]);
  const missed = missedAfter(null, lapsed, 'b', 10_005);
  expect(missed).toEqual({ pkId: '1', roomId: 'a', name: 'Anchor a', atMs: 10_005, rules });
  // The same again, and none at all, change nothing.
  expect(missedAfter(missed, lapsed, 'b', 20_000)).toBe(missed);
  expect(missedAfter(missed, null, 'b', 20_000)).toBe(missed);
  // Whoever asked has missed nothing; who declined, neither; the next PK is the next.
  expect(missedAfter(null, lapsed, 'a', 1)).toBe(null);
  const declined = pk('2', 'c', [member('c'), member('b', { out: 'declined' })]);
  expect(missedAfter(missed, declined, 'b', 1)).toBe(null);
  const later = pk('3', 'c', [member('c'), member('b', { out: 'timeout' })]);
  expect(missedAfter(missed, later, 'b', 30_000)).toMatchObject({ pkId: '3', roomId: 'c' });
});
