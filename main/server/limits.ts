/** Bounds that keep a hostile or broken peer from costing more than its share. */
export const limits = {
  rtmp: {
    /** From the connection to an accepted publish, ms. */
    publishWithinMs: 5_000,
    /** A publisher that sends nothing for so long is closed, ms. */
    idleMs: 30_000,
    /** A publisher silent for so long gives way to a new one with a valid secret, ms. */
    takeoverAfterMs: 5_000,
    /** Before publishing: handshake and commands. */
    maxBytesBeforePublish: 64 * 1024,
    maxCommandBytes: 16 * 1024,
    maxDataBytes: 256 * 1024,
    maxAudioBytes: 256 * 1024,
    maxVideoBytes: 8 * 1024 * 1024,
    /** Chunk streams one connection may open; each has a buffer of its own. */
    maxChunkStreams: 16,
    /** Sum of a connection's message buffers. */
    maxBufferedBytes: 24 * 1024 * 1024,
    /** Replies that the peer does not read. */
    maxUnreadBytes: 256 * 1024,
    maxConnections: 64,
    maxConnectionsPerAddress: 16,
    /** New connections per address: burst and refill per second. */
    connectionBurst: 60,
    connectionsPerSecond: 4,
  },
  http: {
    maxHeaderBytes: 8 * 1024,
    headersTimeoutMs: 5_000,
    requestTimeoutMs: 8_000,
    keepAliveMs: 5_000,
    maxConnections: 512,
    maxConnectionsPerAddress: 64,
    maxUrlChars: 2048,
    /** Requests per address: burst and refill per second. */
    requestBurst: 120,
    requestsPerSecond: 30,
  },
  play: {
    maxViewers: 300,
    /** A viewer that leaves more than this unread is cut. */
    maxUnreadBytes: 8 * 1024 * 1024,
    /** Time to read what is left when a stream ends, ms. */
    drainMs: 10_000,
    /** The GOP cache is dropped past this until the next key frame. */
    maxGopBytes: 32 * 1024 * 1024,
    maxGopMessages: 4_000,
  },
} as const;

/** Token buckets by address, with a bounded table. */
export class RateLimiter {
  private readonly buckets = new Map<string, { tokens: number; atMs: number }>();
  private readonly burst: number;
  private readonly perSecond: number;
  private readonly maxEntries: number;

  constructor(burst: number, perSecond: number, maxEntries = 4096) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.maxEntries = maxEntries;
  }

  /** Takes one token of `address`; false when there is none. */
  take(address: string, nowMs: number): boolean {
    const known = this.buckets.get(address);
    const grown = known ? ((nowMs - known.atMs) / 1000) * this.perSecond : this.burst;
    const tokens = Math.min(this.burst, (known?.tokens ?? 0) + grown);
    const allowed = tokens >= 1;
    // Deleting first moves the entry to the end: the first one is always the longest unused.
    this.buckets.delete(address);
    this.buckets.set(address, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs });
    if (this.buckets.size > this.maxEntries) {
      const oldest = this.buckets.keys().next().value;
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return allowed;
  }

  /** Number of addresses remembered. */
  get size(): number {
    return this.buckets.size;
  }
}
