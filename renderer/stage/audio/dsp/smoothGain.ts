import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, decayOf } from './block.ts';

/** Fast to the hand, slow enough not to click, ms. */
const GLIDE_MS = 10;
/** Nearer than this it has arrived, -100 dB. */
const NEAR = 1e-5;

/** A gain for each channel that glides to its new place. */
export class SmoothGain {
  readonly #glide: number;
  readonly #now: Float64Array;
  readonly #wanted: Float64Array;

  constructor(gain = 1, channels = 2, sampleRate = SAMPLE_RATE) {
    this.#glide = 1 - decayOf(GLIDE_MS, sampleRate);
    this.#now = new Float64Array(channels).fill(gain);
    this.#wanted = new Float64Array(channels).fill(gain);
  }

  /** Linear; one for all channels, or one each. */
  set(left: number, right = left): void {
    this.#wanted.fill(right);
    this.#wanted[0] = left;
  }

  /** Silent, and staying so: what is multiplied by it need not be made. */
  get isSilent(): boolean {
    return this.#now.every((it) => it === 0) && this.#wanted.every((it) => it === 0);
  }

  process(block: Block): void {
    for (let index = 0; index < block.length; index++) {
      const channel = block[index] as Float32Array;
      const wanted = this.#wanted[index] as number;
      let now = this.#now[index] as number;
      if (now === wanted) {
        if (now === 0) channel.fill(0);
        else if (now !== 1)
          for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] as number) * now;
        continue;
      }
      for (let i = 0; i < channel.length; i++) {
        now += (wanted - now) * this.#glide;
        channel[i] = (channel[i] as number) * now;
      }
      this.#now[index] = Math.abs(now - wanted) < NEAR ? wanted : now;
    }
  }
}
