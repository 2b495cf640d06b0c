import type { WhipStats } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { Rung } from '../../../common/live/ladder.ts';
import { rungOf } from './figures.ts';

/** Less than this share of what was chosen is a lowered picture. */
const LOWERED_SHARE = 0.8;
/** A change between two lowered pictures is told from this on. */
const STEP_SHARE = 0.2;
/** It must last so long, ms. */
const HOLD_MS = 2_000;
/** Congestion control begins low and finds out what the link carries, ms. */
const GRACE_MS = 8_000;

/** What is told: `DeliveryEvent` without its time. */
export type LoweringNews = Omit<DeliveryEvent, 'atEpochMs'>;

type Kind = 'lowered' | 'raised' | 'full';

/** Least of the shares of bitrate, frame rate and height that are left. */
const shareOf = (rung: Rung, chosen: Rung): number =>
  Math.min(rung.kbps / chosen.kbps, rung.fps / chosen.fps, rung.height / chosen.height);

/** Watches what the ladder and Chromium's congestion control make of the picture, and says when it is worth a line. */
export class LoweringWatch {
  #startedAtMs: number | null = null;
  /** Share that was told last; 1 while it is what was chosen. */
  #toldShare = 1;
  /** Of what the ladder asked for last. */
  #askedShare = 1;
  #pending: { kind: Kind; sinceMs: number } | null = null;

  /** Another connection: its congestion control begins anew. */
  restart(): void {
    this.#startedAtMs = null;
    this.#askedShare = 1;
    this.#pending = null;
  }

  /** The ladder asks for a lower picture: that is told at once; a higher one when it is really sent. */
  asked(rung: Rung | null, linkKbps: number, chosen: Rung): LoweringNews | null {
    const before = this.#askedShare;
    const share = rung === null ? 1 : shareOf(rung, chosen);
    this.#askedShare = share;
    const isLower = share < before * (1 - STEP_SHARE);
    if (rung === null || !isLower || this.#kindOf(share) !== 'lowered') return null;
    this.#pending = null;
    this.#toldShare = share;
    return { kind: 'lowered', rung, linkKbps };
  }

  /** @param nowMs monotonic milliseconds */
  check(nowMs: number, stats: WhipStats, chosen: Rung): LoweringNews | null {
    const rung = rungOf(stats);
    if (!rung) return null;
    this.#startedAtMs ??= nowMs;
    const share = shareOf(rung, chosen);
    const kind = this.#kindOf(share);
    const isEarly = kind !== 'full' && nowMs - this.#startedAtMs < GRACE_MS;
    if (!kind || isEarly) {
      this.#pending = null;
      return null;
    }
    if (this.#pending?.kind !== kind) this.#pending = { kind, sinceMs: nowMs };
    if (nowMs - this.#pending.sinceMs < HOLD_MS) return null;
    this.#pending = null;
    this.#toldShare = kind === 'full' ? 1 : share;
    if (kind === 'full') return { kind, rung };
    const linkKbps = stats.availableBps > 0 ? Math.round(stats.availableBps / 1000) : null;
    return { kind, rung, ...(linkKbps !== null && { linkKbps }) };
  }

  #kindOf(share: number): Kind | null {
    const isLowered = share < LOWERED_SHARE;
    if (!isLowered) return this.#toldShare < LOWERED_SHARE ? 'full' : null;
    if (share < this.#toldShare * (1 - STEP_SHARE) || this.#toldShare >= LOWERED_SHARE)
      return 'lowered';
    return share > this.#toldShare * (1 + STEP_SHARE) ? 'raised' : null;
  }
}
