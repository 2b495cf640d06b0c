import { describe, expect, it } from 'vitest';
import { AdaptiveResampler } from '../../../renderer/stage/audio/dsp/resampler.ts';
import { distortionDb, levelDb, RATE } from './signals.ts';

const CHUNK_MS = 10;
const HZ = 1000;

type Run = {
  /** The last seconds of what came out. */
  readonly tail: Float32Array;
  readonly resampler: AdaptiveResampler;
  readonly largestStep: number;
};

/**
 * Plays a 1 kHz sine of a device whose clock is `ppm` off, in chunks of 10 ms that come up to
 * `jitterMs` late; pulled in bursts of `burst` samples.
 */
function play(options: {
  ppm?: number;
  seconds: number;
  inputRate?: number;
  jitterMs?: number;
  burst?: number;
  tailSeconds?: number;
  isMissing?: (second: number) => boolean;
}): Run {
  const { ppm = 0, seconds, inputRate = RATE, jitterMs = 5, burst = 128, isMissing } = options;
  const resampler = new AdaptiveResampler({ inputRate, channels: 1 });
  const real = inputRate * (1 + ppm / 1e6);
  const chunk = new Float32Array((inputRate * CHUNK_MS) / 1000);
  const tail = new Float32Array((options.tailSeconds ?? 2) * RATE);
  const block = new Float32Array(128);
  let pushed = 0;
  let pulled = 0;
  let seed = 7;
  let last = 0;
  let largestStep = 0;
  let comesAt = 0;
  const total = seconds * RATE;
  while (pulled < total) {
    const now = pulled / RATE;
    while (comesAt <= now) {
      for (let i = 0; i < chunk.length; i++)
        chunk[i] = 0.5 * Math.sin((2 * Math.PI * HZ * (pushed + i)) / real);
      if (!isMissing?.(now)) resampler.push([chunk]);
      pushed += chunk.length;
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
      comesAt = pushed / real + (jitterMs / 1000) * Math.abs(seed / 2 ** 31);
    }
    for (let at = 0; at < burst; at += 128) {
      resampler.pull([block]);
      if (isMissing)
        for (const sample of block) {
          largestStep = Math.max(largestStep, Math.abs(sample - last));
          last = sample;
        }
      const place = pulled - (total - tail.length);
      if (place >= 0 && place + 128 <= tail.length) tail.set(block, place);
      pulled += 128;
    }
  }
  return { tail, resampler, largestStep };
}

describe('the adaptive resampler', () => {
  it.each([
    [200, 300],
    [-200, 200],
  ])('follows a device that is %i ppm off for %i s', (ppm, seconds) => {
    const { tail, resampler } = play({ ppm, seconds });
    expect(resampler.underruns).toBe(0);
    expect(resampler.overruns).toBe(0);
    expect(Math.abs((resampler.driftPpm ?? Number.NaN) - ppm)).toBeLessThan(10);
    expect(distortionDb(tail, HZ)).toBeLessThan(-60);
    expect(levelDb(tail)).toBeCloseTo(-6.02, 1);
    expect(resampler.fillMs).toBeGreaterThan(40);
    expect(resampler.fillMs).toBeLessThan(80);
  });

  it.each([44_100, 32_000, 16_000, 96_000])('takes %i Hz', (inputRate) => {
    const { tail, resampler } = play({ seconds: 5, inputRate, jitterMs: 0 });
    expect(resampler.underruns).toBe(0);
    expect(distortionDb(tail, HZ)).toBeLessThan(-60);
    expect(levelDb(tail)).toBeCloseTo(-6.02, 1);
  });

  it('keeps playing when it is pulled in bursts of 43 ms', () => {
    const { resampler, tail } = play({ ppm: 100, seconds: 30, burst: 2048 });
    expect(resampler.underruns).toBeLessThanOrEqual(2);
    expect(distortionDb(tail, HZ)).toBeLessThan(-60);
  });

  it('fades to silence when nothing comes, and comes back with a fade', () => {
    const gone = (second: number) => second >= 3 && second < 4;
    const { resampler, tail, largestStep } = play({ seconds: 6, isMissing: gone, tailSeconds: 5 });
    expect(resampler.underruns).toBe(1);
    expect(levelDb(tail, 2.2, 2.9)).toBe(-Infinity);
    expect(levelDb(tail, 3.5)).toBeCloseTo(-6.02, 1);
    // Never steeper than the sine itself and the fade on it.
    expect(largestStep).toBeLessThan(0.5 * ((2 * Math.PI * HZ) / RATE + 1 / 144) * 1.05);
  });

  it('jumps over what came far too late, and holds no more than a second', () => {
    const resampler = new AdaptiveResampler({ inputRate: RATE, channels: 1 });
    const block = new Float32Array(128);
    const pull = (blocks: number) => {
      for (let i = 0; i < blocks; i++) resampler.pull([block]);
    };
    resampler.push([new Float32Array(4800).fill(0.1)]);
    pull(10);
    resampler.push([new Float32Array(30_000).fill(0.1)]);
    pull(10);
    expect(resampler.overruns).toBe(1);
    expect(resampler.fillMs).toBeLessThan(70);
    for (let i = 0; i < 100; i++) resampler.push([new Float32Array(4800).fill(0.1)]);
    expect(resampler.fillMs).toBeLessThanOrEqual(1000);
    pull(3);
    expect(block.every((it) => Math.abs(it - 0.1) < 0.01)).toBe(true);
  });

  it('keeps more ready after a stall, and no longer when the jitter is over', () => {
    const resampler = new AdaptiveResampler({ inputRate: RATE, channels: 1 });
    const block = new Float32Array(128);
    const fillAt: number[] = [];
    let pushed = 0;
    let held = 0;
    for (let pulled = 0; pulled < 45 * RATE; pulled += 128) {
      const second = pulled / RATE;
      // Half of each second is silence. For 150 ms nothing comes, then all of it.
      const isHeld = second > 2 && second < 2.15;
      for (; pushed <= pulled; pushed += 480) {
        const sound = Math.floor(second * 2) % 2 ? 0.2 : 0;
        if (isHeld) held++;
        else for (; held >= 0; held--) resampler.push([new Float32Array(480).fill(sound)]);
        if (!isHeld) held = 0;
      }
      resampler.pull([block]);
      fillAt[Math.floor(second)] = resampler.fillMs;
    }
    expect(resampler.underruns).toBe(1);
    expect(fillAt[20]).toBeGreaterThan(75);
    expect(fillAt[44]).toBeLessThan(70);
    expect(Math.abs(resampler.driftPpm ?? 999)).toBeLessThan(500);
  });

  it('is silent before anything has come', () => {
    const resampler = new AdaptiveResampler({ inputRate: RATE });
    const block = [new Float32Array(128).fill(1), new Float32Array(128).fill(1)];
    expect(resampler.pull(block)).toBe(false);
    expect(block.every((channel) => channel.every((it) => it === 0))).toBe(true);
    expect(resampler.driftPpm).toBeNull();
  });
});
