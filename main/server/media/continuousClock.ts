/** A step of the sender's time beyond this, forth or back, is a new count and not a gap, ms. */
const MAX_FORWARD_MS = 10_000;
const MAX_BACKWARD_MS = 2_000;

/**
 * Time that goes on over publishes: each of them counts from zero, and a 32-bit count wraps.
 * A new count goes on where the old one would be by the wall clock.
 */
export class ContinuousClock {
  private offsetMs: number | null = null;
  private lastMs = 0;
  private lastAtMs = 0;

  /** What comes next was counted by somebody else. */
  restart(): void {
    this.offsetMs = null;
  }

  /**
   * @param sentMs the sender's time
   * @param nowMs any steady clock
   * @returns our time, ms from 0
   */
  map(sentMs: number, nowMs: number): { readonly timeMs: number; readonly jumped: boolean } {
    const stepMs = this.offsetMs === null ? 0 : sentMs + this.offsetMs - this.lastMs;
    const jumped = this.offsetMs === null || stepMs > MAX_FORWARD_MS || stepMs < -MAX_BACKWARD_MS;
    if (jumped) {
      const began = this.lastAtMs === 0;
      const goesOnMs = began ? 0 : this.lastMs + Math.max(1, nowMs - this.lastAtMs);
      this.offsetMs = Math.round(goesOnMs) - sentMs;
    }
    const timeMs = Math.max(0, sentMs + (this.offsetMs as number));
    if (timeMs >= this.lastMs || jumped) {
      this.lastMs = timeMs;
      this.lastAtMs = nowMs || 1;
    }
    return { timeMs, jumped };
  }
}
