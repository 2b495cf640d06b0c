/** How long the least delayed frame counts, programme time in microseconds. */
const WINDOW_US = 10_000_000;

/**
 * Tells when a moment of the programme was, by this machine's clock, from when its frames came
 * from the encoder. The least delayed frame of the last ten to twenty seconds counts: an encoder
 * that has just started, or a moment in which the machine was busy, says nothing of the clock.
 */
export class WallClock {
  #earlierMs = Number.POSITIVE_INFINITY;
  #nowMs = Number.POSITIVE_INFINITY;
  #windowUs = Number.NEGATIVE_INFINITY;

  /** A frame of this programme time has come. */
  heard(ptsUs: number, epochMs: number): void {
    if (Math.abs(ptsUs - this.#windowUs) > WINDOW_US) {
      this.#earlierMs = this.#nowMs;
      this.#nowMs = Number.POSITIVE_INFINITY;
      this.#windowUs = ptsUs;
    }
    this.#nowMs = Math.min(this.#nowMs, epochMs - ptsUs / 1000);
  }

  /** When that was, ms since the epoch; null before the first frame. */
  epochMsOf(ptsUs: number): number | null {
    const zeroMs = Math.min(this.#earlierMs, this.#nowMs);
    return Number.isFinite(zeroMs) ? zeroMs + ptsUs / 1000 : null;
  }
}
