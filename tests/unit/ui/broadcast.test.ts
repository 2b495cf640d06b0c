import { expect, test } from 'vitest';
import type { StudioState } from '../../../common/ipc/contract.ts';
import type { Session } from '../../../common/live/session.ts';
import type { DestinationFigures, StageFigures } from '../../../common/live/telemetry.ts';
import { BroadcastWatch } from '../../../renderer/ui/app/broadcast.ts';
import type { Figures } from '../../../renderer/ui/app/telemetry.ts';
import { sampleState } from './sampleState.ts';

const studio = (session: Partial<Session>): StudioState => {
  const sample = sampleState();
  return { ...sample, session: { ...sample.session, ...session } };
};

const figures = (encoded: number, skipped: number, reconnects = 0): Figures => ({
  stage: { encoded, skipped } as StageFigures,
  output: {
    destinations: { a: { reconnects, offAirMs: reconnects * 1500 } as DestinationFigures },
    recording: { videoFrames: 0, audioFrames: 0, durationMs: 0, bytes: 0 },
  },
  system: null,
});

const live = { state: 'live', startedAtMs: 10_000 } as const;

test('the summary counts this broadcast only, across a restart of the stage', () => {
  const watch = new BroadcastWatch(() => 70_000);
  watch.seeFigures(figures(500, 40));
  expect(watch.seeState(studio({ live }))).toBeNull();
  watch.seeFigures(figures(1000, 50));
  watch.seeFigures(figures(1600, 52));
  watch.seeFigures(figures(100, 3, 2)); // the stage began again
  const recording = { state: 'recording', file: '/v/a.mp4' } as const;
  expect(watch.seeState(studio({ live, recording }))).toBeNull();
  expect(watch.seeState(studio({ live: { state: 'stopping' } }))).toBeNull();
  expect(watch.seeState(studio({ live: { state: 'idle' } }))).toEqual({
    lengthMs: 60_000,
    encoded: 700,
    skipped: 5,
    outages: 2,
    offAirMs: 3000,
    recordingFile: '/v/a.mp4',
  });
  expect(watch.seeState(studio({ live: { state: 'idle' } }))).toBeNull();
});

test('a recording that was finished before is not part of it', () => {
  const watch = new BroadcastWatch(() => 70_000);
  const recording = { state: 'finished', file: '/v/old.mp4' } as const;
  watch.seeState(studio({ live, recording }));
  expect(watch.seeState(studio({ recording }))?.recordingFile).toBeNull();
});

test('a start that failed has no summary', () => {
  const watch = new BroadcastWatch();
  watch.seeState(studio({ live: { state: 'starting' } }));
  const error = { code: 'AUTH', message: 'refused' } as const;
  expect(watch.seeState(studio({ live: { state: 'failed', error } }))).toBeNull();
});
