import { limits } from '../limits.ts';

type Gop = {
  readonly tags: ReadonlySet<Buffer>;
  readonly bytes: number;
  readonly endsAtMs: number;
};

/** The groups of pictures before the one under way, as references to what was sent; a few seconds of them. */
export class GopHistory {
  private gops: Gop[] = [];

  /**
   * A group has ended.
   * @param tags null where it was too big to be kept
   * @param endsAtMs the publisher's time at the keyframe after it
   */
  add(tags: ReadonlySet<Buffer> | null, bytes: number, endsAtMs: number): void {
    if (!tags || tags.size === 0) return this.clear();
    this.gops.push({ tags, bytes, endsAtMs });
    const { historyMs, maxHistoryBytes } = limits.play;
    let held = this.gops.reduce((sum, gop) => sum + gop.bytes, 0);
    while (this.gops.length > 0) {
      const oldestEndsMs = (this.gops[0] as Gop).endsAtMs;
      if (held <= maxHistoryBytes && Math.abs(endsAtMs - oldestEndsMs) < historyMs) break;
      held -= this.gops.shift()?.bytes ?? 0;
    }
  }

  clear(): void {
    this.gops = [];
  }

  *tags(): Iterable<Buffer> {
    for (const gop of this.gops) yield* gop.tags;
  }
}
