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
    maxConnections: 256,
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
    /** A connection on which nothing moves, neither way, is closed, ms; not those of the chat, which are asked. */
    stillMs: 40_000,
    /** Beside those of viewers. */
    moreConnections: 212,
    /** Of people in the chat. */
    chatConnections: 8_000,
    maxConnectionsPerAddress: 64,
    maxUrlChars: 2048,
    /** Requests per address: burst and refill per second. */
    requestBurst: 120,
    requestsPerSecond: 30,
  },
  api: {
    /** Calls about rooms by one account: burst and refill per second. */
    calls: { burst: 60, perSecond: 10 },
    /** Of one address. */
    logins: { burst: 20, perSecond: 0.5 },
    guests: { burst: 60, perSecond: 2 },
    /** Looks at guest links; as many as connections to a desk. */
    links: { burst: 20, perSecond: 4 },
    /** Of one account. */
    covers: { burst: 5, perSecond: 0.1 },
    /** Looks at what the line of one account carries. */
    uploads: { burst: 3, perSecond: 1 / 60 },
    /** Of one account that is not the owner of the server: each leaves its name behind. */
    rooms: { burst: 20, perSecond: 1 / 30 },
  },
  play: {
    /** Whatever the machine could do; see `admission` for what it is found to do. */
    maxViewers: 1_000,
    /** A viewer that leaves more than this unread is cut. */
    maxUnreadBytes: 8 * 1024 * 1024,
    /** Time to read what is left when a stream ends, ms. */
    drainMs: 10_000,
    /** The GOP cache is dropped past this until the next key frame. */
    maxGopBytes: 32 * 1024 * 1024,
    maxGopMessages: 4_000,
    /** Earlier groups of pictures are kept for HLS to begin with: so much media, ms and bytes. */
    historyMs: 6_500,
    maxHistoryBytes: 8 * 1024 * 1024,
  },
  hls: {
    /** What a segment is cut at, at the next keyframe, microseconds. */
    segmentUs: 2_000_000,
    /** Cut even without a keyframe, microseconds. */
    longestSegmentUs: 8_000_000,
    maxSegmentBytes: 24 * 1024 * 1024,
    /** Segments in a playlist. */
    liveSegments: 6,
    /** Kept beyond the playlist, for who has read an older one. */
    staleSegments: 3,
    /** All that is kept of one stream, in media time and bytes. */
    maxKeptUs: 30_000_000,
    maxKeptBytes: 64 * 1024 * 1024,
    /** A player that asks for nothing for so long has gone, ms. */
    viewerGoneMs: 10_000,
    /** Segments are made until nobody has asked for so long, ms. */
    idleMs: 15_000,
    /** How long the last segments stay when a publisher is gone, ms. */
    endedMs: 30_000,
    /** What a first playlist waits for, and for how long at most, ms; then it holds what there is. */
    readySegments: 3,
    readyWithinMs: 10_000,
    /** One answer that is not read in this time is cut, ms. */
    sendWithinMs: 30_000,
  },
  admission: {
    /** The event loop is late by more than this: too much to do; less than `calm`: all well. 99th percentile of a second, ms. */
    loopLateMs: 50,
    loopCalmMs: 25,
    /** Unread media from which a viewer counts as lagging, seconds. */
    lagSeconds: 1,
    /** Share of viewers that lag: less than this, and it is their own links. */
    lagShare: 0.2,
    lagCalmShare: 0.1,
    /** So few may all have poor links of their own. */
    minLagging: 3,
    /** A viewer is not judged while it reads its first pictures, ms. */
    settleMs: 3_000,
    /** Seconds looked at, and how many bad ones of them close the door. */
    windowSeconds: 5,
    badSeconds: 3,
    /** So few cost next to nothing: whatever is wrong, turning the next one away does not help. */
    fewViewers: 10,
    /** New viewers a second: this many, or a share of those here; what they cost shows only then. */
    rushViewers: 20,
    rushShare: 0.25,
    retryAfterSeconds: 5,
  },
  relay: {
    maxTargets: 32,
    /** Bounds of each target's queue. */
    queueUs: 10_000_000,
    queueBytes: 32 * 1024 * 1024,
    /** A publisher that comes back within this goes on where it was, ms. */
    graceMs: 10_000,
    /** Tries after a first connect that failed, ms; the last one repeats. */
    retryMs: [2_000, 5_000, 10_000, 30_000],
    maxConfigBytes: 64 * 1024,
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
