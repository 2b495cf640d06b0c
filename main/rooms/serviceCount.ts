import type { RoomStats } from '../../common/rooms/room.ts';

const sum = (a: RoomStats, b: RoomStats): RoomStats => ({
  online: b.online,
  peakOnline: Math.max(a.peakOnline, b.peakOnline),
  averageOnline: b.averageOnline,
  joins: a.joins + b.joins,
  likes: a.likes + b.likes,
  messages: a.messages + b.messages,
  gifts: a.gifts + b.gifts,
  giftPoints: a.giftPoints + b.giftPoints,
  newFollowers: a.newFollowers + b.newFollowers,
});

/**
 * What the room service counts of one show. Where it closed the room against our will, and the room
 * was opened again, it began anew: what it had counted until then is added.
 */
export class ServiceCount {
  #startedAtMs: number | null = null;
  #earlier: RoomStats | null = null;
  #now: RoomStats | null = null;

  /** False where the service knows the last part of the show only. */
  get isWhole(): boolean {
    return this.#earlier === null;
  }

  /** Null where it has said nothing yet. The average is that of the last part. */
  get stats(): RoomStats | null {
    if (!this.#earlier || !this.#now) return this.#now ?? this.#earlier;
    return sum(this.#earlier, this.#now);
  }

  /** When it began to count, ms since the epoch. */
  started(atMs: number): void {
    if (this.#startedAtMs !== null && this.#startedAtMs !== atMs) {
      this.#earlier = this.stats;
      this.#now = null;
    }
    this.#startedAtMs = atMs;
  }

  /** Null for a service that does not count, or not yet. */
  counted(stats: RoomStats | null): void {
    if (stats) this.#now = stats;
  }
}
