import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeliveryEvent, HealthSample } from '../../../common/live/delivery.ts';
import { gradeOf, lostShares, stepOf, thinned } from '../../../common/live/health.ts';
import { LADDER, rungAt } from '../../../common/live/ladder.ts';
import type { DestinationFigures } from '../../../common/live/telemetry.ts';
import { NO_STAGE_FIGURES } from '../../../common/live/telemetry.ts';
import type { OutputFigures } from '../../../main/live/broadcast.ts';
import { othersBetween } from '../../../main/live/drill.ts';
import { gapFileOf, Health } from '../../../main/live/health.ts';
import { COLUMNS, cell } from '../../../main/live/healthExport.ts';
import { HealthStore } from '../../../main/live/healthStore.ts';
import { recordedStretch } from '../../../main/live/outages.ts';
import { NOTHING_RECORDED, NOTHING_SENT } from '../../../main/live/receipt.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

const T = 1_700_000_000_000;
const own = (over: Partial<HealthSample['destinations'][string]> = {}) => ({
  state: 'live',
  sendKbps: 3000,
  ackedKbps: 2900,
  targetKbps: 3000,
  queueMs: 20,
  rttMs: 30,
  dropped: 0,
  ...over,
});
const sample = (second: number, over: Partial<HealthSample> = {}): HealthSample => ({
  atEpochMs: T + second * 1000,
  fps: 30,
  skipped: 0,
  composeMs: 3.2,
  encodeMs: 8.1,
  cpuPercent: 90,
  memoryMb: 600,
  destinations: { one: own() },
  ...over,
});

describe('seconds put together', () => {
  it('keep the worst of what was waited for, the sum of what was lost, the mean of what was sent', () => {
    const bad = own({
      state: 'reconnecting',
      sendKbps: 1000,
      queueMs: 900,
      dropped: 40,
      rttMs: -1,
    });
    const samples = [sample(0, { fps: 12, skipped: 3 }), sample(1, { destinations: { one: bad } })];
    const [one, ...more] = thinned(samples, 1);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ atEpochMs: T, fps: 12, skipped: 3 });
    expect(one?.destinations.one).toEqual({
      ...{ state: 'reconnecting', sendKbps: 2000, ackedKbps: 2900, targetKbps: 3000 },
      ...{ queueMs: 900, rttMs: 30, dropped: 40 },
    });
    expect(thinned(samples, 2)).toBe(samples);
    const day = Array.from({ length: 10_000 }, (_, second) => sample(second));
    expect(thinned(day, 1200).length).toBeLessThanOrEqual(1200);
  });

  it('say how much was lost of all, and how bad that is', () => {
    const samples = Array.from({ length: 10 }, (_, second) => sample(second, { skipped: 3 }));
    expect(lostShares(samples, 'one').skipped).toBeCloseTo(30 / 330);
    expect(lostShares(samples, 'one').dropped).toBe(0);
    expect([0.01, 0.02, 0.06].map(gradeOf)).toEqual(['good', 'amber', 'red']);
  });
});

it('knows the step of the ladder that a picture is on', () => {
  const chosen = { kbps: 3000, fps: 30, width: 1280, height: 720 };
  expect(stepOf(null, chosen)).toBe(-1);
  expect(stepOf(chosen, chosen)).toBe(-1);
  for (const step of LADDER.keys()) expect(stepOf(rungAt(step, 400, chosen), chosen)).toBe(step);
});

it('a day of seconds is kept, and no more', () => {
  const store = new HealthStore({ chunk: 10, chunks: 3 });
  for (let second = 0; second < 45; second += 1)
    store.add(sample(second, second === 44 ? { destinations: {} } : {}));
  const kept = [...store.samples()];
  expect(kept).toHaveLength(store.length);
  expect(kept[0]).toEqual(sample(20));
  expect(kept.at(-1)).toEqual(sample(44, { destinations: {} }));
  expect([...store.samples(T + 43_000)]).toHaveLength(2);
});

it('a cell of the CSV is never a formula and never breaks its line', () => {
  expect(cell('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
  for (const text of ['+1', '-1', '@SUM(A1)', '\tx', '  =1']) expect(cell(text)).toMatch(/^"?'/);
  expect(cell('a,b\nc')).toBe('"a,b\nc"');
  expect(cell(-1)).toBe('-1');
});

it('finds the stretch of the recording that fills a gap, in the file that has most of it', () => {
  const parts = [
    { file: 'a.mp4', startedAtEpochMs: T, seconds: 60 },
    { file: 'b.mp4', startedAtEpochMs: T + 62_000, seconds: 100 },
  ];
  expect(recordedStretch(parts, T + 12_345, T + 20_000)).toEqual({
    ...{ file: 'a.mp4', fromSeconds: 12.345, toSeconds: 20 },
  });
  expect(recordedStretch(parts, T + 55_000, T + 82_000)).toMatchObject({
    ...{ file: 'b.mp4', fromSeconds: 0, toSeconds: 20 },
  });
  expect(recordedStretch(parts, T - 9_000, T - 1_000)).toBeNull();
});

const sent = (videoPacketsSent: number, dropped = 0): DestinationFigures => ({
  ...NOTHING_SENT,
  videoPacketsSent,
  dropped,
});
const figures = (
  video: number,
  destinations: OutputFigures['destinations'],
  recorded = video,
): OutputFigures => ({
  destinations,
  recording: { ...NOTHING_RECORDED, videoFrames: recorded },
  received: { video, audio: Math.round(video * 1.5625) },
});

it('counts what every other output got while one cable was cut', () => {
  const before = figures(100, { a: sent(99), b: sent(100, 5) });
  const back = figures(400, { a: sent(398), b: sent(380, 25) });
  const later = figures(430, { a: sent(430), b: sent(410, 25) });
  const destinations = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ];
  expect(othersBetween(before, back, later, { destinations, fps: 30 })).toEqual({
    encoded: 300,
    others: [
      { id: 'a', name: 'A', frames: 300, missed: 0 },
      { id: 'b', name: 'B', frames: 292, missed: 8 },
      { id: 'recorder', name: '', frames: 300, missed: 0 },
    ],
  });
  // Who was sent every other frame for a while is owed no more of them.
  const late = { ...later, destinations: { a: sent(299), b: sent(410, 25) } };
  const lowered = new Set(['a']);
  expect(othersBetween(before, back, late, { destinations, fps: 30, lowered })).toMatchObject({
    others: [{ id: 'a', frames: 200, missed: 0 }, { id: 'b' }, { id: 'recorder' }],
  });
});

it('counts by what was sent where nothing of the main lane was made', () => {
  const none = { received: { video: 0, audio: 0 }, recording: NOTHING_RECORDED };
  const before = { ...none, destinations: { a: sent(90), b: sent(95) } };
  const back = { ...none, destinations: { a: sent(390), b: sent(380) } };
  const destinations = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ];
  expect(othersBetween(before, back, back, { destinations, fps: 30 })).toEqual({
    encoded: 300,
    others: [
      { id: 'a', name: 'A', frames: 300, missed: 0 },
      { id: 'b', name: 'B', frames: 285, missed: 15 },
    ],
  });
});

describe('a broadcast', () => {
  let folder: string;
  let store: StudioStore;
  let health: Health;
  let answer: OutputFigures;
  const told: HealthSample[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'health-'));
    vi.useFakeTimers({ now: T, toFake: ['setInterval', 'clearInterval', 'setTimeout', 'Date'] });
    store = new StudioStore(freshState());
    answer = figures(0, { embedded: NOTHING_SENT });
    told.length = 0;
    health = new Health({
      store,
      folder: join(folder, 'health'),
      order: () => undefined,
      output: async () => answer,
      stage: () => ({ figures: { ...NO_STAGE_FIGURES, fps: 30 }, skipped: 0 }),
      system: () => ({ cpuPercent: 50, memoryMb: 500 }),
      cut: async ({ target }) => ({
        ok: true,
        value: { file: target, fromSeconds: 0, toSeconds: 1 },
      }),
      onSample: (it) => told.push(it),
    });
    store.session((session) => {
      session.live = { state: 'starting' };
      session.destinations = { embedded: { state: 'connecting' } };
    });
    await vi.advanceTimersByTimeAsync(0);
    store.session((session) => {
      session.live = { state: 'live', startedAtMs: T };
      session.destinations.embedded = { state: 'live' };
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await health.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const event = (it: Omit<DeliveryEvent, 'atEpochMs'>) =>
    health.take({ type: 'delivery', id: 'embedded', event: { atEpochMs: Date.now(), ...it } });
  const state = (next: Parameters<StudioStore['session']>[0]) => store.session(next);
  const stalled = { code: 'STALLED', message: 'm', detail: { silentMs: 2200 } } as const;

  it('that is interrupted gets a receipt with the exact time, the frames and the stretch', async () => {
    const parts = [{ file: '/v/show.mp4', startedAtEpochMs: T + 500, seconds: 3600 }];
    answer = {
      ...figures(300, { embedded: sent(300) }),
      recording: { ...NOTHING_RECORDED, parts },
    };
    await vi.advanceTimersByTimeAsync(10_000);
    state((session) => {
      session.destinations.embedded = {
        state: 'reconnecting',
        attempt: 1,
        nextTryAtMs: 0,
        error: stalled,
      };
    });
    event({ kind: 'lost', error: stalled });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(store.state.session.outages).toHaveLength(1);
    answer = {
      ...figures(480, { embedded: { ...sent(300), dropped: 461 } }),
      recording: { ...NOTHING_RECORDED, parts },
    };
    state((session) => {
      session.destinations.embedded = { state: 'live' };
    });
    event({ kind: 'back', offAirMs: 4_000 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(store.state.session.outages).toMatchObject([
      {
        ...{ destinationId: 'embedded', destinationName: 'Here', byDrill: false },
        ...{ fromEpochMs: T + 7_800, toEpochMs: T + 14_000, offAirMs: 6_200 },
        ...{ framesLost: 180, viewersSaw: 'frozen', cause: { code: 'STALLED' } },
        recorded: { file: '/v/show.mp4', fromSeconds: 7.3, toSeconds: 13.5 },
      },
    ]);
    expect(health.log('embedded').map(({ kind }) => kind)).toEqual(['onAir', 'lost', 'back']);
    // The log and the receipt tell the same time off air.
    expect(health.log('embedded').at(-1)?.offAirMs).toBe(6_200);

    const [outage] = store.state.session.outages;
    const cut = await health.cut(outage?.id ?? '');
    expect(cut).toEqual({ ok: true, value: { file: gapFileOf('/v/show.mp4', T + 7_800) } });
    expect(store.state.session.outages[0]).toMatchObject({ cutProgress: null });
    expect(store.state.session.outages[0]?.cutFile).toMatch(/show gap \d\d-\d\d-\d\d\.mp4$/);
  });

  it('whose output process is lost has its lines and its receipt all the same', async () => {
    await vi.advanceTimersByTimeAsync(5_000);
    state((session) => {
      const error = { code: 'OUTPUT_LOST', message: 'm' } as const;
      session.destinations.embedded = { state: 'reconnecting', attempt: 1, nextTryAtMs: 0, error };
    });
    await vi.advanceTimersByTimeAsync(1_200);
    event({ kind: 'onAir' });
    state((session) => {
      session.destinations.embedded = { state: 'live' };
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(health.log('embedded').map(({ kind }) => kind)).toEqual(['onAir', 'lost', 'back']);
    expect(store.state.session.outages).toMatchObject([
      { cause: { code: 'OUTPUT_LOST' }, offAirMs: 1_200 },
    ]);
    expect(store.state.session.delivery.embedded?.last?.kind).toBe('back');
  });

  it('is kept on disk second by second, and is exported as CSV and JSON', async () => {
    event({ kind: 'lowered', linkKbps: 1200 });
    expect(store.state.session.delivery.embedded).toMatchObject({ linkKbps: 1200 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toHaveLength(3);
    expect(health.samples(0, 2)).toHaveLength(2);
    vi.useRealTimers();

    const csv = join(folder, 'out.csv');
    expect(await health.export('csv', csv)).toEqual({ ok: true, value: { file: csv } });
    const text = await readFile(csv, 'utf8');
    expect(text.startsWith(`\uFEFF${COLUMNS.join(',')}\r\n`)).toBe(true);
    const rows = text.trimEnd().split('\r\n').slice(1);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.split(',')).toHaveLength(COLUMNS.length);
    expect(rows[0]).toContain('lowered');

    const json = join(folder, 'out.json');
    await health.export('json', json);
    const whole = JSON.parse(await readFile(json, 'utf8'));
    expect(whole.samples).toHaveLength(3);
    expect(whole.destinations).toEqual({ embedded: 'Here' });

    const nowhere = await health.export('csv', join(folder, 'no', 'out.csv'));
    expect(nowhere).toMatchObject({ ok: false, error: { code: 'PATH_UNWRITABLE' } });

    await health.stop();
    const [file] = await readdir(join(folder, 'health'));
    const lines = (await readFile(join(folder, 'health', file ?? ''), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).line).sort()).toEqual(
      ['begin', 'end', 'event', 'event', 'sample', 'sample', 'sample'].sort(),
    );
  });
});
