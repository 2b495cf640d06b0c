import { expect, test } from 'vitest';
import type { DestinationFigures } from '../../../common/live/telemetry.ts';
import { headroomOf, isLineFull } from '../../../main/cohost/headroom.ts';
import type { OutputFigures } from '../../../main/live/broadcast.ts';
import { studioOnAir } from '../../support/cohostSamples.ts';

const MINUTE = 60_000;

function onAir(measuredKbps: number | null, finishedAtMs = 1) {
  const { show, session } = studioOnAir('en', {});
  const [first] = show.destinations;
  if (!first) throw new Error('no destination');
  const values: Record<string, number> = measuredKbps === null ? {} : { measuredKbps };
  const checks = [
    {
      ...{ id: 'upload:x', area: 'upload' as const, destinationId: 'x', state: 'green' as const },
      ...{ found: '', cure: null, error: null },
      values,
    },
  ];
  return {
    show: { ...show, destinations: [{ ...first, id: 'x', kind: 'rtmp' as const }] },
    session: {
      ...session,
      preflight: { startedAtMs: 0, finishedAtMs, checks },
      destinations: { x: { state: 'live' as const } },
    },
  };
}

test('what was measured beside the show counts as it is, an older look less what is sent now', () => {
  const state = onAir(9_004);
  const { videoKbps, audioKbps } = state.show.encoding;
  const left = Math.round((9_004 - videoKbps - audioKbps) / 10) * 10;
  expect(headroomOf(state, null, false, 5 * MINUTE)).toEqual({ kbps: left, ageMinutes: 4 });
  const measured = { kbps: 3_333, atEpochMs: 4 * MINUTE };
  expect(headroomOf(state, measured, false, 5 * MINUTE)).toEqual({ kbps: 3_330, ageMinutes: 1 });
  const later = onAir(9_004, 4.5 * MINUTE);
  expect(headroomOf(later, measured, false, 5 * MINUTE)).toEqual({ kbps: left, ageMinutes: 0 });
});

test('figures of more than half an hour ago are none', () => {
  expect(headroomOf(onAir(9_004), null, false, 40 * MINUTE)).toBeNull();
  expect(headroomOf(onAir(null), null, false, MINUTE)).toBeNull();
});

test('a line is full where a picture was lowered, where much waits, and where a relay is lost', () => {
  const state = onAir(9_004);
  expect(isLineFull(state, null)).toBe(false);
  const figures = (queueMs: number) =>
    ({ destinations: { x: { queueMs } as DestinationFigures } }) as unknown as OutputFigures;
  expect(isLineFull(state, figures(100))).toBe(false);
  expect(isLineFull(state, figures(2_000))).toBe(true);
  const lowered = { kbps: 500, fps: 30, width: 640, height: 360 };
  const delivery = { x: { lowered, linkKbps: 600, onBackup: false, last: null } };
  const low = { ...state, session: { ...state.session, delivery } };
  expect(isLineFull(low, figures(0))).toBe(true);
  expect(headroomOf(low, null, true, MINUTE)).toEqual({ kbps: 0, ageMinutes: 0 });
  const error = { code: 'DISCONNECTED' as const, message: '' };
  const status = { state: 'reconnecting' as const, attempt: 1, nextTryAtMs: 0, error };
  const relays = [{ id: 'r', place: '', own: true, status }];
  expect(isLineFull({ ...state, session: { ...state.session, relays } }, figures(0))).toBe(true);
});
