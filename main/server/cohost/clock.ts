/** Ms since the epoch as this process counts them: never back, whoever sets the system's clock. */
export type Clock = { now(): number };

export function createClock(): Clock {
  const startedMs = performance.now();
  const baseMs = Date.now();
  return { now: () => Math.floor(baseMs + performance.now() - startedMs) };
}

/** Longer waits are cut in pieces by Node's timers, ms. */
const LONGEST_MS = 0x7fff_ffff;

/** One timer for the next thing that is due. */
export class Alarm {
  private readonly clock: Clock;
  private readonly ring: () => void;
  private timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock, ring: () => void) {
    this.clock = clock;
    this.ring = ring;
  }

  /** @param atMs of the clock; null for never */
  set(atMs: number | null): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (atMs === null) return;
    // A timer may ring a moment early: then it is set anew, and not at once.
    const waitMs = Math.min(LONGEST_MS, Math.max(1, atMs - this.clock.now()));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.ring();
    }, waitMs);
    this.timer.unref();
  }
}
