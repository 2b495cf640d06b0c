import type { ChatServerLimits } from './limits.ts';

/** A bucket that fills with time, up to one second of it. */
class Flow {
  private readonly perSecond: number;
  private tokens: number;
  private atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.atMs = nowMs;
  }

  /** @param keep tokens that have to be left over */
  take(count: number, nowMs: number, keep = 0): boolean {
    const grown = (Math.max(0, nowMs - this.atMs) / 1000) * this.perSecond;
    this.tokens = Math.min(this.perSecond, this.tokens + grown);
    this.atMs = nowMs;
    if (this.tokens < count + keep) return false;
    this.tokens -= count;
    return true;
  }
}

/** What one room's viewers are served of what may be shed. */
export type TextBudget = {
  /** False where a text of so many bytes to so many viewers is too much now. */
  take(bytes: number, viewers: number, nowMs: number): boolean;
  /** The same for what gives way to texts: hearts, comings and goings. True only while half is free. */
  takeSpare(bytes: number, viewers: number, nowMs: number): boolean;
};

/**
 * Shares out what the server sends of texts and pulses to viewers. Each room has texts of its own,
 * so that a huge one does not silence the small ones; the rest goes to who comes first. Control
 * items are not asked for.
 */
export function createTextBudgets(limits: ChatServerLimits, nowMs: number): () => TextBudget {
  const shared = new Flow(limits.textBytesPerSecond, nowMs);
  const half = limits.textBytesPerSecond / 2;
  return () => {
    const own = new Flow(limits.leastTextsPerSecond, nowMs);
    return {
      take: (bytes, viewers, atMs) => shared.take(bytes * viewers, atMs) || own.take(1, atMs),
      takeSpare: (bytes, viewers, atMs) => shared.take(bytes * viewers, atMs, half),
    };
  };
}
