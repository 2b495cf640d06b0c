/** Token buckets by name, with a bounded table: who was not seen for longest is forgotten first. */
export class Rates {
  private readonly buckets = new Map<string, { tokens: number; atMs: number }>();
  private readonly burst: number;
  private readonly perSecond: number;
  private readonly entries: number;

  constructor(burst: number, perSecond: number, entries: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.entries = entries;
  }

  /** Takes up to `count` tokens; returns how many there were. */
  take(name: string, count: number, nowMs: number): number {
    const known = this.buckets.get(name);
    const tokens = known
      ? Math.min(
          this.burst,
          known.tokens + (Math.max(0, nowMs - known.atMs) / 1000) * this.perSecond,
        )
      : this.burst;
    const taken = Math.min(count, Math.floor(tokens));
    this.buckets.delete(name);
    this.buckets.set(name, { tokens: tokens - taken, atMs: nowMs });
    forgetOldest(this.buckets, this.entries);
    return taken;
  }
}

/** Keeps a map within its bound; maps give their keys in the order they were put in. */
export function forgetOldest<Key>(map: Map<Key, unknown> | Set<Key>, entries: number): void {
  if (map.size <= entries) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
