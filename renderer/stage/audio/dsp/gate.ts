import { gainOfDb, SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, decayOf, type Processor } from './block.ts';

export type GateSettings = {
  /** Opens when the sound rises above this, dBFS of the peaks. */
  readonly openDb: number;
  /** Closes when it has fallen below this; not above `openDb`. */
  readonly closeDb: number;
  /** From closed to open, ms. */
  readonly attackMs: number;
  /** Stays open for so long after the sound has fallen, ms. */
  readonly holdMs: number;
  /** From open to closed, ms. */
  readonly releaseMs: number;
};

/** Peaks are followed down with this time constant, ms: the gaps between the waves of a voice are no silence. */
const FOLLOW_MS = 10;

/** Noise gate: lets nothing through until the sound is loud enough. Channels open and close together. */
export class Gate implements Processor {
  readonly #sampleRate: number;
  readonly #follow: number;
  #open = 0;
  #close = 0;
  #attackStep = 1;
  #releaseStep = 1;
  #holdSamples = 0;
  #level = 0;
  #gain = 0;
  #isOpen = false;
  #held = 0;

  constructor(settings: GateSettings, sampleRate = SAMPLE_RATE) {
    this.#sampleRate = sampleRate;
    this.#follow = decayOf(FOLLOW_MS, sampleRate);
    this.set(settings);
  }

  set({ openDb, closeDb, attackMs, holdMs, releaseMs }: GateSettings): void {
    const samplesOf = (ms: number) => Math.max(1, (ms * this.#sampleRate) / 1000);
    this.#open = gainOfDb(openDb);
    this.#close = gainOfDb(Math.min(closeDb, openDb));
    this.#attackStep = 1 / samplesOf(attackMs);
    this.#releaseStep = 1 / samplesOf(releaseMs);
    this.#holdSamples = samplesOf(holdMs);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  process(block: Block): void {
    const samples = block[0]?.length ?? 0;
    for (let i = 0; i < samples; i++) {
      let peak = 0;
      for (let index = 0; index < block.length; index++) {
        const magnitude = Math.abs((block[index] as Float32Array)[i] as number);
        if (magnitude > peak) peak = magnitude;
      }
      this.#level = Math.max(peak, this.#level * this.#follow);
      this.#decide();
      this.#gain = this.#isOpen
        ? Math.min(1, this.#gain + this.#attackStep)
        : Math.max(0, this.#gain - this.#releaseStep);
      if (this.#gain === 1) continue;
      for (let index = 0; index < block.length; index++) {
        const channel = block[index] as Float32Array;
        channel[i] = (channel[i] as number) * this.#gain;
      }
    }
  }

  #decide(): void {
    if (this.#level > this.#open) this.#isOpen = true;
    if (!this.#isOpen || this.#level >= this.#close) {
      this.#held = 0;
      return;
    }
    this.#held++;
    if (this.#held > this.#holdSamples) this.#isOpen = false;
  }
}
