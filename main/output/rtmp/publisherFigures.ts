import type { DestinationFigures } from '../../../common/live/telemetry.ts';
import type { Track } from '../../../common/media/packet.ts';

/** Rates are over this long, ms. */
const RATE_WINDOW_MS = 1_000;

/** Counters of one destination. All times are monotonic milliseconds given by the caller. */
export class PublisherFigures {
  #sent = { video: 0, audio: 0 };
  #bytesSent = 0;
  #bytesAcknowledged = 0;
  #dropped = 0;
  #reconnects = 0;
  #connectMs = -1;
  #offAirMs = 0;
  #offAirSinceMs: number | null = null;
  #recent: { atMs: number; bytes: number }[] = [];

  packetSent(track: Track): void {
    this.#sent[track]++;
  }

  bytesSent(nowMs: number, bytes: number): void {
    this.#bytesSent += bytes;
    const last = this.#recent[this.#recent.length - 1];
    if (last && nowMs - last.atMs < 50) last.bytes += bytes;
    else this.#recent.push({ atMs: nowMs, bytes });
    if (this.#recent.length > 40) this.#forgetBefore(nowMs - RATE_WINDOW_MS);
  }

  bytesAcknowledged(bytes: number): void {
    this.#bytesAcknowledged += bytes;
  }

  dropped(packets: number): void {
    this.#dropped += packets;
  }

  /** On air for the first time, `connectMs` after the first try began. */
  connected(connectMs: number): void {
    this.#connectMs = Math.round(connectMs);
  }

  lost(nowMs: number): void {
    this.#offAirSinceMs ??= nowMs;
  }

  /** On air again after `lost`. */
  recovered(nowMs: number): void {
    this.#reconnects++;
    this.ended(nowMs);
  }

  /** The time off air counts no further. */
  ended(nowMs: number): void {
    this.#offAirMs += this.#offAirSinceMs === null ? 0 : nowMs - this.#offAirSinceMs;
    this.#offAirSinceMs = null;
  }

  read(nowMs: number, queueMs: number): DestinationFigures {
    this.#forgetBefore(nowMs - RATE_WINDOW_MS);
    const recentBytes = this.#recent.reduce((sum, { bytes }) => sum + bytes, 0);
    const offAirNow = this.#offAirSinceMs === null ? 0 : nowMs - this.#offAirSinceMs;
    return {
      connectMs: this.#connectMs,
      packetsSent: this.#sent.video + this.#sent.audio,
      videoPacketsSent: this.#sent.video,
      audioPacketsSent: this.#sent.audio,
      bytesSent: this.#bytesSent,
      bytesAcknowledged: this.#bytesAcknowledged,
      dropped: this.#dropped,
      reconnects: this.#reconnects,
      offAirMs: Math.round(this.#offAirMs + offAirNow),
      sendBps: Math.round((recentBytes * 8 * 1000) / RATE_WINDOW_MS),
      queueMs: Math.round(queueMs),
      ackedBps: -1,
      rttMs: -1,
      rung: null,
    };
  }

  #forgetBefore(atMs: number): void {
    while ((this.#recent[0]?.atMs ?? atMs) < atMs) this.#recent.shift();
  }
}
