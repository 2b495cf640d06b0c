import { gainOfDb, SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, decayOf, type Processor } from './block.ts';

export type CompressorSettings = {
  /** Level above which the sound is turned down, dBFS of the peaks. */
  readonly thresholdDb: number;
  /** Decibels in for one decibel out above the threshold, 1 or more. */
  readonly ratio: number;
  /** Time constants, ms. */
  readonly attackMs: number;
  readonly releaseMs: number;
  /** Gain after it, dB. */
  readonly makeupDb: number;
  /** Width of the bend around the threshold, dB; 6 unless told. */
  readonly kneeDb?: number;
};

const KNEE_DB = 6;
/** Samples with one decision: a twelfth of a millisecond. */
const STEP = 4;

/** Quieter than this nothing is turned down; saves the logarithm. */
const FLOOR = 1e-5;

/**
 * Feed-forward compressor with a soft knee; the detector is smooth and decoupled (Giannoulis,
 * Massberg, Reiss: "Digital Dynamic Range Compressor Design", JAES 60/6). Channels are turned down
 * together.
 */
export class Compressor implements Processor {
  readonly #sampleRate: number;
  #settings: CompressorSettings;
  #attack = 0;
  #release = 0;
  #makeup = 1;
  /** Gain after it as it is now: it moves to its place in 10 ms. */
  #makeupNow: number;
  readonly #glide: number;
  /** Reductions in dB: as released, and as attacked too. */
  #peak = 0;
  #reduction = 0;
  #most = 0;
  #gain: number;

  constructor(settings: CompressorSettings, sampleRate = SAMPLE_RATE) {
    this.#sampleRate = sampleRate;
    this.#settings = settings;
    this.#glide = 1 - decayOf(10, sampleRate) ** STEP;
    this.set(settings);
    this.#makeupNow = this.#makeup;
    this.#gain = this.#makeup;
  }

  set(settings: CompressorSettings): void {
    this.#settings = settings;
    this.#attack = decayOf(settings.attackMs, this.#sampleRate) ** STEP;
    this.#release = decayOf(settings.releaseMs, this.#sampleRate) ** STEP;
    this.#makeup = gainOfDb(settings.makeupDb);
  }

  /** `heard` is what decides the gain: the block itself, or another sound (a side chain). */
  process(block: Block, heard: Block = block): void {
    const samples = block[0]?.length ?? 0;
    for (let from = 0; from < samples; from += STEP)
      this.#step(block, heard, from, Math.min(samples, from + STEP));
    if (this.#reduction > this.#most) this.#most = this.#reduction;
  }

  /** Some samples with one decision; the gain goes there in a straight line. */
  #step(block: Block, heard: Block, from: number, to: number): void {
    let level = 0;
    for (let index = 0; index < heard.length; index++) {
      const channel = heard[index] as Float32Array;
      for (let i = from; i < to; i++) {
        const magnitude = Math.abs(channel[i] as number);
        if (magnitude > level) level = magnitude;
      }
    }
    const wanted = level > FLOOR ? this.#reductionAt(20 * Math.log10(level)) : 0;
    this.#peak = Math.max(wanted, this.#release * this.#peak + (1 - this.#release) * wanted);
    this.#reduction = this.#attack * this.#reduction + (1 - this.#attack) * this.#peak;
    this.#makeupNow += (this.#makeup - this.#makeupNow) * this.#glide;
    const before = this.#gain;
    this.#gain =
      this.#reduction < 1e-4 ? this.#makeupNow : this.#makeupNow * 10 ** (-this.#reduction / 20);
    const slope = (this.#gain - before) / (to - from);
    for (let index = 0; index < block.length; index++) {
      const channel = block[index] as Float32Array;
      for (let i = from; i < to; i++)
        channel[i] = (channel[i] as number) * (before + slope * (i - from + 1));
    }
  }

  /** What a steady level would be turned down by, dB. */
  #reductionAt(levelDb: number): number {
    const { thresholdDb, ratio, kneeDb = KNEE_DB } = this.#settings;
    const over = levelDb - thresholdDb;
    const slope = 1 - 1 / Math.max(1, ratio);
    if (over >= kneeDb / 2) return over * slope;
    const into = over + kneeDb / 2;
    return into <= 0 ? 0 : (slope * into * into) / (2 * kneeDb);
  }

  /** Most that was taken away since the last call, dB, 0 or more. */
  takeReductionDb(): number {
    const most = this.#most;
    this.#most = 0;
    return most;
  }
}
