import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import type { Block } from './block.ts';

/** Loudness of a power, LUFS (ITU-R BS.1770-4 annex 1). */
const loudnessOf = (power: number): number => -0.691 + 10 * Math.log10(power);
const powerOf = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);

/** Powers are taken over 100 ms; a gating block is four of them, so blocks overlap by three quarters. */
const STEPS_PER_SECOND = 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;

/** Absolute gate, LUFS, and relative gate, LU (BS.1770-4 annex 1). */
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/** Gating blocks are kept by loudness in bins of a hundredth of a LU from the absolute gate up, so memory does not grow. */
const BINS_PER_LU = 100;
const BINS = 90 * BINS_PER_LU;

/** The two filters of K-weighting, for any sample rate: high shelf, then high pass. At 48 kHz these are BS.1770's tables. */
function kWeighting(sampleRate: number): readonly number[] {
  const k1 = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q1 = 0.7071752369554196;
  const vh = 10 ** (3.999843853973347 / 20);
  const vb = vh ** 0.4996667741545416;
  const a0 = 1 + k1 / q1 + k1 * k1;
  const k2 = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q2 = 0.5003270373238773;
  const c0 = 1 + k2 / q2 + k2 * k2;
  return [
    (vh + (vb * k1) / q1 + k1 * k1) / a0,
    (2 * (k1 * k1 - vh)) / a0,
    (vh - (vb * k1) / q1 + k1 * k1) / a0,
    (2 * (k1 * k1 - 1)) / a0,
    (1 - k1 / q1 + k1 * k1) / a0,
    (2 * (k2 * k2 - 1)) / c0,
    (1 - k2 / q2 + k2 * k2) / c0,
  ];
}

/**
 * Loudness of mono or stereo sound by ITU-R BS.1770-4 and EBU R 128. All channels weigh 1 (left,
 * right, centre). Values are LUFS, `-Infinity` for silence and before there is anything to say.
 */
export class LoudnessMeter {
  readonly #weights: readonly number[];
  readonly #stepSamples: number;
  /** Four numbers of filter memory a channel. */
  readonly #memory: Float64Array;
  readonly #steps = new Float64Array(SHORT_TERM_STEPS);
  readonly #counts = new Float64Array(BINS);
  readonly #powers = new Float64Array(BINS);
  #stepsDone = 0;
  #samples = 0;
  #power = 0;
  #integrated: number | null = null;

  constructor(channels = 2, sampleRate = SAMPLE_RATE) {
    this.#weights = kWeighting(sampleRate);
    this.#stepSamples = Math.round(sampleRate / STEPS_PER_SECOND);
    this.#memory = new Float64Array(channels * 4);
  }

  /** Reads the block, which stays as it is. */
  measure(block: Block): void {
    const length = block[0]?.length ?? 0;
    for (let from = 0; from < length; ) {
      const to = Math.min(length, from + this.#stepSamples - this.#samples);
      for (let index = 0; index < block.length; index++)
        this.#power += this.#powerOf(block[index] as Float32Array, index, from, to);
      this.#samples += to - from;
      from = to;
      if (this.#samples === this.#stepSamples) this.#endStep();
    }
  }

  /** Sum of squares of one channel's weighted samples. */
  #powerOf(channel: Float32Array, index: number, from: number, to: number): number {
    const [b0, b1, b2, a1, a2, c1, c2] = this.#weights as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const memory = this.#memory;
    const at = index * 4;
    let s1 = memory[at] as number;
    let s2 = memory[at + 1] as number;
    let t1 = memory[at + 2] as number;
    let t2 = memory[at + 3] as number;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const x = channel[i] as number;
      const shelf = b0 * x + s1;
      s1 = b1 * x - a1 * shelf + s2;
      s2 = b2 * x - a2 * shelf;
      const y = shelf + t1;
      t1 = -2 * shelf - c1 * y + t2;
      t2 = shelf - c2 * y;
      sum += y * y;
    }
    memory[at] = s1;
    memory[at + 1] = s2;
    memory[at + 2] = t1;
    memory[at + 3] = t2;
    return sum;
  }

  #endStep(): void {
    this.#steps[this.#stepsDone % SHORT_TERM_STEPS] = this.#power / this.#stepSamples;
    this.#stepsDone++;
    this.#samples = 0;
    this.#power = 0;
    // Silence leaves tails in the filters that no ear and no gate hears.
    for (let i = 0; i < this.#memory.length; i++)
      if (Math.abs(this.#memory[i] as number) < 1e-20) this.#memory[i] = 0;
    if (this.#stepsDone < MOMENTARY_STEPS) return;
    const power = this.#mean(MOMENTARY_STEPS);
    const bin = Math.floor((loudnessOf(power) - ABSOLUTE_GATE) * BINS_PER_LU);
    if (!(bin >= 0)) return;
    const kept = Math.min(bin, BINS - 1);
    this.#counts[kept] = (this.#counts[kept] as number) + 1;
    this.#powers[kept] = (this.#powers[kept] as number) + power;
    this.#integrated = null;
  }

  #mean(steps: number): number {
    let sum = 0;
    for (let back = 1; back <= steps; back++)
      sum += this.#steps[(this.#stepsDone - back) % SHORT_TERM_STEPS] as number;
    return sum / steps;
  }

  /** Over the last 400 ms. */
  get momentary(): number {
    return this.#stepsDone < MOMENTARY_STEPS
      ? Number.NEGATIVE_INFINITY
      : loudnessOf(this.#mean(MOMENTARY_STEPS));
  }

  /** Over the last 3 s. */
  get shortTerm(): number {
    return this.#stepsDone < SHORT_TERM_STEPS
      ? Number.NEGATIVE_INFINITY
      : loudnessOf(this.#mean(SHORT_TERM_STEPS));
  }

  /** Over everything since the start or the last `reset`, with both gates. */
  get integrated(): number {
    this.#integrated ??= this.#gatedMean();
    return this.#integrated;
  }

  #gatedMean(): number {
    const all = this.#meanFrom(0);
    const gate = loudnessOf(all) + RELATIVE_GATE;
    if (!Number.isFinite(gate)) return Number.NEGATIVE_INFINITY;
    // The bin that the gate cuts is counted from where its mean lies above the gate.
    let first = Math.max(0, Math.floor((gate - ABSOLUTE_GATE) * BINS_PER_LU));
    const count = this.#counts[first] ?? 0;
    if (count > 0 && (this.#powers[first] as number) / count <= powerOf(gate)) first++;
    return loudnessOf(this.#meanFrom(first));
  }

  #meanFrom(first: number): number {
    let count = 0;
    let power = 0;
    for (let bin = first; bin < BINS; bin++) {
      count += this.#counts[bin] as number;
      power += this.#powers[bin] as number;
    }
    return count === 0 ? 0 : power / count;
  }

  /** Forgets everything heard. */
  reset(): void {
    this.#memory.fill(0);
    this.#steps.fill(0);
    this.#counts.fill(0);
    this.#powers.fill(0);
    this.#stepsDone = 0;
    this.#samples = 0;
    this.#power = 0;
    this.#integrated = null;
  }
}
