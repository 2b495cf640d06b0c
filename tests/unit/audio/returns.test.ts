import { describe, expect, it } from 'vitest';
import { newStrip, type StripChange } from '../../../common/show/mixer.ts';
import { Mixer } from '../../../renderer/stage/audio/mixer/mixer.ts';
import { ECHO_RATE, EchoRecorder, isClean } from '../../../renderer/stage/audio/mixer/ownEcho.ts';
import type { MixerSettings } from '../../../renderer/stage/audio/mixer/settings.ts';
import { toneDb } from './tones.ts';

const RATE = 48_000;
const TONES = { host: 500, ann: 1_000, ben: 2_000 };

const settingsOf = (strips: Record<string, StripChange>): MixerSettings => ({
  strips: Object.fromEntries(
    Object.entries({ master: {}, ...strips }).map(([id, it]) => [id, { ...newStrip(), ...it }]),
  ),
  ...{ groups: [], tracks: [1], limiterDb: -1, monitor: false },
  tones: Object.fromEntries(
    Object.entries(TONES).map(([id, frequencyHz]) => [id, { frequencyHz, pattern: 'steady' }]),
  ),
});

/** A second of each return, and of the programme. */
function run(
  settings: MixerSettings,
  returns: Record<number, string[]>,
): { programme: Float32Array; returns: Record<number, Float32Array>; mixer: Mixer } {
  const mixer = new Mixer();
  mixer.origin = 0;
  mixer.set(settings);
  mixer.setReturns(returns);
  const programme = new Float32Array(RATE);
  const out = Object.fromEntries(Object.keys(returns).map((it) => [it, new Float32Array(RATE)]));
  for (let at = 0; at < RATE; at += 128) {
    mixer.process(at);
    programme.set(mixer.track(1)?.[0] as Float32Array, at);
    for (const [seat, bus] of mixer.returns) out[seat]?.set(bus.block[0] as Float32Array, at);
  }
  // What came in the first quarter is on its ramp.
  const settled = (samples: Float32Array) => samples.subarray(RATE / 4);
  return {
    mixer,
    programme: settled(programme),
    returns: Object.fromEntries(Object.entries(out).map(([seat, it]) => [seat, settled(it)])),
  };
}

const levels = (samples: Float32Array | undefined) =>
  Object.values(TONES).map((frequency) => toneDb(samples ?? new Float32Array(1), frequency, RATE));

describe('mix-minus', () => {
  const quiet = { gainDb: -20 };
  const strips = { host: quiet, ann: quiet, ben: quiet };

  it('gives everybody all but themselves, at the level of the programme', () => {
    const heard = run(settingsOf(strips), { 1: ['ann'], 2: ['ben'] });
    const [host, ann, ben] = levels(heard.programme) as [number, number, number];
    const [hostTo1, annTo1, benTo1] = levels(heard.returns[1]) as [number, number, number];
    expect(hostTo1).toBeCloseTo(host, 1);
    expect(benTo1).toBeCloseTo(ben, 1);
    expect(annTo1).toBeLessThan(-110);
    const [hostTo2, annTo2, benTo2] = levels(heard.returns[2]) as [number, number, number];
    expect(hostTo2).toBeCloseTo(host, 1);
    expect(annTo2).toBeCloseTo(ann, 1);
    expect(benTo2).toBeLessThan(-110);
  });

  it('follows the faders, mutes and routing of the programme, and leaves all strips of a seat out', () => {
    const heard = run(
      settingsOf({
        ...{ master: { gainDb: -6 }, host: quiet },
        ann: { gainDb: -20, muted: true },
        ben: { gainDb: -20, tracks: [2] },
      }),
      { 1: ['ben'], 2: ['host', 'ben'] },
    );
    const [host, ann, ben] = levels(heard.returns[1]) as [number, number, number];
    expect(host).toBeCloseTo(levels(heard.programme)[0] as number, 1);
    expect(Math.max(ann, ben)).toBeLessThan(-110);
    expect(Math.max(...levels(heard.returns[2]))).toBeLessThan(-110);
  });

  it('makes only what somebody hears', () => {
    const { mixer } = run(settingsOf(strips), { 1: ['ann'], 2: ['ben'] });
    const before = mixer.returns.get(1);
    mixer.setReturns({ 1: ['ann'] });
    expect([...mixer.returns.keys()]).toEqual([1]);
    // Another who comes or goes is not heard as a click.
    expect(mixer.returns.get(1)).toBe(before);
    mixer.setReturns({});
    expect(mixer.returns.size).toBe(0);
  });
});

describe('the self-check', () => {
  /** Noise in syllables: the same for the same seed. */
  const voice = (seed: number, length: number): Float32Array => {
    let state = seed;
    let low = 0;
    return Float32Array.from({ length }, (_, i) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      low += 0.3 * (state / 2 ** 31 - 1 - low);
      return 0.4 * low * (Math.sin((2 * Math.PI * 3 * i) / ECHO_RATE + seed) > -0.3 ? 1 : 0.05);
    });
  };
  const length = Math.round(1.5 * ECHO_RATE);
  const own = voice(7, length) as Float32Array<ArrayBuffer>;
  const others = voice(23, length);
  const mixed = (gain: number, delaySamples: number) =>
    Float32Array.from(
      { length },
      (_, i) => (others[i] as number) + gain * (own[i - delaySamples] ?? 0),
    );

  it('finds somebody in what is sent to them, also late and beside others', () => {
    expect(isClean({ own, heard: mixed(0, 0) })).toBe(true);
    expect(isClean({ own, heard: mixed(1, 0) })).toBe(false);
    expect(isClean({ own, heard: mixed(0.7, Math.round(0.2 * ECHO_RATE)) })).toBe(false);
    expect(isClean({ own, heard: new Float32Array(length) })).toBe(true);
    expect(isClean({ own: new Float32Array(length), heard: mixed(1, 0) })).toBe(null);
  });

  it('records both at one time, and rests between', () => {
    const recorder = new EchoRecorder();
    const given: number[] = [];
    const block = [new Float32Array(128).fill(0.5), new Float32Array(128).fill(0.5)];
    const silence = [new Float32Array(128), new Float32Array(128)];
    for (let at = 0; at < RATE * 9; at += 128) {
      const recording = recorder.take(block, silence);
      if (!recording) continue;
      given.push(at / RATE);
      expect(recording.own).toHaveLength(length);
      expect(recording.own.every((it) => Math.abs(it - 0.5) < 1e-6)).toBe(true);
      expect(recording.heard.every((it) => it === 0)).toBe(true);
    }
    expect(given.map(Math.round)).toEqual([4, 8]);
  });
});
