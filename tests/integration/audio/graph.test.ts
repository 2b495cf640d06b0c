import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { type Effect, newStrip, type StripChange } from '../../../common/show/mixer.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { SoundHarness } from '../../support/soundPage/page.ts';
import { openSoundPage, type PageOf } from '../../support/stagePage.ts';

let page: PageOf<SoundHarness>;
beforeAll(async () => {
  page = await openSoundPage();
});
afterAll(() => page?.close());

const names = {
  ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
  ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
};

const tone = (id: string, frequencyHz: number, pattern: 'steady' | 'beep'): Source => ({
  ...{ kind: 'tone', id, name: id, frequencyHz, pattern },
});
const device = (id: string): Source => ({ kind: 'microphone', id, name: id, deviceId: 'none' });

/** Two tones at -20 dB, one that beeps at whole seconds, and a place for sound that is sent. */
const SOURCES = {
  a: tone('a', 1000, 'steady'),
  b: tone('b', 3000, 'steady'),
  beep: tone('beep', 440, 'beep'),
  sent: device('sent'),
};

function show(
  strips: Partial<Record<keyof typeof SOURCES | 'master', StripChange>>,
  rest: Partial<ShowState['mixer']> = {},
  recordedTracks: number[] = [1],
): ShowState {
  const state = stateOfShow(defaultShow(names));
  const made = Object.entries({ master: {}, ...strips }).map(([id, change]) => [
    id,
    { ...newStrip(), ...change },
  ]);
  return {
    ...state,
    sources: SOURCES,
    mixer: {
      ...state.mixer,
      ...{ strips: Object.fromEntries(made), groups: [], limiterDb: null, ...rest },
    },
    encoding: { ...state.encoding, recordedTracks },
  };
}

const near = (levels: readonly [number, number] | undefined, left: number, right = left) => {
  for (const [index, wanted] of [left, right].entries()) {
    const level = levels?.[index] ?? Number.NaN;
    if (wanted === -Infinity) expect(level).toBeLessThan(-80);
    else expect(Math.abs(level - wanted)).toBeLessThan(0.1);
  }
};

describe.concurrent('the audio graph in Chromium', () => {
  it('mutes, fades, pans, groups, routes, ducks: what the document says is in the samples', async () => {
    const listen = { listenMs: 200, frequenciesHz: [1000, 3000] };
    const ducking = { byId: 'b', amountDb: -12, thresholdDb: -40, attackMs: 20, releaseMs: 100 };
    const groups = [{ id: 'g', name: 'G', gainDb: -10, muted: false }];
    const { steps, ...rest } = await page.call('hear', [
      { ...listen, show: show({ a: {}, b: {} }) },
      { ...listen, show: show({ a: { muted: true }, b: {} }) },
      { ...listen, show: show({ a: { gainDb: -10, pan: 1 }, b: {} }) },
      { ...listen, show: show({ a: { tracks: [2] }, b: {} }, {}, [1, 2]) },
      { ...listen, show: show({ a: { monitor: 'only' }, b: {} }) },
      { ...listen, show: show({ a: { ducking }, b: {} }) },
      // Long enough to come back from the ducking.
      { ...listen, settleMs: 1000, show: show({ a: { groupId: 'g' }, b: {} }, { groups }) },
      { ...listen, show: show({ a: {}, b: { solo: true }, master: { gainDb: -6 } }) },
    ]);
    const [a, b] = [1000, 3000].map((hz) => steps.map((step) => step[1]?.atDb[hz]));
    near(a?.[0], -20);
    near(a?.[1], -Infinity);
    near(a?.[2], -Infinity, -27);
    near(a?.[3], -Infinity);
    near(steps[3]?.[2]?.atDb[1000], -20);
    near(steps[3]?.[2]?.atDb[3000], -Infinity);
    near(a?.[4], -Infinity);
    near(a?.[5], -32);
    near(a?.[6], -30);
    // Solo is never heard on air.
    near(a?.[7], -26);
    for (const level of b?.slice(0, 7) ?? []) near(level, -20);
    expect(rest.troubles).toEqual([]);
    expect(rest.meterHz).toBeGreaterThan(20);
    expect(Math.abs(rest.loudnessHz - 10)).toBeLessThan(1);
    near(rest.lastLevels.a?.inputDb, -20);
    expect(rest.lastLoudness?.momentary).toBeGreaterThan(-26);
    expect(rest.lastLoudness?.momentary).toBeLessThan(-20);
  });

  it('delays by the millisecond, also the other way, and keeps the beep on the second', async () => {
    const listen = { listenMs: 1050, settleMs: 600 };
    const { steps } = await page.call('hear', [
      { ...listen, show: show({ beep: {} }) },
      { ...listen, show: show({ beep: { delayMs: 300 } }) },
      { ...listen, show: show({ beep: { delayMs: -200 } }) },
    ]);
    const onsets = steps.map((step) => step[1]?.onsetsMs[0] ?? Number.NaN);
    const off = (ms: number, wanted: number) => Math.abs(((ms - wanted + 1500) % 1000) - 500);
    // The 440 Hz beep needs a moment to be more than silence.
    expect(off(onsets[0] as number, 0)).toBeLessThan(1);
    expect(off(onsets[1] as number, 300)).toBeLessThan(1);
    expect(off(onsets[2] as number, 800)).toBeLessThan(1);
  });

  it('takes sound that is sent ahead, makes it mono, and takes the noise of a room out of it', async () => {
    const suppress = (method: 'rnnoise' | 'gtcrn'): Effect[] => [
      { id: method, kind: 'noiseSuppression', enabled: true, method },
    ];
    const { steps, troubles } = await page.call('hear', [
      { show: show({ sent: {} }), plug: { sent: 'left' }, listenMs: 200, settleMs: 600 },
      { show: show({ sent: { mono: true } }), listenMs: 200 },
      { show: show({ sent: {} }), plug: { sent: 'noise' }, listenMs: 300, settleMs: 700 },
      { show: show({ sent: { chain: suppress('rnnoise') } }), listenMs: 500, settleMs: 1500 },
    ]);
    const levels = steps.map((step) => step[1]?.levelDb);
    near(levels[0], -20, -Infinity);
    near(levels[1], -26);
    const noise = levels[2]?.[0] ?? 0;
    expect(noise).toBeGreaterThan(-60);
    expect(levels[3]?.[0]).toBeLessThan(noise - 10);
    expect(troubles).toEqual([]);
  });

  it('hears the microphone, and warns when it is too loud', async () => {
    // Chromium's made-up microphone beeps at full scale.
    const { steps, warnings } = await page.call('hear', [
      { show: show({ sent: {} }), plug: { sent: 'microphone' }, listenMs: 1100, settleMs: 800 },
      { show: show({ sent: { muted: true } }), listenMs: 600 },
    ]);
    expect(steps[0]?.[1]?.levelDb[0]).toBeGreaterThan(-50);
    expect(steps[1]?.[1]?.levelDb[0]).toBeLessThan(-80);
    expect(warnings).toContainEqual(['clipping:sent', true]);
  });
});

// By itself: a loudspeaker's clock does not wait, as the programme's does.
describe('the monitor', () => {
  it('is heard on a device of its own: only, both, solo, and nothing of it on air', async () => {
    const listen = { listenMs: 400, settleMs: 600, frequenciesHz: [1000, 3000] };
    const on = { monitor: { deviceId: 'default', gainDb: -6 } };
    const { steps, monitor, troubles } = await page.call('hear', [
      { ...listen, show: show({ a: {}, b: {} }, on) },
      { ...listen, show: show({ a: { monitor: 'only' }, b: {} }, on), settleMs: 1500 },
      { ...listen, show: show({ a: { monitor: 'both', gainDb: -10 }, b: {} }, on) },
      { ...listen, show: show({ a: { monitor: 'both' }, b: { solo: true, gainDb: -30 } }, on) },
      { ...listen, show: show({ a: {}, b: {} }, on) },
    ]);
    expect(troubles).toEqual([]);
    const heard = (step: number, hz: number) => monitor[step]?.[hz] ?? -Infinity;
    // The device's clock is still being followed, so the pitch is not quite that, and less is found at it.
    const isNear = (level: number, wanted: number) =>
      expect(Math.abs(level - wanted)).toBeLessThan(6);
    expect(monitor[0]).toBeNull();
    isNear(heard(1, 1000), -26);
    expect(heard(1, 3000)).toBeLessThan(-80);
    near(steps[1]?.[1]?.atDb[1000], -Infinity);
    isNear(heard(2, 1000), -36);
    near(steps[2]?.[1]?.atDb[1000], -30);
    // Before the fader.
    isNear(heard(3, 3000), -26);
    expect(heard(3, 1000)).toBeLessThan(-70);
    near(steps[3]?.[1]?.atDb[1000], -20);
    near(steps[3]?.[1]?.atDb[3000], -50);
    expect(monitor[4]).toBeNull();
  });

  it('says that the monitor has no device, and plays on the one that is chosen instead', async () => {
    const strips = { a: { monitor: 'only' as const } };
    const on = (deviceId: string) => show(strips, { monitor: { deviceId, gainDb: 0 } });
    const { monitor, troubles } = await page.call('hear', [
      { show: on('nowhere'), listenMs: 100, settleMs: 600, frequenciesHz: [1000] },
      { show: on('default'), listenMs: 300, settleMs: 1200, frequenciesHz: [1000] },
    ]);
    expect(troubles).toEqual(['DEVICE_MISSING', 'monitor is well']);
    expect(monitor[0]).toBeNull();
    expect(Math.abs((monitor[1]?.[1000] ?? 0) + 20)).toBeLessThan(2);
  });
});
