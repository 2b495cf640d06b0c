import { expect, test } from 'vitest';
import { readinessOf } from '../../../main/cohost/readiness.ts';
import { qualityOf } from '../../../renderer/ui/features/guests/quality.ts';
import { isAsked, minutes, outcomeOf, shareOf } from '../../../renderer/ui/features/pk/pkNow.ts';
import { anchor, OWN_ROOM, pkOf, stats, studioOnAir } from '../../support/cohostSamples.ts';

test('a connection is as good as the worst of its figures', () => {
  expect(qualityOf(undefined)).toBe('none');
  expect(qualityOf(stats({ state: 'connecting' }))).toBe('none');
  expect(qualityOf(stats())).toBe('good');
  expect(qualityOf(stats({ loss: 0.03 }))).toBe('fair');
  expect(qualityOf(stats({ fps: 9 }))).toBe('fair');
  // A camera that is off is no fault of the line.
  expect(qualityOf(stats({ fps: 0, width: 0 }))).toBe('good');
  expect(qualityOf(stats({ rttMs: 700 }))).toBe('poor');
  expect(qualityOf(stats({ state: 'disconnected' }))).toBe('poor');
});

test('an invitation is asked once, of those who were invited', () => {
  const other = anchor('room-b', 'B');
  const me = anchor(OWN_ROOM, 'Me', { answer: 'waiting' });
  expect(isAsked(pkOf([other, me]), OWN_ROOM)).toBe(true);
  expect(isAsked(pkOf([other, me]), 'room-b')).toBe(false);
  expect(isAsked(pkOf([other, { ...me, answer: 'accepted' }]), OWN_ROOM)).toBe(false);
  expect(isAsked(pkOf([other, { ...me, out: 'timeout' }]), OWN_ROOM)).toBe(false);
  expect(isAsked(pkOf([other, me], { phase: 'running' }), OWN_ROOM)).toBe(false);
  expect(isAsked(null, OWN_ROOM)).toBe(false);
});

test('a round is won, lost or drawn once it is decided', () => {
  const members = [anchor(OWN_ROOM, 'Me', { points: 30 }), anchor('room-b', 'B', { points: 10 })];
  const decided = (winners: string[]) =>
    pkOf(members, {
      ...{ phase: 'settling', round: 1 },
      results: [{ round: 1, by: 'score', winners, points: {} }],
    });
  expect(outcomeOf(decided([OWN_ROOM]), OWN_ROOM)).toBe('win');
  expect(outcomeOf(decided(['room-b']), OWN_ROOM)).toBe('lose');
  expect(outcomeOf(decided([OWN_ROOM, 'room-b']), OWN_ROOM)).toBe('draw');
  // A rematch that runs has no outcome yet.
  expect(outcomeOf({ ...decided([OWN_ROOM]), phase: 'running' }, OWN_ROOM)).toBeNull();
  expect(members.map((it) => shareOf(it, members))).toEqual([0.75, 0.25]);
  expect(shareOf(anchor('x', 'X'), [anchor('x', 'X'), anchor('y', 'Y')])).toBe(0.5);
  expect([minutes(0), minutes(65), minutes(600)]).toEqual(['0:00', '1:05', '10:00']);
});

test('what is ready is rounded, with the age of what is known of the line', () => {
  const { show, session } = studioOnAir('en', { clockOffsetMs: 12.4 });
  const state = { show, session };
  expect(readinessOf(state, { loudnessLufs: -18.26 }, null)).toEqual({
    ...{ headroomKbps: null, loudnessLufs: -18.5, clockOffsetMs: 12 },
    ...{ width: 1280, height: 720 },
  });
  expect(readinessOf(state, { loudnessLufs: -90 }, { kbps: 20, ageMinutes: 3 })).toMatchObject({
    ...{ loudnessLufs: null, headroomKbps: 20, headroomAgeMinutes: 3 },
  });
});
