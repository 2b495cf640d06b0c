import { gainOfDb, SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, decayOf, type Processor, silenceBadSamples } from './block.ts';

export type LimiterSettings = {
  /** No sample leaves above this, dBFS. */
  readonly ceilingDb: number;
  /** Time constant of the way back after a peak, ms. */
  readonly releaseMs: number;
};

/**
 * Brickwall limiter: looks ahead, so that the gain is down, on a smooth slope, when the peak comes.
 * Channels are turned down together. Samples that are not numbers become silence.
 */
export class Limiter implements Processor {
  /** Samples by which the sound leaves later than it came: the look-ahead. */
  readonly latencySamples: number;
  readonly #sampleRate: number;
  readonly #delayed: readonly Float32Array[];
  /** Wanted gains of the last look-ahead, kept so that the smallest is always first (a monotonic queue). */
  readonly #queueGain: Float64Array;
  readonly #queueAt: Float64Array;
  #queueHead = 0;
  #queueLength = 0;
  /** Held gains, whose running mean is the gain. */
  readonly #held: Float64Array;
  #heldSum: number;
  #released = 1;
  #position = 0;
  #count = 0;
  #ceiling = 1;
  #release = 0;
  #lowest = 1;

  constructor(
    settings: LimiterSettings,
    { channels = 2, sampleRate = SAMPLE_RATE, lookAheadMs = 5 } = {},
  ) {
    this.#sampleRate = sampleRate;
    const length = Math.max(1, Math.round((lookAheadMs * sampleRate) / 1000));
    this.latencySamples = length;
    this.#delayed = Array.from({ length: channels }, () => new Float32Array(length));
    this.#queueGain = new Float64Array(length + 2);
    this.#queueAt = new Float64Array(length + 2);
    this.#held = new Float64Array(length).fill(1);
    this.#heldSum = length;
    this.set(settings);
  }

  set({ ceilingDb, releaseMs }: LimiterSettings): void {
    this.#ceiling = gainOfDb(ceilingDb);
    this.#release = 1 - decayOf(releaseMs, this.#sampleRate);
  }

  process(block: Block): void {
    silenceBadSamples(block);
    const samples = block[0]?.length ?? 0;
    const length = this.latencySamples;
    for (let i = 0; i < samples; i++) {
      let peak = 0;
      for (let index = 0; index < block.length; index++) {
        const magnitude = Math.abs((block[index] as Float32Array)[i] as number);
        if (magnitude > peak) peak = magnitude;
      }
      const gain = this.#gainFor(peak > this.#ceiling ? this.#ceiling / peak : 1);
      const at = this.#position;
      for (let index = 0; index < block.length; index++) {
        const channel = block[index] as Float32Array;
        const line = this.#delayed[index] as Float32Array;
        const out = (line[at] as number) * gain;
        line[at] = channel[i] as number;
        // Rounding, and a ceiling that was lowered while the peak was under way.
        channel[i] = Math.max(-this.#ceiling, Math.min(this.#ceiling, out));
      }
      this.#position = at + 1 === length ? 0 : at + 1;
    }
  }

  /** Takes the gain that the newest sample wants; gives that of the oldest in the look-ahead. */
  #gainFor(wanted: number): number {
    const lowest = this.#lowestWith(wanted);
    this.#released =
      lowest < this.#released ? lowest : this.#released + (lowest - this.#released) * this.#release;
    const at = this.#position;
    this.#heldSum += this.#released - (this.#held[at] as number);
    this.#held[at] = this.#released;
    const gain = this.#heldSum / this.latencySamples;
    if (gain < this.#lowest) this.#lowest = gain;
    return gain > 1 ? 1 : gain;
  }

  /** Smallest gain wanted by any of the samples that have not left yet. */
  #lowestWith(wanted: number): number {
    const gains = this.#queueGain;
    const size = gains.length;
    const now = this.#count++;
    if (
      this.#queueLength > 0 &&
      (this.#queueAt[this.#queueHead] as number) < now - this.latencySamples
    ) {
      this.#queueHead = (this.#queueHead + 1) % size;
      this.#queueLength--;
    }
    while (this.#queueLength > 0) {
      const last = (this.#queueHead + this.#queueLength - 1) % size;
      if ((gains[last] as number) < wanted) break;
      this.#queueLength--;
    }
    const tail = (this.#queueHead + this.#queueLength) % size;
    gains[tail] = wanted;
    this.#queueAt[tail] = now;
    this.#queueLength++;
    return gains[this.#queueHead] as number;
  }

  /** Most that was taken away since the last call, dB, 0 or more. */
  takeReductionDb(): number {
    const reduction = Math.max(0, -20 * Math.log10(this.#lowest));
    this.#lowest = 1;
    return reduction;
  }
}
