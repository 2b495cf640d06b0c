import { gainOfDb, SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, decayOf } from './block.ts';

export type DuckerSettings = {
  /** How far down, dB, 0 or less. */
  readonly amountDb: number;
  /** Level of the voice from which on, dBFS of the peaks. */
  readonly thresholdDb: number;
  /** Time constants of going down and coming back, ms. */
  readonly attackMs: number;
  readonly releaseMs: number;
};

/** A voice is still heard between its syllables, ms. */
const HOLD_MS = 150;
/** Steps no finer than this are walked, dB. */
const NEAR_DB = 0.01;

/** Makes room under a voice: turns down by a fixed amount while the voice is heard. */
export class Ducker {
  readonly #sampleRate: number;
  #settings: DuckerSettings | null = null;
  #threshold = 0;
  #held = 0;
  #db = 0;
  #gain = 1;

  constructor(sampleRate = SAMPLE_RATE) {
    this.#sampleRate = sampleRate;
  }

  /** Null lets the sound come back. */
  set(settings: DuckerSettings | null): void {
    this.#settings = settings;
    this.#threshold = settings ? gainOfDb(settings.thresholdDb) : 0;
  }

  /** `voicePeak`: largest magnitude of the voice in the time of this block, linear. */
  process(block: Block, voicePeak: number): void {
    const samples = block[0]?.length ?? 0;
    if (voicePeak > this.#threshold) this.#held = (HOLD_MS * this.#sampleRate) / 1000;
    else this.#held = Math.max(0, this.#held - samples);
    const wanted = this.#settings && this.#held > 0 ? this.#settings.amountDb : 0;
    if (wanted === 0 && this.#db === 0) return;
    const { attackMs = 10, releaseMs = 100 } = this.#settings ?? {};
    const left = decayOf(wanted < this.#db ? attackMs : releaseMs, this.#sampleRate) ** samples;
    this.#db = wanted + (this.#db - wanted) * left;
    if (Math.abs(this.#db - wanted) < NEAR_DB) this.#db = wanted;
    const from = this.#gain;
    this.#gain = 10 ** (this.#db / 20);
    const step = (this.#gain - from) / samples;
    for (let index = 0; index < block.length; index++) {
      const channel = block[index] as Float32Array;
      for (let i = 0; i < samples; i++)
        channel[i] = (channel[i] as number) * (from + step * (i + 1));
    }
  }

  /** What it is turned down by now, dB, 0 or less. */
  get gainDb(): number {
    return this.#db;
  }
}
