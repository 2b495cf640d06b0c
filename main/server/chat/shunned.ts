import { forgetOldest } from '../sockets/rate.ts';

/** What holds for whoever comes anew from where somebody was put out or silenced. */
type Entry = { readonly userId: string; bannedUntilMs: number; mutedUntilMs: number };

/** How long a ban holds for new guests of the same network, ms. */
const SHUN_MS = 3_600_000;
const MOST_NETWORKS = 1_000;

/**
 * Guests are nobody in particular: with a new name they would be back in a second. So what was
 * ordered about one holds for guests who come for the first time from the same network, too. In
 * memory only, and for an hour at most: addresses change hands.
 */
export class Shunned {
  private readonly byNetwork = new Map<string, Entry>();

  ban(network: string, userId: string, nowMs: number): void {
    this.of(network, userId).bannedUntilMs = nowMs + SHUN_MS;
  }

  mute(network: string, userId: string, untilMs: number, nowMs: number): void {
    this.of(network, userId).mutedUntilMs = Math.min(untilMs, nowMs + SHUN_MS);
  }

  /** The order is taken back. */
  forgive(what: 'ban' | 'mute', userId: string): void {
    for (const entry of this.byNetwork.values()) {
      if (entry.userId !== userId) continue;
      if (what === 'ban') entry.bannedUntilMs = 0;
      else entry.mutedUntilMs = 0;
    }
  }

  isBanned(network: string, nowMs: number): boolean {
    return (this.byNetwork.get(network)?.bannedUntilMs ?? 0) > nowMs;
  }

  /** 0 where nobody is silenced. */
  mutedUntilMs(network: string, nowMs: number): number {
    const untilMs = this.byNetwork.get(network)?.mutedUntilMs ?? 0;
    return untilMs > nowMs ? untilMs : 0;
  }

  private of(network: string, userId: string): Entry {
    const known = this.byNetwork.get(network);
    this.byNetwork.delete(network);
    const entry = { bannedUntilMs: 0, mutedUntilMs: 0, ...known, userId };
    this.byNetwork.set(network, entry);
    forgetOldest(this.byNetwork, MOST_NETWORKS);
    return entry;
  }
}
