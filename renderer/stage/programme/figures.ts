import type { StageFigures } from '../../../common/live/telemetry.ts';

const median = (values: number[]): number => {
  if (values.length === 0) return 0;
  const sorted = values.sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};

/** Counts what the programme does; `take` gives the state and starts the next interval. */
export class Figures {
  composed = 0;
  encoded = 0;
  skipped = 0;
  encodedAudioFrames = 0;
  #drawn = 0;
  #composeMs: number[] = [];
  #encodeMs: number[] = [];
  #since = performance.now();

  drawnIn(ms: number): void {
    this.#drawn++;
    this.#composeMs.push(ms);
  }

  encodedIn(ms: number): void {
    this.encoded++;
    this.encodeTook(ms);
  }

  /** Of a lane that stands for the main one. */
  encodeTook(ms: number): void {
    this.#encodeMs.push(ms);
  }

  take(): StageFigures {
    const now = performance.now();
    const seconds = (now - this.#since) / 1000;
    const figures = {
      fps: seconds > 0 ? this.#drawn / seconds : 0,
      composed: this.composed,
      encoded: this.encoded,
      skipped: this.skipped,
      encodedAudioFrames: this.encodedAudioFrames,
      composeMs: median(this.#composeMs),
      encodeMs: median(this.#encodeMs),
    };
    this.#since = now;
    this.#drawn = 0;
    this.#composeMs = [];
    this.#encodeMs = [];
    return figures;
  }
}
