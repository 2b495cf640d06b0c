import { describe, expect, it } from 'vitest';
import { DelayLine } from '../../../renderer/stage/audio/dsp/delayLine.ts';
import { SmoothGain } from '../../../renderer/stage/audio/dsp/smoothGain.ts';
import { joined, peakDb, RATE, sine } from './signals.ts';

const steepestOf = (sound: Float32Array): number => {
  let most = 0;
  for (let i = 1; i < sound.length; i++)
    most = Math.max(most, Math.abs((sound[i] as number) - (sound[i - 1] as number)));
  return most;
};

const inBlocks = (sound: Float32Array, work: (block: Float32Array, at: number) => void) => {
  for (let at = 0; at < sound.length; at += 128) work(sound.subarray(at, at + 128), at);
};

describe('the delay', () => {
  it.each([1, 100, 480, 50_000])('of %i samples', (samples) => {
    const delay = new DelayLine();
    delay.set(samples);
    const quiet = new Float32Array(2 * RATE);
    const sound = joined(quiet, sine(440, -6, 1), quiet);
    const copy = sound.slice();
    inBlocks(copy, (block) => delay.process([block]));
    const whole = sound.subarray(0, -samples);
    expect(copy.subarray(samples).every((it, i) => it === whole[i])).toBe(true);
    expect(peakDb(copy, 0, samples / RATE)).toBe(-Infinity);
  });

  it('crossfades to a new delay, longer or shorter, and to none', () => {
    const delay = new DelayLine();
    const sound = sine(100, -6, 2);
    const before = sound.slice();
    inBlocks(sound, (block, at) => {
      if (at === 128 * 100) delay.set(4800);
      if (at === 128 * 250) delay.set(30_000);
      if (at === 128 * 400) delay.set(1000);
      if (at === 128 * 550) delay.set(0);
      delay.process([block]);
    });
    expect(steepestOf(sound)).toBeLessThan(steepestOf(before) * 1.3);
    expect(sound.subarray(-4800)).toEqual(before.subarray(-4800));
    expect(sound[128 * 300]).toBeCloseTo(before[128 * 300 - 30_000] as number, 5);
  });
});

describe('the gliding gain', () => {
  it('is where it should be after 60 ms and never jumps', () => {
    const gain = new SmoothGain(1);
    const [left, right] = [new Float32Array(RATE).fill(0.5), new Float32Array(RATE).fill(0.5)];
    for (let at = 0; at < RATE; at += 128) {
      if (at === 128 * 10) gain.set(0, 2);
      gain.process([left.subarray(at, at + 128), right.subarray(at, at + 128)]);
    }
    expect(left[128 * 10 - 1]).toBe(0.5);
    expect(Math.abs(left[128 * 10 + 2880] as number)).toBeLessThan(0.002);
    expect(right[128 * 10 + 2880]).toBeCloseTo(1, 2);
    expect(left.at(-1)).toBe(0);
    expect(gain.isSilent).toBe(false);
    expect(steepestOf(left)).toBeLessThan(0.5 / 480 + 1e-6);
  });
});
