import type { WhipStats } from '../../../common/ipc/output.ts';
import type { Rung } from '../../../common/live/ladder.ts';
import type { DestinationFigures } from '../../../common/live/telemetry.ts';

/** A rate is forgotten when no news of it has come for so long, ms. */
const STALE_MS = 2_500;

/** Counters of one WHIP destination, over all its connections. Times are monotonic milliseconds given by the caller. */
export class WhipFigures {
  #connectMs = -1;
  #reconnects = 0;
  #offAirMs = 0;
  #offAirSinceMs: number | null = null;
  /** Of the connections before the present one. */
  #before = { bytes: 0, frames: 0, sounds: 0 };
  #last: WhipStats | null = null;
  #lastAtMs = 0;
  #sendBps = 0;

  connected(afterMs: number): void {
    this.#connectMs = Math.round(afterMs);
  }

  lost(nowMs: number): void {
    this.#offAirSinceMs ??= nowMs;
  }

  /** On air again; how long it was not, ms. */
  recovered(nowMs: number): number {
    this.#reconnects++;
    return this.ended(nowMs);
  }

  /** The time off air counts no further. */
  ended(nowMs: number): number {
    const offAirMs = this.#offAirSinceMs === null ? 0 : nowMs - this.#offAirSinceMs;
    this.#offAirMs += offAirMs;
    this.#offAirSinceMs = null;
    return Math.round(offAirMs);
  }

  /** Counters begin at zero with each peer connection. */
  newConnection(): void {
    const last = this.#last;
    if (last)
      this.#before = {
        bytes: this.#before.bytes + last.bytesSent,
        frames: this.#before.frames + last.videoFramesSent,
        sounds: this.#before.sounds + last.audioPacketsSent,
      };
    this.#last = null;
    this.#sendBps = 0;
  }

  take(nowMs: number, stats: WhipStats): void {
    const bytes = stats.bytesSent - (this.#last?.bytesSent ?? 0);
    const spanMs = nowMs - this.#lastAtMs;
    if (this.#last && spanMs > 0) this.#sendBps = Math.max(0, Math.round((bytes * 8000) / spanMs));
    this.#last = stats;
    this.#lastAtMs = nowMs;
  }

  read(nowMs: number): DestinationFigures {
    const last = this.#last;
    const isFresh = last !== null && nowMs - this.#lastAtMs < STALE_MS;
    const videoPacketsSent = this.#before.frames + (last?.videoFramesSent ?? 0);
    const audioPacketsSent = this.#before.sounds + (last?.audioPacketsSent ?? 0);
    const offAirNow = this.#offAirSinceMs === null ? 0 : nowMs - this.#offAirSinceMs;
    return {
      connectMs: this.#connectMs,
      packetsSent: videoPacketsSent + audioPacketsSent,
      videoPacketsSent,
      audioPacketsSent,
      bytesSent: this.#before.bytes + (last?.bytesSent ?? 0),
      bytesAcknowledged: 0,
      dropped: 0,
      reconnects: this.#reconnects,
      offAirMs: Math.round(this.#offAirMs + offAirNow),
      sendBps: isFresh ? this.#sendBps : 0,
      queueMs: 0,
      ackedBps: -1,
      rttMs: isFresh ? last.rttMs : -1,
      rung: isFresh ? rungOf(last) : null,
    };
  }
}

/** What is sent now, or null before the first frame. */
export const rungOf = ({ targetBps, fps, width, height }: WhipStats): Rung | null =>
  width > 0 && height > 0 && fps > 0
    ? { kbps: Math.max(0, Math.round(targetBps / 1000)), fps: Math.round(fps), width, height }
    : null;
