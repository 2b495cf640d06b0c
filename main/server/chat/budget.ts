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

  take(count: number, nowMs: number): boolean {
    const grown = (Math.max(0, nowMs - this.atMs) / 1000) * this.perSecond;
    this.tokens = Math.min(this.perSecond, this.tokens + grown);
    this.atMs = nowMs;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }
}

/** What one room's viewers are served of its texts. */
export type TextBudget = {
  /** False where a text of so many bytes to so many viewers is too much now. */
  take(bytes: number, viewers: number, nowMs: number): boolean;
};

/**
 * Shares out what the server sends of texts to viewers. Each room has a little of its own, so that
 * a huge one does not silence the small ones; the rest goes to who comes first. Texts only: control
 * items are not asked for.
 */
export function createTextBudgets(limits: ChatServerLimits, nowMs: number): () => TextBudget {
  const shared = new Flow(limits.textBytesPerSecond, nowMs);
  return () => {
    const own = new Flow(limits.leastTextsPerSecond, nowMs);
    return {
      take: (bytes, viewers, atMs) => shared.take(bytes * viewers, atMs) || own.take(1, atMs),
    };
  };
}
