import { giftById } from '../../common/chat/gifts.ts';
import type { ChatBatch, ChatItem } from '../../common/chat/message.ts';
import type { RoomMinute, RoomStats, RoomSummary } from '../../common/rooms/room.ts';

/** Givers that are counted, and those that a summary names. */
const GIVERS_KEPT = 10_000;
const GIVERS_NAMED = 10;
/** Minutes that are kept; two days of a show. */
const MINUTES_KEPT = 2 * 24 * 60;

export const noStats: RoomStats = {
  online: 0,
  peakOnline: 0,
  averageOnline: 0,
  joins: 0,
  likes: 0,
  messages: 0,
  gifts: 0,
  giftPoints: 0,
  newFollowers: 0,
};

/**
 * Two counts of one show: the room service knows who came for the first time and who follows; what
 * it forgot in a crash, the studio has heard.
 */
export const believedStats = (own: RoomStats, service: RoomStats): RoomStats => ({
  ...service,
  peakOnline: Math.max(own.peakOnline, service.peakOnline),
  likes: Math.max(own.likes, service.likes),
  messages: Math.max(own.messages, service.messages),
  gifts: Math.max(own.gifts, service.gifts),
  giftPoints: Math.max(own.giftPoints, service.giftPoints),
});

const pointsOf = (item: Extract<ChatItem, { kind: 'gift' }>): number =>
  (giftById.get(item.giftId)?.points ?? 0) * item.count;

type Minute = { -readonly [K in keyof RoomMinute]: RoomMinute[K] };

/**
 * The show's figures as the studio hears them. A room service that counts itself is believed
 * instead; this is for one that does not, and for the time between its answers.
 */
export class Tally {
  #startedAtMs: number | null = null;
  #stats = { ...noStats };
  #minutes: Minute[] = [];
  #givers = new Map<string, { name: string; points: number }>();
  /** Viewers times milliseconds, for the average. */
  #onlineMs = 0;
  #onlineSinceMs = 0;

  get startedAtMs(): number | null {
    return this.#startedAtMs;
  }

  /** The room is active: from here on minutes and the average count. */
  start(nowMs: number): void {
    if (this.#startedAtMs !== null) return;
    this.#startedAtMs = nowMs;
    this.#onlineSinceMs = nowMs;
  }

  add({ items, pulse }: ChatBatch, nowMs: number): void {
    const minute = this.#minuteAt(nowMs);
    for (const item of items) {
      if (item.kind === 'text') {
        this.#stats.messages++;
        if (minute) minute.messages++;
      } else if (item.kind === 'gift') {
        const points = pointsOf(item);
        this.#stats.gifts += item.count;
        this.#stats.giftPoints += points;
        if (minute) minute.gifts += item.count;
        this.#gave(item.from.userId, item.from.name, points);
      }
    }
    if (!pulse) return;
    this.#stats.likes = Math.max(this.#stats.likes + pulse.likes.added, pulse.likes.total);
    this.#stats.joins += pulse.entered.count;
    if (minute) {
      minute.likes += pulse.likes.added;
      minute.joins += pulse.entered.count;
    }
    this.online(pulse.online, nowMs);
  }

  /** So many people are in the room from now on. */
  online(online: number, nowMs: number): void {
    this.#settleOnline(nowMs);
    this.#stats.online = online;
    this.#stats.peakOnline = Math.max(this.#stats.peakOnline, online);
    const minute = this.#minuteAt(nowMs);
    if (minute) minute.online = Math.max(minute.online, online);
  }

  stats(nowMs: number): RoomStats {
    this.#settleOnline(nowMs);
    const lengthMs = nowMs - (this.#startedAtMs ?? nowMs);
    const averageOnline =
      lengthMs > 0 ? Math.round((this.#onlineMs / lengthMs) * 10) / 10 : this.#stats.online;
    return { ...this.#stats, averageOnline };
  }

  /** Null for a room that was never active. */
  summary(room: { roomId: string; title: string }, nowMs: number): RoomSummary | null {
    if (this.#startedAtMs === null) return null;
    this.#minuteAt(nowMs);
    const topGivers = [...this.#givers.values()]
      .sort((a, b) => b.points - a.points)
      .slice(0, GIVERS_NAMED);
    return {
      ...room,
      startedAtMs: this.#startedAtMs,
      endedAtMs: nowMs,
      stats: this.stats(nowMs),
      minutes: this.#minutes.map((minute) => ({ ...minute })),
      topGivers: topGivers.map((giver) => ({ ...giver })),
    };
  }

  #settleOnline(nowMs: number): void {
    if (this.#startedAtMs === null) return;
    this.#onlineMs += this.#stats.online * Math.max(0, nowMs - this.#onlineSinceMs);
    this.#onlineSinceMs = nowMs;
  }

  #gave(userId: string, name: string, points: number): void {
    const giver = this.#givers.get(userId);
    if (giver) {
      giver.points += points;
      giver.name = name;
    } else if (this.#givers.size < GIVERS_KEPT) this.#givers.set(userId, { name, points });
  }

  /** Minutes in which nothing happened stand there too: a chart has no holes. */
  #minuteAt(nowMs: number): Minute | null {
    if (this.#startedAtMs === null) return null;
    const wanted = Math.floor((nowMs - this.#startedAtMs) / 60_000);
    if (wanted < 0 || wanted >= MINUTES_KEPT) return null;
    for (let minute = this.#minutes.length; minute <= wanted; minute++)
      this.#minutes.push({
        ...{ minute, online: this.#stats.online },
        ...{ joins: 0, likes: 0, messages: 0, gifts: 0 },
      });
    return this.#minutes[wanted] ?? null;
  }
}
