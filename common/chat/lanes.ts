/** Something that crosses the picture from right to left at its own steady speed. */
export type Flight = {
  readonly lane: number;
  readonly bornUs: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels a second. */
  readonly speed: number;
};

export type LanesOptions = {
  /** Of the picture, pixels. */
  readonly width: number;
  readonly count: number;
  /** Least between two on a lane, pixels. */
  readonly gap: number;
};

/** Where its left edge stands at a moment, pixels. */
export const leftOf = ({ bornUs, speed }: Flight, width: number, timeUs: number): number =>
  width - (speed * (timeUs - bornUs)) / 1e6;

/** True once it has left the picture. */
export const isOver = (flight: Flight, width: number, timeUs: number): boolean =>
  leftOf(flight, width, timeUs) + flight.width <= 0;

/**
 * Lanes for danmaku. One takes another only where that can never catch up with the one before it, so
 * that no two on a lane ever overlap.
 */
export class Lanes {
  readonly #options: LanesOptions;
  /** The one that came last on each lane. */
  readonly #last: (Flight | undefined)[];

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#last = new Array(options.count).fill(undefined);
  }

  /** The uppermost lane that is free for something of this width and speed; null where none is. */
  take(flight: Omit<Flight, 'lane'>): Flight | null {
    const lane = this.#last.findIndex((before) => !before || this.#isFree(before, flight));
    if (lane < 0) return null;
    const taken = { ...flight, lane };
    this.#last[lane] = taken;
    return taken;
  }

  /** False where no lane has room for anything yet. */
  hasRoom(timeUs: number): boolean {
    const { width, gap } = this.#options;
    return this.#last.some((it) => !it || leftOf(it, width, timeUs) + it.width + gap <= width);
  }

  #isFree(before: Flight, { bornUs, speed }: Omit<Flight, 'lane'>): boolean {
    const { width, gap } = this.#options;
    const tail = leftOf(before, width, bornUs) + before.width;
    if (tail + gap > width) return false;
    if (speed <= before.speed || tail <= 0) return true;
    // Faster: it must still be behind when the one before it has left the picture.
    const leavesAfterSeconds = tail / before.speed;
    return width - speed * leavesAfterSeconds >= gap;
  }
}

/**
 * Speed at which something crosses in about `seconds`, pixels a second. Where that is near a whole
 * number of `px` a frame it becomes one, so that each step is as long as the last.
 */
export function speedFor(distance: number, seconds: number, fps: number, px: number): number {
  const step = distance / seconds / fps / px;
  const whole = Math.max(1, Math.round(step));
  return (Math.abs(whole / step - 1) < 0.15 ? whole : step) * px * fps;
}
