import { describe, expect, it } from 'vitest';
import { newStrip, type StripChange } from '../../../common/show/mixer.ts';
import { Mixer } from '../../../renderer/stage/audio/mixer/mixer.ts';
import type { MixerSettings } from '../../../renderer/stage/audio/mixer/settings.ts';
import { toneDb } from './tones.ts';

const RATE = 48_000;
const HOST = 500;
const MUSIC = 1_000;
/** Of who waits. */
const GUEST = 2_000;
const NONE = -110;
/** A quarter of a second, whole blocks and periods. */
const LENGTH = 12_288;

const settingsOf = (
  strips: Record<string, StripChange>,
  rest: Partial<MixerSettings> = {},
): MixerSettings => ({
  strips: Object.fromEntries(
    Object.entries({ master: {}, ...strips }).map(([id, it]) => [id, { ...newStrip(), ...it }]),
  ),
  ...{ groups: [], tracks: [1, 2], limiterDb: -1, monitor: false },
  tones: {
    host: { frequencyHz: HOST, pattern: 'steady' },
    music: { frequencyHz: MUSIC, pattern: 'steady' },
  },
  ...rest,
});
const strips = { host: { gainDb: -20, tracks: [1, 2] }, music: { gainDb: -20 } };

type Bus = 'programme' | 'iso' | 'seat' | 'monitor' | 'talk';

/** How loud host, music and guest are in each bus, once all has settled. */
function run(mixer: Mixer, from = 0): Record<Bus, readonly [number, number, number]> {
  const length = LENGTH;
  const heard: Record<Bus, Float32Array> = {
    ...{ programme: new Float32Array(length), iso: new Float32Array(length) },
    ...{ seat: new Float32Array(length), monitor: new Float32Array(length) },
    talk: new Float32Array(length),
  };
  const settled = LENGTH;
  for (let at = 0; at < settled + length; at += 128) {
    const wave = Float32Array.from(
      { length: 128 },
      (_, i) => 0.2 * Math.sin((2 * Math.PI * GUEST * (from + at + i)) / RATE),
    );
    mixer.hear({ channels: [wave, wave], sampleRate: RATE, timeUs: null });
    mixer.process(from + at);
    const buses: Record<Bus, Float32Array | undefined> = {
      ...{ programme: mixer.track(1)?.[0], iso: mixer.track(2)?.[0] },
      ...{ seat: mixer.returns.get(1)?.block[0], monitor: mixer.monitor[0] },
      talk: mixer.talk?.[0],
    };
    if (at >= settled)
      for (const [bus, samples] of Object.entries(buses))
        if (samples) heard[bus as Bus].set(samples, at - settled);
  }
  return Object.fromEntries(
    Object.entries(heard).map(([bus, samples]) => [
      bus,
      [HOST, MUSIC, GUEST].map((it) => toneDb(samples, it, RATE)),
    ]),
  ) as Record<Bus, [number, number, number]>;
}

function mixerWith(settings: MixerSettings): Mixer {
  const mixer = new Mixer();
  mixer.origin = 0;
  mixer.set(settings);
  mixer.setReturns({ 1: [] });
  return mixer;
}

describe('who waits in the green room', () => {
  it('is heard in the monitor, and nowhere else', () => {
    const mixer = mixerWith(settingsOf(strips));
    mixer.listen(true);
    const heard = run(mixer);
    expect(heard.monitor[2]).toBeGreaterThan(-20);
    for (const bus of ['programme', 'iso', 'seat', 'talk'] as const)
      expect(heard[bus][2], bus).toBeLessThan(NONE);
    // The monitor plays nothing else that was not asked for.
    expect(Math.max(heard.monitor[0], heard.monitor[1])).toBeLessThan(NONE);
    mixer.listen(false);
    const after = run(mixer, RATE);
    expect(mixer.listens).toBe(false);
    expect(after.programme[2]).toBeLessThan(NONE);
  });

  it('is heard beside what the monitor plays', () => {
    const monitored = settingsOf({ ...strips, master: { monitor: 'both' } }, { monitor: true });
    const mixer = mixerWith(monitored);
    mixer.listen(true);
    const { monitor, programme } = run(mixer);
    expect(monitor[2]).toBeGreaterThan(-20);
    expect(monitor[1]).toBeCloseTo(programme[1], 1);
    mixer.listen(false);
    expect(run(mixer, RATE).monitor[2]).toBeLessThan(NONE);
  });

  it('hears the host alone, over a softer programme, and gives the host back', () => {
    const mixer = mixerWith(settingsOf(strips));
    const before = run(mixer);
    mixer.setTalk(['host']);
    const during = run(mixer, RATE);
    for (const bus of ['programme', 'iso', 'seat'] as const) {
      expect(before[bus][0], bus).toBeGreaterThan(-45);
      expect(during[bus][0], bus).toBeLessThan(NONE);
    }
    expect(during.programme[1]).toBeCloseTo(before.programme[1], 1);
    expect(during.talk[0]).toBeGreaterThan(before.programme[0]);
    expect(during.talk[1]).toBeCloseTo(before.programme[1] - 15, 0);
    // A change of the mixer meanwhile does not put the host on air.
    mixer.set(settingsOf({ ...strips, host: { ...strips.host, muted: true } }));
    mixer.set(settingsOf(strips));
    expect(run(mixer, RATE * 2).programme[0]).toBeLessThan(NONE);
    mixer.setTalk(null);
    const after = run(mixer, RATE * 3);
    expect(after.programme[0]).toBeCloseTo(before.programme[0], 1);
    expect(mixer.talk).toBeUndefined();
  });
});
