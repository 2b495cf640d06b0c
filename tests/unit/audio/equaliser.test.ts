import { describe, expect, it } from 'vitest';
import { Equaliser } from '../../../renderer/stage/audio/dsp/equaliser.ts';
import { levelDb, RATE, run, sine } from './signals.ts';

/** Gain at a frequency once the settings stand, dB. */
function gainAt(equaliser: Equaliser, frequencyHz: number): number {
  const [out] = run(equaliser, sine(frequencyHz, -20, 1)) as [Float32Array];
  return levelDb(out, 0.5) + 20;
}

const lowShelf = { kind: 'lowShelf', frequencyHz: 200, gainDb: 6, q: 0.707 } as const;
const highShelf = { kind: 'highShelf', frequencyHz: 5000, gainDb: -9, q: 0.707 } as const;
const peak = { kind: 'peak', frequencyHz: 1000, gainDb: 12, q: 2 } as const;

describe('the equaliser', () => {
  it.each([
    [20, 6],
    [200, 3],
    [3000, 0],
  ])('low shelf of 6 dB at 200 Hz: %i Hz by %i dB', (frequencyHz, gainDb) => {
    expect(Math.abs(gainAt(new Equaliser([lowShelf], 1), frequencyHz) - gainDb)).toBeLessThan(0.3);
  });

  it.each([
    [300, 0],
    [5000, -4.5],
    [18_000, -9],
  ])('high shelf of -9 dB at 5 kHz: %i Hz by %f dB', (frequencyHz, gainDb) => {
    expect(Math.abs(gainAt(new Equaliser([highShelf], 1), frequencyHz) - gainDb)).toBeLessThan(0.3);
  });

  it.each([
    [50, 0],
    [1000, 12],
    [20_000, 0],
  ])('peak of 12 dB at 1 kHz: %i Hz by %i dB', (frequencyHz, gainDb) => {
    expect(Math.abs(gainAt(new Equaliser([peak], 1), frequencyHz) - gainDb)).toBeLessThan(0.3);
  });

  it.each([
    ['lowCut', 100, -3, 25, -24],
    ['highCut', 5000, -3, 15_000, -24],
  ] as const)(
    '%s at %i Hz: %i dB there, at %i Hz below %i dB',
    (kind, edge, atEdge, far, atFar) => {
      const band = { kind, frequencyHz: edge, gainDb: 0, q: 0.707 };
      expect(Math.abs(gainAt(new Equaliser([band], 1), edge) - atEdge)).toBeLessThan(0.3);
      expect(gainAt(new Equaliser([band], 1), far)).toBeLessThan(atFar + 1);
      expect(Math.abs(gainAt(new Equaliser([band], 1), 1000))).toBeLessThan(0.3);
    },
  );

  it('lets a band go without a click', () => {
    const equaliser = new Equaliser([lowShelf, peak], 1);
    const sound = sine(1000, -20, 1);
    for (let at = 0; at < sound.length; at += 128) {
      if (at === 187 * 128) equaliser.set([]);
      equaliser.process([sound.subarray(at, at + 128)]);
    }
    expect(levelDb(sound, 0.9)).toBeCloseTo(-20, 2);
    const steepest = 10 ** (-8 / 20) * 2 * Math.PI * (1000 / RATE) * 1.1;
    for (let i = RATE / 4; i < sound.length; i++)
      expect(Math.abs((sound[i] as number) - (sound[i - 1] as number))).toBeLessThan(steepest);
  });

  it('adds its bands up, on each channel', () => {
    const equaliser = new Equaliser([lowShelf, peak, highShelf], 2);
    const [left, right] = run(equaliser, sine(1000, -20, 1), sine(18_000, -20, 1)) as [
      Float32Array,
      Float32Array,
    ];
    expect(levelDb(left, 0.5)).toBeCloseTo(-8, 0);
    expect(levelDb(right, 0.5)).toBeCloseTo(-29, 0);
  });

  it('glides to new settings without a click', () => {
    const equaliser = new Equaliser([{ ...peak, gainDb: -12 }], 1);
    const sound = sine(1000, -20, 2);
    for (let at = 0; at < sound.length; at += 128) {
      if (at === 375 * 128) equaliser.set([peak]);
      equaliser.process([sound.subarray(at, at + 128)]);
    }
    expect(levelDb(sound, 0.5, 1)).toBeCloseTo(-32, 0);
    expect(levelDb(sound, 1.5, 2)).toBeCloseTo(-8, 0);
    // A step from one sample to the next is never larger than the louder sine's own.
    const steepest = 10 ** (-8 / 20) * 2 * Math.PI * (1000 / RATE) * 1.05;
    for (let i = RATE / 2; i < sound.length; i++)
      expect(Math.abs((sound[i] as number) - (sound[i - 1] as number))).toBeLessThan(steepest);
  });

  it('leaves the sound exactly as it is without gain', () => {
    const sound = sine(1000, -20, 0.1);
    const flat = [lowShelf, peak].map((band) => ({ ...band, gainDb: 0 }));
    expect(run(new Equaliser(flat, 1), sound)[0]).toEqual(sound);
  });
});
