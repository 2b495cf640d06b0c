import { z } from 'zod';
import type { RoomMinute, RoomStats } from '../../../common/rooms/room.ts';
import type { RoomCounts } from '../identity/identity.ts';

const MINUTE_MS = 60_000;

const whole = z.number().int().min(0).catch(0);
const sumsSchema = z.object({
  peakOnline: whole,
  joins: whole,
  likes: whole,
  messages: whole,
  gifts: whole,
  giftPoints: whole,
  newFollowers: whole,
  /** People times ms, and the ms of it that were measured. */
  onlineMs: z.number().min(0).catch(0),
  measuredMs: z.number().min(0).catch(0),
});
type Sums = z.infer<typeof sumsSchema>;

/** Counts what happens during one show. */
export class Meter {
  private readonly startedMs: number;
  private readonly sums: Sums;
  private online = 0;
  private atMs: number;
  /** Not taken yet; by minute. `online` is the most of that minute. */
  private readonly minutes = new Map<number, RoomMinute>();

  /**
   * @param startedMs when the show began, ms since the epoch
   * @param saved what `save` gave before a restart
   */
  constructor(startedMs: number, nowMs: number, saved = '{}') {
    this.startedMs = startedMs;
    this.atMs = nowMs;
    this.sums = readSums(saved);
  }

  count(change: RoomCounts, nowMs: number): void {
    this.observe(change.online, nowMs);
    const { sums } = this;
    sums.joins += change.joins;
    sums.likes += change.likes;
    sums.messages += change.messages;
    sums.gifts += change.gifts;
    sums.giftPoints += change.giftPoints;
    this.add(nowMs, change);
  }

  /** So many are here now. */
  observe(online: number, nowMs: number): void {
    this.measure(nowMs);
    this.online = online;
    this.sums.peakOnline = Math.max(this.sums.peakOnline, online);
    this.add(nowMs, { joins: 0, likes: 0, messages: 0, gifts: 0 });
  }

  followed(): void {
    this.sums.newFollowers += 1;
  }

  stats(nowMs: number): RoomStats {
    this.measure(nowMs);
    const { onlineMs, measuredMs, ...counted } = this.sums;
    const averageOnline = measuredMs > 0 ? onlineMs / measuredMs : this.online;
    return { ...counted, online: this.online, averageOnline: Math.round(averageOnline * 10) / 10 };
  }

  get likes(): number {
    return this.sums.likes;
  }

  /** For the database; see the constructor. */
  save(nowMs: number): string {
    this.measure(nowMs);
    return JSON.stringify(this.sums);
  }

  /** What was added to which minutes since it was asked last. */
  takeMinutes(): RoomMinute[] {
    const taken = [...this.minutes.values()];
    this.minutes.clear();
    return taken;
  }

  private measure(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.atMs);
    this.sums.onlineMs += this.online * passedMs;
    this.sums.measuredMs += passedMs;
    this.atMs = nowMs;
  }

  private add(nowMs: number, more: Pick<RoomCounts, 'joins' | 'likes' | 'messages' | 'gifts'>) {
    const minute = Math.max(0, Math.floor((nowMs - this.startedMs) / MINUTE_MS));
    const known = this.minutes.get(minute);
    this.minutes.set(minute, {
      minute,
      online: Math.max(known?.online ?? 0, this.online),
      joins: (known?.joins ?? 0) + more.joins,
      likes: (known?.likes ?? 0) + more.likes,
      messages: (known?.messages ?? 0) + more.messages,
      gifts: (known?.gifts ?? 0) + more.gifts,
    });
  }
}

function readSums(saved: string): Sums {
  try {
    return sumsSchema.parse(JSON.parse(saved));
  } catch {
    return sumsSchema.parse({});
  }
}
