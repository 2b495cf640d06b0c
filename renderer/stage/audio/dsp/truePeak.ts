import type { Block } from './block.ts';
import { sincRow } from './sincTable.ts';

const TAPS = 32;
const MIDDLE = TAPS / 2 - 1;

/**
 * Three places between two samples. BS.1770-4 annex 2 asks for four times oversampling and gives 12
 * taps as an example; these 32 are truer near half the sample rate.
 */
const PLACES = Float64Array.from(
  [0.25, 0.5, 0.75].flatMap((fraction) => sincRow(fraction, 1, TAPS, 9)),
);

/** Between two samples the wave is at most so many times as high as the higher of them, up to 20 kHz at 48 kHz. */
const HIGHEST = 4;

/** True peak of sound, four times oversampled (ITU-R BS.1770-4 annex 2), for sample rates of 44.1 kHz and above. */
export class TruePeakMeter {
  /** Each channel's last samples, twice over so that every window lies in one piece. */
  readonly #windows: readonly Float64Array[];
  #at = 0;
  #peak = 0;

  constructor(channels = 2) {
    this.#windows = Array.from({ length: channels }, () => new Float64Array(TAPS * 2));
  }

  /** Reads the block, which stays as it is. */
  measure(block: Block): void {
    const start = this.#at;
    for (let index = 0; index < block.length; index++) {
      const window = this.#windows[index] as Float64Array;
      const channel = block[index] as Float32Array;
      let at = start;
      let peak = this.#peak;
      for (let i = 0; i < channel.length; i++) {
        const sample = channel[i] as number;
        window[at] = sample;
        window[at + TAPS] = sample;
        at = at + 1 === TAPS ? 0 : at + 1;
        const before = Math.abs(window[at + MIDDLE] as number);
        const after = Math.abs(window[at + MIDDLE + 1] as number);
        const higher = before > after ? before : after;
        if (higher * HIGHEST <= peak) continue;
        if (higher > peak) peak = higher;
        const between = highestBetween(window, at);
        if (between > peak) peak = between;
      }
      this.#peak = peak;
      if (index === block.length - 1) this.#at = at;
    }
  }

  /** Linear, since the last time this was called. It comes 16 samples late. */
  take(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }
}

function highestBetween(window: Float64Array, at: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  for (let tap = 0; tap < 32; tap++) {
    const value = window[at + tap] as number;
    one += value * (PLACES[tap] as number);
    two += value * (PLACES[32 + tap] as number);
    three += value * (PLACES[64 + tap] as number);
  }
  return Math.max(Math.abs(one), Math.abs(two), Math.abs(three));
}
