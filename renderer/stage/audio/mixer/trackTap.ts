import type { TrackChunk } from './messages.ts';
import type { Mixer } from './mixer.ts';

/** Samples in one message of sound: two AAC access units, 43 ms. */
const CHUNK = 2048;

/** Collects the mixer's tracks into chunks. */
export class TrackTap {
  readonly #send: (chunk: TrackChunk) => void;
  readonly #open = new Map<number, Float32Array<ArrayBuffer>>();
  #filled = 0;
  #start = 0;

  constructor(send: (chunk: TrackChunk) => void) {
    this.#send = send;
  }

  /** Takes the block that the mixer has just made, which began at `frame` of the graph's clock. */
  take(mixer: Mixer, frame: number): void {
    if (this.#filled === 0) this.#start = frame;
    let samples = 0;
    for (const track of mixer.trackNumbers) {
      const [left, right] = mixer.track(track) ?? [];
      if (!left || !right) continue;
      const planar = this.#open.get(track) ?? new Float32Array(CHUNK * 2);
      this.#open.set(track, planar);
      planar.set(left, this.#filled);
      planar.set(right, CHUNK + this.#filled);
      samples = left.length;
    }
    this.#filled += samples;
    if (this.#filled < CHUNK) return;
    // The buses' look-ahead makes them late; what is heard belongs to the moment it came in.
    const earlier = mixer.earlierSamples + mixer.latencySamples;
    // The programme last: it takes along what came before it.
    for (const [track, planar] of [...this.#open].sort(([a], [b]) => b - a))
      this.#send({ track, frame: this.#start, planar, earlier });
    this.#open.clear();
    this.#filled = 0;
  }
}
