import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, QUANTUM } from '../dsp/block.ts';
import { SincTable, TAPS } from '../dsp/sincTable.ts';

/** What is kept at most, samples: three seconds ahead. */
const CAPACITY = 3 * SAMPLE_RATE;
/** A stretch that begins this near to the end of the last one goes on where that one ended, samples. */
const NEAR = SAMPLE_RATE / 200;
/** Sound comes and goes on a ramp of this length, samples. */
const FADE = QUANTUM;

/**
 * Sound that knows its time, such as a file's: each stretch is heard at its place of the graph's
 * clock, at any sample rate. What comes too late is not heard; a stretch over an earlier one replaces
 * what that one still had to say from there on.
 */
export class ScheduledSound {
  readonly #rings: readonly Float32Array[] = [0, 1].map(() => new Float32Array(CAPACITY));
  /** End of what is known, on the graph's clock; nothing is known before the first stretch. */
  #end = Number.NEGATIVE_INFINITY;
  /** First sample not yet played. */
  #played: number;
  #sounding = false;
  /** The last input samples, and where between them the next output lies: a stretch's end is the next one's beginning. */
  #tail: readonly Float32Array[] = [];
  #place = 0;
  #rate = 0;

  /** `now`: the graph's clock. */
  constructor(now: number) {
    this.#played = now;
  }

  /** Adds a stretch that begins at `frame` of the graph's clock. */
  push(channels: Block, sampleRate: number, frame: number): void {
    const goesOn = Math.abs(frame - this.#end) <= NEAR && sampleRate === this.#rate;
    if (!goesOn) this.#begin(frame, sampleRate);
    const made = this.#resampled(channels);
    for (let index = 0; index < this.#rings.length; index++) {
      const from = (made[index] ?? made[0]) as Float32Array;
      const ring = this.#rings[index] as Float32Array;
      for (let i = 0; i < from.length; i++) {
        const at = this.#end + i;
        if (at >= this.#played && at < this.#played + CAPACITY)
          ring[at % CAPACITY] = (from[i] as number) * (goesOn ? 1 : Math.min(1, i / FADE));
      }
    }
    this.#end = Math.min(this.#end + (made[0]?.length ?? 0), this.#played + CAPACITY);
  }

  #begin(frame: number, sampleRate: number): void {
    const start = Math.max(frame, this.#played);
    for (const ring of this.#rings)
      if (this.#end > start) for (let at = start; at < this.#end; at++) ring[at % CAPACITY] = 0;
      else if (this.#end > this.#played)
        for (let at = this.#end; at < Math.min(start, this.#played + CAPACITY); at++)
          ring[at % CAPACITY] = 0;
    this.#end = frame;
    this.#rate = sampleRate;
    this.#tail = [];
    this.#place = 0;
  }

  /** The stretch at this clock's rate, together with what was left of the one before. */
  #resampled(channels: Block): Float32Array[] {
    if (this.#rate === SAMPLE_RATE) return channels.map((channel) => channel);
    const step = this.#rate / SAMPLE_RATE;
    const table = SincTable.for(0.94 * Math.min(1, 1 / step));
    const begins = this.#tail.length === 0;
    const all = channels.map((channel, index) => {
      const tail = this.#tail[index] ?? new Float32Array(TAPS / 2);
      const joined = new Float32Array(tail.length + channel.length);
      joined.set(tail);
      joined.set(channel, tail.length);
      return joined;
    });
    const length = all[0]?.length ?? 0;
    // The window's middle tap is the sample itself.
    if (begins) this.#place = 1;
    const count = Math.max(0, Math.ceil((length - TAPS - this.#place) / step));
    const made = all.map((samples) => {
      const out = new Float32Array(count);
      for (let i = 0; i < count; i++) {
        const place = this.#place + i * step;
        const from = Math.floor(place);
        out[i] = table.between(samples, from, place - from);
      }
      return out;
    });
    const next = this.#place + count * step;
    const kept = Math.min(length, Math.floor(next));
    this.#tail = all.map((samples) => samples.slice(kept));
    this.#place = next - kept;
    return made;
  }

  /** Forgets what has not been heard: the file was stopped, or jumps. */
  clear(): void {
    this.#end = Math.min(this.#end, this.#played + 2 * QUANTUM);
    this.#rate = 0;
  }

  /** Fills the block that begins at `frame` of the graph's clock; false where all of it is silence. */
  pull(block: Block, frame: number): boolean {
    const samples = block[0]?.length ?? 0;
    const goesOn = this.#end >= frame + 2 * samples;
    const wasSounding = this.#sounding;
    this.#sounding = goesOn;
    this.#played = frame + samples;
    if (!goesOn && !wasSounding) {
      for (const channel of block) channel.fill(0);
      return false;
    }
    for (let index = 0; index < block.length; index++) {
      const ring = this.#rings[index] as Float32Array;
      const channel = block[index] as Float32Array;
      for (let i = 0; i < samples; i++) {
        const at = (frame + i) % CAPACITY;
        const ramp = (i + 1) / samples;
        const gain = goesOn ? (wasSounding ? 1 : ramp) : 1 - ramp;
        channel[i] = (ring[at] as number) * gain;
        ring[at] = 0;
      }
    }
    return true;
  }
}
