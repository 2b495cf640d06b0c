import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakOf } from '../../../renderer/stage/audio/dsp/block.ts';
import { Compressor } from '../../../renderer/stage/audio/dsp/compressor.ts';
import { Ducker } from '../../../renderer/stage/audio/dsp/ducker.ts';
import { Gate } from '../../../renderer/stage/audio/dsp/gate.ts';
import { Limiter } from '../../../renderer/stage/audio/dsp/limiter.ts';
import { joined, levelDb, noise, peakDb, RATE, run, sine } from './signals.ts';

const COMPRESSOR = {
  ...{ thresholdDb: -20, ratio: 4, attackMs: 5, releaseMs: 100 },
  ...{ makeupDb: 0, kneeDb: 0 },
};

describe('the compressor', () => {
  it.each([
    // level, ratio, makeup, what comes out
    [-30, 4, 0, -30],
    [-20, 4, 0, -20],
    [-8, 4, 0, -17],
    [-8, 2, 0, -14],
    [-8, 4, 6, -11],
    [0, 20, 0, -19],
  ])('a sine at %i dB, ratio %i, makeup %i dB: %i dB', (level, ratio, makeupDb, expected) => {
    const [out] = run(new Compressor({ ...COMPRESSOR, ratio, makeupDb }), sine(1000, level, 1));
    expect(levelDb(out as Float32Array, 0.5)).toBeCloseTo(expected, 0);
    expect(Math.abs(levelDb(out as Float32Array, 0.5) - expected)).toBeLessThan(0.3);
  });

  it('turns down softly through the knee: at the threshold a quarter of the slope times half the knee', () => {
    const [out] = run(new Compressor({ ...COMPRESSOR, kneeDb: 12 }), sine(1000, -20, 1));
    expect(levelDb(out as Float32Array, 0.5)).toBeCloseTo(-20 - (0.75 * 36) / 24, 0);
  });

  it('is down by two thirds after the attack, and back by two thirds after the release', () => {
    const sound = joined(sine(1000, -40, 0.5), sine(1000, 0, 0.5), sine(1000, -40, 1));
    const settings = { ...COMPRESSOR, attackMs: 20, releaseMs: 200 };
    const [out] = run(new Compressor(settings), sound) as [Float32Array];
    // 15 dB in the end: 9.5 dB after one time constant.
    expect(peakDb(out, 0.519, 0.521)).toBeCloseTo(-9.5, 0);
    expect(peakDb(out, 0.9, 1)).toBeCloseTo(-15, 0);
    expect(levelDb(out, 1.21, 1.23) + 40).toBeCloseTo(-5.5, 0);
  });

  it('turns both channels down alike, by the louder one', () => {
    const [left, right] = run(new Compressor(COMPRESSOR), sine(1000, -8, 1), sine(700, -30, 1)) as [
      Float32Array,
      Float32Array,
    ];
    expect(levelDb(left, 0.5)).toBeCloseTo(-17, 0);
    expect(levelDb(right, 0.5)).toBeCloseTo(-39, 0);
  });

  it('can listen to another sound', () => {
    const compressor = new Compressor(COMPRESSOR);
    const [music, voice] = [sine(200, -30, 1), sine(1000, 0, 1)];
    for (let at = 0; at < music.length; at += 128)
      compressor.process([music.subarray(at, at + 128)], [voice.subarray(at, at + 128)]);
    expect(levelDb(music, 0.5, 1)).toBeCloseTo(-45, 0);
    expect(compressor.takeReductionDb()).toBeCloseTo(15, 0);
  });
});

describe('the ducker', () => {
  it('turns music down under a voice and lets it come back', () => {
    const ducker = new Ducker();
    ducker.set({ amountDb: -12, thresholdDb: -40, attackMs: 50, releaseMs: 300 });
    const music = sine(200, -10, 4);
    const voice = joined(new Float32Array(RATE), sine(300, -30, 1), new Float32Array(RATE * 2));
    for (let at = 0; at < music.length; at += 128)
      ducker.process([music.subarray(at, at + 128)], peakOf(voice.subarray(at, at + 128)));
    expect(levelDb(music, 0.5, 1)).toBeCloseTo(-10, 2);
    // Two thirds of the way after one time constant.
    expect(levelDb(music, 1.045, 1.055)).toBeCloseTo(-10 - 12 * 0.632, 0);
    expect(levelDb(music, 1.5, 2)).toBeCloseTo(-22, 1);
    expect(levelDb(music, 2.02, 2.12)).toBeCloseTo(-22, 1);
    expect(levelDb(music, 2.445, 2.455)).toBeCloseTo(-10 - 12 * 0.368, 0);
    expect(levelDb(music, 3.9, 4)).toBeCloseTo(-10, 1);
  });
});

describe('the gate', () => {
  const GATE = { openDb: -40, closeDb: -50, attackMs: 5, holdMs: 100, releaseMs: 50 };

  it('keeps what is too quiet out, and stays open between the thresholds', () => {
    const sound = joined(sine(500, -45, 1), sine(500, -30, 0.5), sine(500, -45, 1));
    const [out] = run(new Gate(GATE), sound) as [Float32Array];
    expect(levelDb(out, 0, 1)).toBe(-Infinity);
    expect(levelDb(out, 1.1, 1.5)).toBeCloseTo(-30, 1);
    expect(levelDb(out, 2, 2.5)).toBeCloseTo(-45, 1);
  });

  it('opens within the attack and closes after hold and release', () => {
    const sound = joined(new Float32Array(RATE / 2), sine(1000, -20, 0.5), sine(1000, -60, 1));
    const [out] = run(new Gate(GATE), sound) as [Float32Array];
    expect(levelDb(out, 0.506, 0.6)).toBeCloseTo(-20, 1);
    // The follower falls from -20 to -50 dB in 35 ms.
    expect(levelDb(out, 1.05, 1.13)).toBeCloseTo(-60, 0);
    expect(levelDb(out, 1.19, 1.5)).toBe(-Infinity);
  });

  it('does not chatter on the waves of a deep voice', () => {
    const gate = new Gate({ ...GATE, holdMs: 0 });
    const [out] = run(gate, sine(60, -20, 1)) as [Float32Array];
    expect(levelDb(out, 0.1)).toBeCloseTo(-20, 1);
  });
});

describe('the limiter', () => {
  const LIMITER = { ceilingDb: -1, releaseMs: 50 };
  const ceiling = 10 ** (-1 / 20) + 1e-6;

  it('leaves what is below the ceiling exactly as it is, later by the look-ahead', () => {
    const limiter = new Limiter(LIMITER);
    const sound = sine(997, -3, 0.5);
    const [out] = run(limiter, sound) as [Float32Array];
    expect(limiter.latencySamples).toBe(240);
    expect(out.subarray(240)).toEqual(sound.subarray(0, -240));
    expect(limiter.takeReductionDb()).toBe(0);
  });

  it('brings a sine 6 dB too loud to the ceiling without bending it', () => {
    const [out] = run(new Limiter({ ...LIMITER, releaseMs: 500 }), sine(1000, 5, 1)) as [
      Float32Array,
    ];
    expect(peakDb(out)).toBeLessThanOrEqual(-0.999);
    expect(levelDb(out, 0.3)).toBeCloseTo(-1, 1);
  });

  it('comes back after a peak', () => {
    const sound = joined(sine(1000, -10, 0.2), sine(1000, 11, 0.05), sine(1000, -10, 0.5));
    const limiter = new Limiter(LIMITER);
    const [out] = run(limiter, sound) as [Float32Array];
    expect(limiter.takeReductionDb()).toBeCloseTo(12, 1);
    expect(levelDb(out, 0.6, 0.74)).toBeCloseTo(-10, 1);
  });

  it('never lets a sample over the ceiling, whatever comes, and knows only numbers', () => {
    const hostile = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 3e38, -3e38, 1e-40) },
    );
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 2000 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (samples, lookAheadMs) => {
          const limiter = new Limiter(LIMITER, { channels: 2, lookAheadMs });
          const left = Float32Array.from([...samples, ...new Array(1200).fill(0)]);
          const out = run(
            limiter,
            left,
            left.map((it) => -it / 2),
          );
          for (const channel of out)
            expect(channel.every((it) => Math.abs(it) <= ceiling)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('makes silence of what is not a number, and goes on', () => {
    const sound = joined(new Float32Array(4800).fill(Number.NaN), sine(1000, -6, 0.5));
    const [out] = run(new Limiter(LIMITER), sound) as [Float32Array];
    expect(levelDb(out, 0, 0.1)).toBe(-Infinity);
    expect(levelDb(out, 0.2)).toBeCloseTo(-6, 1);
  });

  it('keeps noise that is far too loud under the ceiling when that moves', () => {
    const limiter = new Limiter(LIMITER);
    const sound = noise(1).map((it) => it * 10);
    for (let at = 0; at < sound.length; at += 128) {
      const ceilingDb = at % 1280 === 0 ? -10 : -1;
      limiter.set({ ceilingDb, releaseMs: 20 });
      const block = sound.subarray(at, at + 128);
      limiter.process([block]);
      expect(peakDb(block)).toBeLessThanOrEqual(ceilingDb + 1e-4);
    }
  });
});
