/** What waits in a `FrameQueue`. */
type Closable = { close(): void };

/** Most frames that may wait; a burst beyond it loses its oldest. About 130 ms at 30 fps. */
const MOST = 4;
/** Ticks over which the least depth is looked at: 2 s at 30 fps. */
const WINDOW = 60;

/**
 * Frames of a camera on their way to the grid. A camera and the grid never tick together: the
 * queue lets each of its frames through once, in order, and grows only as deep as the jitter needs.
 * When for a whole window some frame always waited, one is dropped, so that delay does not stay.
 */
export class FrameQueue<T extends Closable> {
  #frames: T[] = [];
  #leastLeft = Number.POSITIVE_INFINITY;
  #ticks = 0;

  push(frame: T): void {
    this.#frames.push(frame);
    if (this.#frames.length > MOST) this.#frames.shift()?.close();
  }

  /** The next frame for a tick, or null when none has come; the caller closes it. */
  take(): T | null {
    const next = this.#frames.shift() ?? null;
    this.#leastLeft = Math.min(this.#leastLeft, this.#frames.length);
    if (++this.#ticks >= WINDOW) {
      if (this.#leastLeft >= 1) this.#frames.shift()?.close();
      this.#ticks = 0;
      this.#leastLeft = Number.POSITIVE_INFINITY;
    }
    return next;
  }

  clear(): void {
    for (const frame of this.#frames.splice(0)) frame.close();
    this.#leastLeft = Number.POSITIVE_INFINITY;
    this.#ticks = 0;
  }
}
