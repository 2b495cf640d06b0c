import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, peakOf } from './block.ts';
import { DriftLoop } from './driftLoop.ts';
import { SincTable, TAPS } from './sincTable.ts';

export type ResamplerOptions = {
  /** Hertz of what is pushed. */
  readonly inputRate: number;
  readonly outputRate?: number;
  readonly channels?: number;
  /** Sound kept ready against jitter, ms; grows after an underrun. */
  readonly targetMs?: number;
};

/** What is kept at most, ms, and how far the target may grow. */
const CAPACITY_MS = 1000;
const MAX_TARGET_MS = 300;
/** Beyond target times two and this much, late sound is jumped over rather than played too late for minutes, ms. */
const TOO_LATE_MS = 100;
/** Sound comes and goes on a ramp of this length, ms. */
const FADE_MS = 3;

/** When the sound is this quiet a part of it is left out unheard, linear. */
const QUIET = 1e-3;
/** Jitter is watched for so long before less is kept ready, s. */
const WATCH_SECONDS = 30;

type State = 'waiting' | 'playing' | 'leaving';

/**
 * Brings sound of another clock onto this one: pushed in as it comes, pulled out as it is needed.
 * The speed of reading follows the other clock slowly. When nothing is left it fades to silence and
 * waits until the target is reached again; when far too much has come it fades, jumps, and goes on.
 */
export class AdaptiveResampler {
  /** Each with its first `TAPS` samples again at the end, so that every window lies in one piece. */
  readonly #rings: readonly Float32Array[];
  readonly #capacity: number;
  readonly #inputRate: number;
  readonly #outputRate: number;
  readonly #table: SincTable;
  readonly #loop = new DriftLoop();
  readonly #fadeStep: number;
  /** Samples needed to fade out whenever the end comes near. */
  readonly #reserve: number;
  readonly #least: number;
  #target: number;
  /** Smallest fill since the watch began, and for how many seconds it goes on. */
  #lowest = Number.POSITIVE_INFINITY;
  #watched = 0;
  /** Samples that need not be kept ready. */
  #spare = 0;
  #state: State = 'waiting';
  #gain = 0;
  /** Samples pushed in all; and the place of the next sample to come out, in the same count. */
  #written = 0;
  #read = 0;
  #underruns = 0;
  #overruns = 0;

  constructor({
    inputRate,
    outputRate = SAMPLE_RATE,
    channels = 2,
    targetMs = 60,
  }: ResamplerOptions) {
    const samplesOf = (ms: number) => Math.round((ms * inputRate) / 1000);
    this.#inputRate = inputRate;
    this.#outputRate = outputRate;
    this.#capacity = samplesOf(CAPACITY_MS);
    this.#rings = Array.from({ length: channels }, () => new Float32Array(this.#capacity + TAPS));
    this.#table = SincTable.for(0.94 * Math.min(1, outputRate / inputRate));
    this.#fadeStep = 1000 / (FADE_MS * outputRate);
    this.#reserve = samplesOf(FADE_MS) + TAPS + 8;
    this.#target = Math.max(samplesOf(targetMs), this.#reserve * 2);
    this.#least = this.#target;
  }

  /** `samples` of each channel; a source with one channel is heard on all. Longer than the capacity: the newest count. */
  push(channels: Block, samples = channels[0]?.length ?? 0): void {
    const count = Math.min(samples, this.#capacity);
    const at = this.#written % this.#capacity;
    for (let index = 0; index < this.#rings.length; index++) {
      const channel = channels[index] ?? channels[0];
      const ring = this.#rings[index] as Float32Array;
      if (!channel) continue;
      const newest = channel.subarray(samples - count, samples);
      const first = Math.min(count, this.#capacity - at);
      ring.set(newest.subarray(0, first), at);
      if (first < count) ring.set(newest.subarray(first), 0);
      ring.copyWithin(this.#capacity, 0, TAPS);
    }
    this.#written += count;
    // Only when nobody pulls, or far too late: what is overwritten can no longer be played.
    if (this.#written - this.#read > this.#capacity - TAPS) this.#jump();
  }

  /** Samples that are ready. */
  get #fill(): number {
    return this.#written - this.#read;
  }

  /** Fills the block; true where it holds sound, false where it is all silence. */
  pull(block: Block): boolean {
    const samples = block[0]?.length ?? 0;
    const wasSilent = this.#state === 'waiting' && this.#fill < this.#target;
    if (wasSilent) {
      for (const channel of block) channel.fill(0);
      return false;
    }
    if (this.#state === 'waiting') this.#begin();
    const error = (this.#fill - this.#target) / this.#inputRate;
    const change = this.#loop.update(error, samples / this.#outputRate);
    const step = (this.#inputRate / this.#outputRate) * (1 + change);
    const needed = this.#reserve + step * samples;
    if (this.#state === 'playing' && this.#fill < needed) {
      this.#state = 'leaving';
      this.#underruns++;
      // Whoever ran dry once needs more kept ready.
      this.#spare = 0;
      this.#watched = 0;
      this.#lowest = Number.POSITIVE_INFINITY;
      this.#target = Math.min((this.#target * 3) / 2, (MAX_TARGET_MS * this.#inputRate) / 1000);
    } else if (this.#state === 'playing' && this.#fill > this.#target * 2 + this.#tooLate) {
      this.#state = 'leaving';
      this.#overruns++;
    }
    this.#play(block, samples, step);
    this.#watch(samples / this.#outputRate);
    if (this.#spare > 0 && peakOf(block[0]) < QUIET && peakOf(block[1]) < QUIET) this.#skip();
    return true;
  }

  /** What jitter made necessary is given back when it is over. */
  #watch(seconds: number): void {
    if (this.#state !== 'playing' || this.#target === this.#least) return;
    this.#lowest = Math.min(this.#lowest, this.#fill);
    this.#watched += seconds;
    if (this.#watched < WATCH_SECONDS) return;
    const never = this.#lowest - this.#least / 2;
    this.#spare = Math.max(0, Math.min(this.#target - this.#least, Math.floor(never)));
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#watched = 0;
  }

  /** Leaves out some samples of silence. */
  #skip(): void {
    const count = Math.min(this.#spare, TAPS);
    this.#read += count;
    this.#target -= count;
    this.#spare -= count;
  }

  get #tooLate(): number {
    return (TOO_LATE_MS * this.#inputRate) / 1000;
  }

  #begin(): void {
    this.#read = Math.max(this.#read, this.#written - this.#target);
    this.#state = 'playing';
    this.#loop.refilled();
  }

  #jump(): void {
    this.#read = Math.max(0, this.#written - this.#target);
    this.#gain = 0;
    if (this.#state === 'playing') this.#overruns++;
    this.#loop.refilled();
  }

  #play(block: Block, samples: number, step: number): void {
    const table = this.#table;
    const capacity = this.#capacity;
    const left = this.#rings[0] as Float32Array;
    const right = this.#rings[1] ?? left;
    const [outLeft, outRight] = block;
    for (let i = 0; i < samples; i++) {
      const gain = this.#nextGain();
      if (gain === 0) {
        table.left = 0;
        table.right = 0;
      } else {
        const place = Math.floor(this.#read);
        const from = (place - (TAPS / 2 - 1) + capacity) % capacity;
        table.pairBetween(left, right, from, this.#read - place);
      }
      if (outLeft) outLeft[i] = table.left * gain;
      if (outRight) outRight[i] = table.right * gain;
      if (this.#state !== 'waiting') this.#read += step;
    }
  }

  #nextGain(): number {
    if (this.#state === 'playing') this.#gain = Math.min(1, this.#gain + this.#fadeStep);
    else this.#gain = Math.max(0, this.#gain - this.#fadeStep);
    if (this.#state === 'leaving' && this.#gain === 0) {
      this.#state = 'waiting';
      if (this.#fill >= this.#target) this.#begin();
    }
    return this.#gain;
  }

  /** See `DriftLoop.driftPpm`. */
  get driftPpm(): number | null {
    return this.#loop.driftPpm;
  }

  /** Times that nothing was left, and that too much had come. */
  get underruns(): number {
    return this.#underruns;
  }

  get overruns(): number {
    return this.#overruns;
  }

  /** How long sound waits in here, ms. */
  get fillMs(): number {
    return (this.#fill * 1000) / this.#inputRate;
  }
}
