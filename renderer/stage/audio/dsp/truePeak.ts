import type { Block } from './block.ts';

/** Taps of each phase of the interpolating filter (ITU-R BS.1770-4 annex 2); phases 3 and 4 are 2 and 1 backwards. */
const PHASE_1 = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
];
const PHASE_2 = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
  0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];
const TAPS = PHASE_1.length;

/** No phase makes more of a peak than this: what is quieter need not be looked at. */
const LARGEST_GAIN = Math.max(
  ...[PHASE_1, PHASE_2].map((phase) => phase.reduce((sum, tap) => sum + Math.abs(tap), 0)),
);

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
        let largest = 0;
        for (let tap = at; tap < at + TAPS; tap++) {
          const value = window[tap] as number;
          if (value > largest) largest = value;
          else if (-value > largest) largest = -value;
        }
        if (largest * LARGEST_GAIN > peak) peak = Math.max(peak, largestOf(window, at));
      }
      this.#peak = peak;
      if (index === block.length - 1) this.#at = at;
    }
  }

  /** Linear, since the last time this was called: also the plain samples' own peak. */
  take(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }
}

/** Largest of the four values between (and nearly at) the samples in the middle of a window. */
function largestOf(window: Float64Array, at: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  for (let tap = 0; tap < TAPS; tap++) {
    const value = window[at + tap] as number;
    const first = PHASE_1[tap] as number;
    const second = PHASE_2[tap] as number;
    one += value * first;
    two += value * second;
    const mirrored = window[at + TAPS - 1 - tap] as number;
    three += mirrored * second;
    four += mirrored * first;
  }
  return Math.max(Math.abs(one), Math.abs(two), Math.abs(three), Math.abs(four));
}
