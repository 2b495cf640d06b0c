import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Effect, newStrip, type StripChange } from '../../../common/show/mixer.ts';
import { DenoiseProgram } from '../../../renderer/stage/audio/mixer/denoiser.ts';
import { Mixer } from '../../../renderer/stage/audio/mixer/mixer.ts';
import type { MixerSettings } from '../../../renderer/stage/audio/mixer/settings.ts';
import { levelDb, peakDb, pink, RATE, sine } from './signals.ts';

/** Sound of a source by its sample; left and right. */
type Wave = (sample: number) => readonly [number, number];

const wave =
  (frequencyHz: number, level: number): Wave =>
  (i) => {
    const value = 10 ** (level / 20) * Math.sin((2 * Math.PI * frequencyHz * i) / RATE);
    return [value, value];
  };
const only =
  (index: 0 | 1, of: Wave): Wave =>
  (i) =>
    index === 0 ? [of(i)[0], 0] : [0, of(i)[1]];

type Strips = Record<string, StripChange>;
const settingsOf = (strips: Strips, rest: Partial<MixerSettings> = {}): MixerSettings => ({
  strips: Object.fromEntries(
    Object.entries({ master: {}, ...strips }).map(([id, change]) => [
      id,
      { ...newStrip(), ...change },
    ]),
  ),
  groups: [],
  tones: {},
  limiterDb: null,
  tracks: [1],
  monitor: false,
  ...rest,
});

type Heard = {
  readonly programme: readonly [Float32Array, Float32Array];
  readonly monitor: readonly [Float32Array, Float32Array];
  readonly tracks: Readonly<Record<number, readonly [Float32Array, Float32Array]>>;
  readonly mixer: Mixer;
};

/** Runs the mixer; each step of `changes` sets it at a time in seconds. */
function mix(
  sources: Record<string, Wave>,
  changes: readonly (readonly [atSeconds: number, settings: MixerSettings])[],
  seconds: number,
  mixer = new Mixer(),
): Heard {
  const length = Math.ceil((seconds * RATE) / 128) * 128;
  const stereo = () => [new Float32Array(length), new Float32Array(length)] as const;
  const heard = { programme: stereo(), monitor: stereo(), tracks: { 2: stereo(), 3: stereo() } };
  mixer.origin = 0;
  const due = [...changes];
  for (let at = 0; at < length; at += 128) {
    const next = due[0];
    if (next && at >= next[0] * RATE) {
      mixer.set(next[1]);
      due.shift();
      if (at === 0) for (const id of Object.keys(sources)) mixer.plug(id, true);
    }
    for (const [id, of] of Object.entries(sources)) {
      const channels = [new Float32Array(128), new Float32Array(128)];
      for (let i = 0; i < 128; i++) {
        const [left, right] = of(at + 256 + i);
        (channels[0] as Float32Array)[i] = left;
        (channels[1] as Float32Array)[i] = right;
      }
      mixer.take(id, { channels, sampleRate: RATE, timeUs: ((at + 256) * 1e6) / RATE });
    }
    mixer.process(at);
    for (const index of [0, 1]) {
      heard.programme[index]?.set(mixer.track(1)?.[index] as Float32Array, at);
      heard.monitor[index]?.set(mixer.monitor[index] as Float32Array, at);
      for (const track of [2, 3] as const) {
        const made = mixer.track(track)?.[index];
        if (made) heard.tracks[track][index]?.set(made, at);
      }
    }
  }
  return { ...heard, mixer };
}

const still = (strips: Strips, rest?: Partial<MixerSettings>) =>
  [[0, settingsOf(strips, rest)]] as const;
const steepest = (sound: Float32Array, from: number): number => {
  let most = 0;
  for (let i = from * RATE; i < sound.length; i++)
    most = Math.max(most, Math.abs((sound[i] as number) - (sound[i - 1] as number)));
  return most;
};

describe('a strip', () => {
  const a = wave(1000, -20);
  it.each<[string, StripChange, number, number]>([
    ['as it is', {}, -20, -20],
    ['fader', { gainDb: -12 }, -32, -32],
    ['fader up', { gainDb: 6 }, -14, -14],
    ['fader closed', { gainDb: -96 }, -Infinity, -Infinity],
    ['mute', { muted: true }, -Infinity, -Infinity],
    ['pan left', { pan: -1 }, -17, -Infinity],
    ['pan half right', { pan: 0.5 }, -20 - 5.33, -20 + 2.32],
    ['monitor only', { monitor: 'only' }, -Infinity, -Infinity],
    ['no track', { tracks: [] }, -Infinity, -Infinity],
    ['another track', { tracks: [2] }, -Infinity, -Infinity],
  ])('%s', (_name, change, left, right) => {
    const { programme } = mix({ a }, still({ a: change }), 0.6);
    const levels = programme.map((it) => levelDb(it, 0.4, 0.6));
    const near = (got: number, wanted: number) =>
      wanted === -Infinity
        ? expect(got).toBeLessThan(-90)
        : expect(Math.abs(got - wanted)).toBeLessThan(0.05);
    near(levels[0] as number, left);
    near(levels[1] as number, right);
  });

  it('mono is the mean of both channels', () => {
    const { programme } = mix({ a: only(0, a) }, still({ a: { mono: true } }), 0.6);
    for (const channel of programme) expect(levelDb(channel, 0.4, 0.6)).toBeCloseTo(-26, 1);
  });

  it.each([
    [300, 0, 300],
    [0, 0, 0],
    // The others and the picture wait for the one that is earlier.
    [-200, 200, 0],
  ])('delay of %i ms: held back %i ms, heard after %i ms', (delayMs, earlierMs, heardAfterMs) => {
    const click: Wave = (i) => (i === RATE ? [0.5, 0.5] : [0, 0]);
    const { programme, mixer } = mix(
      { a: click, b: (i) => (i === RATE ? [-0.9, -0.9] : [0, 0]) },
      still({ a: { delayMs }, b: {} }),
      2,
    );
    const at = (value: number) =>
      programme[0].findIndex((it) => Math.abs(it - value) < 0.01) - RATE - mixer.latencySamples;
    expect(mixer.earlierSamples).toBe(earlierMs * 48);
    if (delayMs !== 0) {
      expect(at(0.5)).toBe(heardAfterMs * 48);
      expect(at(-0.9)).toBe(earlierMs * 48);
    } else expect(at(-0.4)).toBe(0);
  });

  it('follows the fader and the mute of its group', () => {
    const groups = [{ id: 'g', name: 'G', gainDb: -10, muted: false }];
    const loud = settingsOf({ a: { groupId: 'g', gainDb: -5 } }, { groups });
    const mute = { ...loud, groups: [{ ...groups[0], muted: true } as never] };
    const { programme } = mix(
      { a },
      [
        [0, loud],
        [0.5, mute],
      ],
      1,
    );
    expect(levelDb(programme[0], 0.3, 0.5)).toBeCloseTo(-35, 1);
    expect(levelDb(programme[0], 0.8, 1)).toBeLessThan(-90);
  });

  it('is ducked under a voice that is heard, not under one that is muted', () => {
    const voice: Wave = (i) => (i > RATE && i < 2 * RATE ? wave(300, -20)(i) : [0, 0]);
    const ducking = { byId: 'v', amountDb: -20, thresholdDb: -40, attackMs: 20, releaseMs: 100 };
    const run = (muted: boolean) =>
      mix(
        { m: wave(5000, -20), v: voice },
        still({ m: { ducking, tracks: [2] }, v: { muted } }, { tracks: [1, 2] }),
        3,
      ).tracks[2]?.[0] as Float32Array;
    const ducked = run(false);
    expect(levelDb(ducked, 0.5, 1)).toBeCloseTo(-20, 1);
    expect(levelDb(ducked, 1.5, 2)).toBeCloseTo(-40, 1);
    expect(levelDb(ducked, 2.8, 3)).toBeCloseTo(-20, 1);
    expect(levelDb(run(true), 1.5, 2)).toBeCloseTo(-20, 1);
  });

  it('never clicks, whatever is changed, and leaves the other strips alone', () => {
    const gate: Effect = { id: 'g', kind: 'gain', enabled: true, gainDb: 6 };
    const limiter: Effect = {
      id: 'l',
      kind: 'limiter',
      enabled: true,
      ceilingDb: -30,
      releaseMs: 50,
    };
    const changes = [
      {},
      { gainDb: -20 },
      { muted: true },
      {},
      { pan: 1 },
      { mono: true },
      { delayMs: 40 },
      { delayMs: 15 },
      { chain: [gate] },
      { chain: [{ ...gate, gainDb: -6 }] },
      { chain: [limiter, gate] },
      { chain: [{ ...limiter, enabled: false }, gate] },
      { chain: [] },
      { tracks: [1, 2] },
    ] as const;
    const steps = changes.map(
      (change, index) =>
        [
          0.2 + index * 0.1,
          settingsOf({ a: change as never, b: { tracks: [3] } }, { tracks: [2, 3] }),
        ] as const,
    );
    const first = [0, settingsOf({ a: {}, b: { tracks: [3] } }, { tracks: [2, 3] })] as const;
    const { programme, tracks } = mix(
      { a: wave(100, -20), b: wave(200, -20) },
      [first, ...steps],
      2,
    );
    const own = 2 * 0.1 * Math.sin((Math.PI * 100) / RATE);
    for (const channel of programme) expect(steepest(channel, 0.19)).toBeLessThan(own * 2 * 1.6);
    const other = tracks[3]?.[0] as Float32Array;
    const clean = sine(200, -20, 2.1);
    const offset = 240;
    for (let i = RATE / 5; i < other.length; i++)
      expect(Math.abs((other[i] as number) - (clean[i - offset] as number))).toBeLessThan(1e-4);
  });

  it('fades out when its source is taken away', () => {
    const { programme } = mix(
      { a: wave(100, -20) },
      [
        [0, settingsOf({ a: {} })],
        [0.5, settingsOf({})],
      ],
      1,
    );
    expect(levelDb(programme[0], 0.3, 0.5)).toBeCloseTo(-20, 1);
    expect(peakDb(programme[0], 0.8, 1)).toBe(-Infinity);
    expect(steepest(programme[0], 0.3)).toBeLessThan(0.1 * ((2 * Math.PI * 100) / RATE + 1 / 480));
  });
});

describe('the monitor', () => {
  const sources = { a: wave(1000, -20), b: wave(3000, -20) };
  const monitorOf = (strips: Strips) => {
    const { monitor, programme } = mix(sources, still(strips, { monitor: true }), 0.6);
    return [levelDb(monitor[0], 0.4, 0.6), levelDb(programme[0], 0.4, 0.6)];
  };

  it.each<[string, Strips, number, number]>([
    ['nothing', { a: {}, b: {} }, -Infinity, -17],
    ['a only', { a: { monitor: 'only' }, b: {} }, -20, -20],
    ['a too', { a: { monitor: 'both' }, b: {} }, -20, -17],
    ['a too, by its fader', { a: { monitor: 'both', gainDb: -10 }, b: {} }, -30, -19.6],
    ['the programme', { a: {}, b: {}, master: { monitor: 'both' } }, -17, -17],
    [
      'the programme and a, not twice',
      { a: { monitor: 'both' }, b: {}, master: { monitor: 'both' } },
      -17,
      -17,
    ],
    [
      'the programme and a only',
      { a: { monitor: 'only' }, b: {}, master: { monitor: 'both' } },
      -17,
      -20,
    ],
    ['solo, though muted', { a: { solo: true, muted: true }, b: { monitor: 'both' } }, -20, -20],
  ])('hears %s', (_name, strips, heard, onAir) => {
    const [monitor, programme] = monitorOf(strips) as [number, number];
    if (heard === -Infinity) expect(monitor).toBe(-Infinity);
    else expect(Math.abs(monitor - heard)).toBeLessThan(0.1);
    expect(Math.abs(programme - onAir)).toBeLessThan(0.1);
  });
});

describe('the programme', () => {
  it('goes through the master: chain, pan, fader, limiter', () => {
    const { programme, mixer } = mix(
      { a: wave(1000, -6), b: wave(1000, -6) },
      still({ a: {}, b: {}, master: { gainDb: 3 } }, { limiterDb: -2 }),
      2,
    );
    expect(peakDb(programme[0])).toBeLessThanOrEqual(-1.99);
    expect(levelDb(programme[0], 1, 2)).toBeCloseTo(-2, 0);
    expect(mixer.loudness.momentary).toBeCloseTo(-2, 0);
    expect(mixer.loudness.truePeakDb).toBeCloseTo(-2, 1);
    const { peakDb: after, inputDb: before } = mixer.takeLevels().master as never as Record<
      string,
      number[]
    >;
    expect(after?.[0]).toBeCloseTo(-2, 1);
    expect(before?.[0]).toBeCloseTo(0, 1);
    mixer.resetLoudness();
    expect(mixer.loudness.integrated).toBe(-Infinity);
  });

  it('tells levels before and after the fader', () => {
    const { mixer } = mix({ a: wave(1000, -10) }, still({ a: { gainDb: -20, pan: 1 } }), 0.5);
    mixer.takeLevels();
    mixer.process(RATE);
    mixer.take('a', { channels: [sine(1000, -10, 0.1)], sampleRate: RATE, timeUs: 1_010_000 });
    for (let at = RATE + 128; at < RATE * 1.1; at += 128) mixer.process(at);
    const { peakDb: after, inputDb: before } = mixer.takeLevels().a as never as Record<
      string,
      number[]
    >;
    expect(before?.[0]).toBeCloseTo(-10, 1);
    expect(before?.[1]).toBeCloseTo(-10, 1);
    expect(after?.[0]).toBeLessThan(-90);
    expect(after?.[1]).toBeCloseTo(-27, 1);
  });

  it('makes other tracks only while they are wanted and used', () => {
    const strips = { a: { tracks: [1, 2] } };
    const { mixer, tracks } = mix(
      { a: wave(1000, -20) },
      still(strips, { tracks: [1, 2, 3] }),
      0.3,
    );
    expect(mixer.trackNumbers).toEqual([1, 2]);
    expect(levelDb(tracks[2]?.[0] as Float32Array, 0.2)).toBeCloseTo(-20, 1);
    mixer.set(settingsOf(strips, { tracks: [1] }));
    expect(mixer.trackNumbers).toEqual([1]);
  });

  it('survives samples that are no numbers', () => {
    const bad: Wave = (i) => (i % 1000 === 0 ? [NaN, Infinity] : wave(1000, -20)(i));
    const { programme } = mix({ a: bad, b: wave(3000, -20) }, still({ a: {}, b: {} }), 0.5);
    expect(levelDb(programme[0], 0.3, 0.5)).toBeCloseTo(-17, 0);
  });
});

describe('sound with a time of its own', () => {
  it.each([
    [48_000, 1],
    [44_100, 1],
    [96_000, 1],
    // At one and a half times its speed.
    [72_000, 1.5],
  ])('of %i Hz lies at its place to a tenth of a millisecond', (sampleRate, speed) => {
    const mixer = new Mixer();
    mixer.origin = 5000;
    mixer.set(settingsOf({ a: {} }));
    mixer.plug('a', true);
    const heard = new Float32Array(RATE);
    let pushed = 0;
    const channels = [new Float32Array(1000)];
    for (let at = 0; at < RATE; at += 128) {
      while (pushed / sampleRate < (at + 2000) / RATE) {
        for (let i = 0; i < 1000; i++)
          (channels[0] as Float32Array)[i] =
            0.5 * Math.sin((2 * Math.PI * 500 * (pushed + i)) / sampleRate);
        mixer.take('a', { channels, sampleRate, timeUs: Math.round((pushed / sampleRate) * 1e6) });
        pushed += 1000;
      }
      mixer.process(at + 5000);
      heard.set(mixer.track(1)?.[0]?.subarray(0, Math.min(128, RATE - at)) as Float32Array, at);
    }
    expect(speed).toBeGreaterThan(0);
    let most = 0;
    for (let i = RATE / 4; i < RATE - 400; i++) {
      const wanted = 0.5 * Math.sin((2 * Math.PI * 500 * (i - mixer.latencySamples)) / RATE);
      most = Math.max(most, Math.abs((heard[i] as number) - wanted));
    }
    expect(most).toBeLessThan(0.5 * 2 * Math.PI * 500 * 1e-4);
  });
});

describe('noise suppression', () => {
  const folder = createRequire(import.meta.url).resolve(
    '@sapphi-red/web-noise-suppressor/rnnoise.wasm',
  );
  const module = (name: string) =>
    new WebAssembly.Module(readFileSync(folder.replace(/rnnoise\.wasm$/, name)));
  it.each([
    ['rnnoise', 'rnnoise.wasm'],
    ['rnnoise', 'rnnoise_simd.wasm'],
    ['gtcrn', 'gtcrn.wasm'],
  ] as const)('%s (%s) takes 10 dB off the noise of a room', (method, file) => {
    const mixer = new Mixer();
    mixer.denoisers.set(method, new DenoiseProgram(method, module(file)));
    const hiss = pink(3).map((it) => it * 0.03);
    const chain: Effect[] = [{ id: 'n', kind: 'noiseSuppression', enabled: true, method }];
    const { programme } = mix(
      { a: (i) => [hiss[i] ?? 0, hiss[i] ?? 0] },
      still({ a: { chain } }),
      2.5,
      mixer,
    );
    const before = levelDb(hiss, 1.5, 2.5);
    for (const channel of programme) expect(levelDb(channel, 1.5, 2.5)).toBeLessThan(before - 10);
  });

  it('passes the sound on while it has not been loaded', () => {
    const chain: Effect[] = [
      { id: 'n', kind: 'noiseSuppression', enabled: true, method: 'rnnoise' },
    ];
    const { programme } = mix({ a: wave(1000, -20) }, still({ a: { chain } }), 0.5);
    expect(levelDb(programme[0], 0.3, 0.5)).toBeCloseTo(-20, 1);
  });
});
