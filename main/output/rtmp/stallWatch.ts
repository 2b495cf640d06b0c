/** What the watch looks at, all of one connection. */
export type LinkView = {
  /** Bytes that the system's socket has taken from us. */
  readonly sentBytes: number;
  /** Bytes that wait in our process because the system's socket is full. */
  readonly waitingBytes: number;
  /** Bytes received from the server. */
  readonly receivedBytes: number;
  /** Most bytes between two acknowledgements of this server; 0 while it has sent none. */
  readonly ackGapBytes: number;
  /** How long the oldest ping waits for its answer, ms; 0 with a server that never answered one. */
  readonly unansweredMs?: number;
};

/** Looked at later than this, it is we who were held up, and what came meanwhile is not read yet, ms. */
const LATE_LOOK_MS = 500;

/**
 * Notices a link that has silently died. The system's socket takes megabytes after the cable is
 * out, so three things are watched:
 *
 * 0. A server that answers pings, and all at once does not: stalled, whatever is sent.
 * 1. A server that acknowledges: we ask for an acknowledgement each 64 KiB, several times a
 *    second of a normal programme. As much sent since it was last heard as it ever left
 *    unacknowledged, and then no sign of life for `limitMs`: stalled. This notices within 3 s.
 *    (Not counted from what it acknowledged in sum: some servers begin that count anew.)
 * 2. Any server: bytes wait in our process (the system's socket is full) and none of them
 *    moves for `limitMs`: stalled. With a server that never acknowledges, this comes
 *    only after the system's socket has filled up.
 *
 * Signs of life: anything received, or waiting bytes that move (which only happens when the
 * far end's TCP has taken some). A slow link gives them all the time, an idle one owes
 * nothing: neither is ever called stalled.
 */
export class StallWatch {
  readonly #limitMs: number;
  #before: LinkView | null = null;
  #offeredWhenHeard = 0;
  #owedSinceMs: number | null = null;
  #heardAtMs = -Infinity;
  #aliveAtMs = 0;
  #lookedAtMs: number | null = null;

  /** @param limitMs silence that means a stall, default 2_200: with the tick and the window, under 3 s from 1 Mbit/s up */
  constructor(limitMs = 2_200) {
    this.#limitMs = limitMs;
  }

  /** How long there has been no sign of life, ms. */
  silentMs(nowMs: number): number {
    return Math.max(0, Math.round(nowMs - this.#aliveAtMs));
  }

  /** Looks at the link; call about four times a second. True when it has stalled. */
  check(nowMs: number, now: LinkView): boolean {
    const before = this.#before;
    this.#before = now;
    this.#excuse(nowMs);
    const offered = now.sentBytes + now.waitingBytes;
    const heard = before !== null && now.receivedBytes > before.receivedBytes;
    const moved = before !== null && before.waitingBytes > 0 && now.sentBytes > before.sentBytes;
    if (before === null) this.#heardAtMs = nowMs;
    if (before === null || heard || moved) this.#aliveAtMs = nowMs;
    if (heard) {
      this.#offeredWhenHeard = offered;
      this.#heardAtMs = nowMs;
    }
    const ackOwed = now.ackGapBytes > 0 && offered - this.#offeredWhenHeard >= now.ackGapBytes;
    const stuck = now.waitingBytes > 0;
    const pingOwed = (now.unansweredMs ?? 0) >= this.#limitMs;
    if (!ackOwed && !stuck && !pingOwed) {
      this.#owedSinceMs = null;
      return false;
    }
    if (pingOwed && nowMs - this.#heardAtMs >= this.#limitMs) return true;
    if (this.#owedSinceMs === null || moved || heard) {
      this.#owedSinceMs = nowMs;
      return false;
    }
    return nowMs - this.#owedSinceMs >= this.#limitMs;
  }

  /** The time in which this process did not run is not the link's silence. */
  #excuse(nowMs: number): void {
    const sinceMs = nowMs - (this.#lookedAtMs ?? nowMs);
    this.#lookedAtMs = nowMs;
    if (sinceMs <= LATE_LOOK_MS) return;
    this.#heardAtMs += sinceMs;
    if (this.#owedSinceMs !== null) this.#owedSinceMs += sinceMs;
  }
}
