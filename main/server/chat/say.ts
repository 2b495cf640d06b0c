import { giftById } from '../../../common/chat/gifts.ts';
import { chatLimits } from '../../../common/chat/limits.ts';
import {
  type ChatItem,
  chatSendSchema,
  mayModerate,
  type TextItem,
} from '../../../common/chat/message.ts';
import { err, type Result } from '../../../common/result.ts';
import { forgetOldest, Rates } from '../sockets/rate.ts';
import { cleanText, isBlank } from './clean.ts';
import type { ChatContext } from './context.ts';
import type { Place, Placed } from './ledger.ts';
import type { Member } from './member.ts';
import { checkName } from './names.ts';
import type { Room } from './room.ts';
import type { Statement } from './store.ts';

type Said = ReturnType<typeof chatSendSchema.parse>;
type Combo = { readonly comboId: string; combo: number; atMs: number };

const refused = (answer: ReturnType<typeof err>) => Promise.resolve(answer);

/** What people say in one room, and what they may. */
export class Speakers {
  private readonly room: Room;
  private readonly context: ChatContext;
  private readonly texts: Rates;
  private readonly gifts: Rates;
  private readonly likes: Rates;
  /** When somebody last wrote a text; for the slow mode. */
  private readonly lastText = new Map<string, number>();
  private readonly combos = new Map<string, Combo>();

  constructor(room: Room, context: ChatContext) {
    const { limits } = context;
    this.room = room;
    this.context = context;
    this.texts = new Rates(chatLimits.burst, chatLimits.perSecond, limits.remembered);
    this.gifts = new Rates(limits.giftBurst, limits.giftsPerSecond, limits.remembered);
    this.likes = new Rates(
      2 * chatLimits.likesPerSecond,
      chatLimits.likesPerSecond,
      limits.remembered,
    );
  }

  /** `INPUT_INVALID`, `MUTED`, `RATE_LIMITED`, `WORD_BANNED`, `FOLLOWERS_ONLY`, `BUSY`, `INTERNAL`. */
  say(member: Member, clientId: string, message: unknown): Promise<Result<Placed>> {
    const parsed = chatSendSchema.safeParse(message);
    if (!parsed.success) return refused(err('INPUT_INVALID', 'The message cannot be sent.'));
    checkName(member, this.room, this.context);
    return this.room.once(member, clientId, () => this.sayNow(member, clientId, parsed.data));
  }

  /** Hearts; those above what one person may give are not counted. */
  like(member: Member, count: number): void {
    const counted = this.likes.take(member.userId, count, this.context.now());
    this.context.figures.likesShed += count - counted;
    checkName(member, this.room, this.context);
    if (counted > 0) this.room.like(member.person.name, counted);
  }

  private sayNow(member: Member, clientId: string, said: Said): Promise<Result<Placed>> {
    const nowMs = this.context.now();
    const mutedUntilMs = this.room.mutes.get(member.userId) ?? 0;
    if (mutedUntilMs > nowMs) {
      const seconds = Math.ceil((mutedUntilMs - nowMs) / 1000);
      return refused(err('MUTED', `Muted for another ${seconds} s.`, { seconds }));
    }
    return said.kind === 'text'
      ? this.sayText(member, clientId, said, nowMs)
      : this.give(member, clientId, said, nowMs);
  }

  private sayText(
    member: Member,
    clientId: string,
    said: Extract<Said, { kind: 'text' }>,
    nowMs: number,
  ): Promise<Result<Placed>> {
    const text = cleanText(said.text);
    if (isBlank(text)) return refused(err('INPUT_INVALID', 'The message is empty.'));
    const refusal = this.refuse(member, text, nowMs);
    if (refusal) return refused(refusal);
    const { danmaku, question } = said;
    const replyTo = this.quote(said.replyTo);
    const from = member.person;
    this.lastText.delete(member.userId);
    this.lastText.set(member.userId, nowMs);
    forgetOldest(this.lastText, this.context.limits.remembered);
    return this.post(clientId, { messages: 1 }, [], (place) => {
      return { kind: 'text', ...place, from, text, danmaku, question, replyTo };
    });
  }

  /** Why a text is not taken; null where it is. Moderators are bound by banned words only. */
  private refuse(member: Member, text: string, nowMs: number): ReturnType<typeof err> | null {
    const { rules } = this.room;
    const { role } = member.person;
    if (!mayModerate(role)) {
      if (rules.muteAll && role === 'viewer') {
        return err('MUTED', 'Nobody in the audience may write now.');
      }
      if (
        rules.followersOnly &&
        role === 'viewer' &&
        !this.context.rooms.isFollower(this.room.ownerId, member.userId)
      ) {
        return err('FOLLOWERS_ONLY', 'Only followers may write here.');
      }
      const nextMs = (this.lastText.get(member.userId) ?? 0) + rules.slowModeSeconds * 1000;
      if (rules.slowModeSeconds > 0 && role === 'viewer' && nowMs < nextMs) {
        const seconds = Math.ceil((nextMs - nowMs) / 1000);
        return err('RATE_LIMITED', `Slow mode: wait ${seconds} s.`, { seconds });
      }
      if (this.texts.take(member.userId, 1, nowMs) === 0) {
        return err('RATE_LIMITED', 'Too many messages: wait a moment.', { seconds: 1 });
      }
    }
    return this.context.words.isIn(text) || this.room.isBannedText(text)
      ? err('WORD_BANNED', 'A word in the message is not allowed here.')
      : null;
  }

  /** The beginning of what is answered to, as far as the room remembers. */
  private quote(id: string | null): TextItem['replyTo'] {
    const posted = id === null ? null : this.room.history.find(id);
    if (!posted) return null;
    const item = JSON.parse(posted.json) as ChatItem;
    return item.kind === 'text'
      ? { id: item.id, name: item.from.name, text: item.text.slice(0, chatLimits.textChars) }
      : null;
  }

  private give(
    member: Member,
    clientId: string,
    said: Extract<Said, { kind: 'gift' }>,
    nowMs: number,
  ): Promise<Result<Placed>> {
    const { giftId, count } = said;
    const gift = giftById.get(giftId);
    if (!gift) return refused(err('INPUT_INVALID', 'There is no such gift.'));
    if (this.gifts.take(member.userId, 1, nowMs) === 0) {
      return refused(err('RATE_LIMITED', 'Too many gifts: wait a moment.', { seconds: 1 }));
    }
    const from = member.person;
    const counts = { gifts: count, giftPoints: count * gift.points };
    const given = this.context.store.gave(this.room.roomId, from, counts, nowMs);
    return this.post(clientId, counts, [given], (place) => {
      const { comboId, combo } = this.combine(member.userId, said, place.id, nowMs);
      return { kind: 'gift', ...place, from, giftId, count, comboId, combo };
    });
  }

  private async post(
    clientId: string,
    counts: Parameters<Room['count']>[0],
    also: readonly Statement[],
    make: (place: Place) => ChatItem,
  ): Promise<Result<Placed>> {
    const placed = await this.room.post(make, also, clientId);
    if (placed.ok) this.room.count(counts);
    return placed;
  }

  /** Counts gifts that follow each other. The id is the server's: two people may choose the same. */
  private combine(
    userId: string,
    said: Extract<Said, { kind: 'gift' }>,
    id: string,
    nowMs: number,
  ): Combo {
    const key = `${userId} ${said.giftId} ${said.comboId}`;
    const known = this.combos.get(key);
    this.combos.delete(key);
    const goesOn = known && nowMs - known.atMs <= this.context.limits.comboMs;
    const combo = goesOn
      ? { ...known, combo: known.combo + said.count, atMs: nowMs }
      : { comboId: `c${id}`, combo: said.count, atMs: nowMs };
    this.combos.set(key, combo);
    forgetOldest(this.combos, this.context.limits.remembered);
    return combo;
  }
}
