import { limits } from '../limits.ts';

type HlsViewer = {
  seenAtMs: number;
  /** Answers being sent: since when, and how long what is in them plays, ms. */
  readonly sending: Map<object, { readonly sinceMs: number; readonly playsMs: number }>;
};

/** Who watches by asking again and again. They have no connection of their own: one that is silent has gone. */
export class HlsViewers {
  private readonly byId = new Map<string, HlsViewer>();

  get size(): number {
    return this.byId.size;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  seen(id: string): void {
    const known = this.byId.get(id);
    if (known) known.seenAtMs = Date.now();
    else this.byId.set(id, { seenAtMs: Date.now(), sending: new Map() });
  }

  /** A segment goes out; call what it gives when it has gone. */
  sending(id: string, playsMs: number): () => void {
    const viewer = this.byId.get(id);
    const key = {};
    viewer?.sending.set(key, { sinceMs: Date.now(), playsMs });
    return () => {
      viewer?.sending.delete(key);
      if (viewer) viewer.seenAtMs = Date.now();
    };
  }

  /** Viewers whose segment takes longer to arrive than to play, and a second at least. */
  get lagging(): number {
    const now = Date.now();
    const late = (viewer: HlsViewer) =>
      [...viewer.sending.values()].some(
        ({ sinceMs, playsMs }) =>
          now - sinceMs > Math.max(playsMs, limits.admission.lagSeconds * 1000),
      );
    return [...this.byId.values()].filter(late).length;
  }

  /** Forgets who has gone; true if anybody had. */
  sweep(): boolean {
    const before = this.byId.size;
    for (const [id, { seenAtMs, sending }] of this.byId) {
      if (sending.size === 0 && Date.now() - seenAtMs > limits.hls.viewerGoneMs)
        this.byId.delete(id);
    }
    return this.byId.size !== before;
  }
}
