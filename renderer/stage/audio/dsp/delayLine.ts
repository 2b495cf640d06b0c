import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import type { Block, Processor } from './block.ts';

/** A change of the delay is a crossfade of this length, ms. */
const FADE_MS = 20;

/** Delays sound by whole samples. Without delay it costs nothing and holds nothing. */
export class DelayLine implements Processor {
  readonly #fadeStep: number;
  /** Kept beyond the delay, so that the fade before it is not heard when more room is made. */
  readonly #spare: number;
  #lines: Float32Array[] = [];
  #size = 0;
  #at = 0;
  #delay = 0;
  /** The delay that is being left, and how much of the new one is heard, 0..1. */
  #before = 0;
  #mix = 1;
  /** What is kept begins with a fade, since silence comes out before it. */
  #begun = 1;

  constructor(sampleRate = SAMPLE_RATE) {
    this.#fadeStep = 1000 / (FADE_MS * sampleRate);
    this.#spare = Math.ceil(1 / this.#fadeStep) + 1;
  }

  /** Takes effect with a crossfade; one that is under way ends at once. */
  set(samples: number): void {
    if (samples === this.#delay) return;
    this.#before = this.#delay;
    this.#delay = samples;
    this.#mix = 0;
  }

  process(block: Block): void {
    if (this.#delay === 0 && this.#mix === 1) {
      this.#lines = [];
      this.#size = 0;
      return;
    }
    const samples = block[0]?.length ?? 0;
    this.#grow(block.length, Math.max(this.#delay, this.#before) + this.#spare);
    const size = this.#size;
    for (let i = 0; i < samples; i++) {
      const now = (this.#at - this.#delay + size) % size;
      const before = (this.#at - this.#before + size) % size;
      for (let index = 0; index < block.length; index++) {
        const channel = block[index] as Float32Array;
        const line = this.#lines[index] as Float32Array;
        const input = channel[i] as number;
        line[this.#at] = input * this.#begun;
        const fresh = this.#delay === 0 ? input : (line[now] as number);
        const stale = this.#before === 0 ? input : (line[before] as number);
        channel[i] = this.#mix === 1 ? fresh : fresh * this.#mix + stale * (1 - this.#mix);
      }
      this.#at = this.#at + 1 === size ? 0 : this.#at + 1;
      if (this.#begun < 1) this.#begun = Math.min(1, this.#begun + this.#fadeStep);
      if (this.#mix < 1) this.#mix = Math.min(1, this.#mix + this.#fadeStep);
    }
  }

  /** Makes room and keeps what is in it, the newest last, its beginning faded in. */
  #grow(channels: number, needed: number): void {
    if (needed <= this.#size) return;
    const size = Math.max(needed, 4096);
    this.#lines = Array.from({ length: channels }, (_, index) => {
      const line = new Float32Array(size);
      const old = this.#lines[index];
      if (old) {
        line.set(old.subarray(this.#at), size - this.#size);
        line.set(old.subarray(0, this.#at), size - this.#at);
        const kept = line.subarray(size - this.#size);
        for (let i = 0; i * this.#fadeStep < 1; i++)
          kept[i] = (kept[i] as number) * i * this.#fadeStep;
      }
      return line;
    });
    if (this.#size === 0) this.#begun = 0;
    this.#size = size;
    this.#at = 0;
  }
}
