import { err, ok, type Result, type StudioError } from '../../result.ts';
import { Hearts } from '../hearts.ts';
import type { ChatItem, ChatSend, Order, Person } from '../message.ts';
import type { ChatConnection, ChatEvent, ChatService, Joined } from '../service.ts';
import type { JoinAnswer } from '../wire.ts';
import { audienceSchema, parseJoinAnswer } from './frames.ts';
import { Link, type LinkEvents, type LinkOptions, type Request } from './link.ts';
import { Outbox } from './outbox.ts';
import { cutIntoPieces } from './pieces.ts';

export type LocalChatOptions = LinkOptions & {
  /** `ws://host:port/chat`. */
  readonly url: string;
  /** Asked for before every connection: one that expires is replaced. */
  readonly token: () => Promise<Result<string>>;
  /** An id that nobody else makes, of `A-Za-z0-9_-`, at most 64 characters. */
  readonly newId: () => string;
};

/** Waits before the tries after a loss, ms; the last one repeats. */
const RETRY_MS = [0, 500, 1_000, 2_000, 3_000] as const;
/** A first join is tried until then, ms. */
const JOIN_WITHIN_MS = 10_000;
/** After so many refusals of tokens in a row there is nothing to hope for. */
const MOST_REFUSALS = 3;
const HEARTS_EVERY_MS = 250;

type Ended = Extract<ChatConnection, { state: 'ended' }>;
/** One stay in a room, over as many connections as it takes. */
type Stay = {
  readonly roomId: string;
  readonly invite: string;
  readonly sinceMs: number;
  answerFirst: ((result: Result<Joined>) => void) | null;
  lastSeq: number;
  likes: number;
  attributes: string;
  attempt: number;
  refusals: number;
};

/** The chat of the embedded server. */
export class LocalChat implements ChatService {
  private readonly options: LocalChatOptions;
  private readonly listeners = new Set<(event: ChatEvent) => void>();
  private readonly outbox: Outbox;
  private readonly hearts: Hearts;
  private stay: Stay | null = null;
  private link: Link | null = null;
  private isJoined = false;
  private stopRetry: (() => void) | null = null;
  /** Events that wait until who joined has seen the answer. */
  private held: ChatEvent[] | null = null;

  constructor(options: LocalChatOptions) {
    this.options = options;
    this.outbox = new Outbox(options.newId, options.setTimer);
    this.hearts = new Hearts({
      everyMs: HEARTS_EVERY_MS,
      setTimer: options.setTimer,
      send: (count) => {
        if (!this.joinedLink || this.joinedLink.isBusy) return false;
        this.joinedLink.tell({ op: 'like', count });
        return true;
      },
    });
  }

  join(roomId: string, invite = ''): Promise<Result<Joined>> {
    this.end({ state: 'ended', why: 'left', error: null });
    return new Promise((resolve) => {
      this.stay = {
        ...{ roomId, invite, sinceMs: this.options.now(), answerFirst: resolve },
        ...{ lastSeq: 0, likes: 0, attributes: '{}', attempt: 0, refusals: 0 },
      };
      this.emit({ type: 'connection', connection: { state: 'connecting' } });
      void this.connect(this.stay);
    });
  }

  async leave(): Promise<void> {
    this.end({ state: 'ended', why: 'left', error: null });
  }

  async close(): Promise<void> {
    await this.leave();
    this.listeners.clear();
  }

  send(message: ChatSend): Promise<Result<{ id: string; seq: number }>> {
    if (!this.stay) return Promise.resolve(notJoined());
    return this.outbox.send(message, this.joinedLink);
  }

  like(count: number): void {
    if (this.stay) this.hearts.add(count);
  }

  async order(order: Order): Promise<Result<null>> {
    if (order.order !== 'bannedWords') return this.ask({ op: 'order', order });
    const pieces = cutIntoPieces(order.words);
    const last = pieces.length - 1;
    return this.askAll(pieces.map((words, index) => ({ op: 'words', words, more: index < last })));
  }

  async audience(): Promise<Result<readonly Person[]>> {
    const link = this.joinedLink;
    if (!link) return notJoined();
    const answer = await link.call({ op: 'audience' });
    if (!answer.ok) return answer;
    const people = audienceSchema.safeParse(answer.value);
    return people.success ? ok(people.data) : { ok: false, error: misunderstood };
  }

  direct(userId: string, data: unknown): Promise<Result<null>> {
    return this.ask({ op: 'direct', userId, data });
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<Result<null>> {
    for (const piece of cutIntoPieces(Object.entries(attributes))) {
      const set = await this.ask({ op: 'attributes', attributes: Object.fromEntries(piece) });
      if (!set.ok) return set;
    }
    return ok(null);
  }

  on(listener: (event: ChatEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private get joinedLink(): Link | null {
    return this.isJoined ? this.link : null;
  }

  private ask(request: Request): Promise<Result<null>> {
    return this.askAll([request]);
  }

  private async askAll(requests: readonly Request[]): Promise<Result<null>> {
    const link = this.joinedLink;
    if (!link) return notJoined();
    const answer = await link.callAll(requests);
    return answer.ok ? ok(null) : answer;
  }

  /** One try; `stay` may be over whenever something was waited for. */
  private async connect(stay: Stay): Promise<void> {
    const token = await this.options.token();
    if (this.stay !== stay) return;
    if (!token.ok) return this.refused(stay, token.error);
    const events: LinkEvents = {
      opened: () => void this.enter(stay, link, token.value),
      frame: (frame) => {
        if (this.link === link) this.hear(stay, frame);
      },
      lost: () => {
        if (this.link === link) this.lost(stay);
      },
    };
    const link: Link = new Link(this.options.url, this.options, events);
    this.link = link;
  }

  private async enter(stay: Stay, link: Link, token: string): Promise<void> {
    const { roomId, invite, lastSeq } = stay;
    const answer = await link.call({
      ...{ op: 'join', roomId, token, invite },
      ...(stay.answerFirst ? {} : { afterSeq: lastSeq }),
    });
    if (this.stay !== stay || this.link !== link) return;
    if (!answer.ok) return this.refused(stay, answer.error);
    const joined = parseJoinAnswer(answer.value);
    if (!joined) return this.refused(stay, misunderstood);
    this.isJoined = true;
    stay.attempt = 0;
    stay.refusals = 0;
    this.emit({ type: 'connection', connection: { state: 'connected' } });
    if (stay.answerFirst) this.began(stay, joined, stay.answerFirst);
    else this.resumed(stay, joined);
    this.outbox.resend(link);
  }

  private began(stay: Stay, joined: JoinAnswer, answer: (result: Result<Joined>) => void): void {
    stay.answerFirst = null;
    stay.lastSeq = joined.newestSeq;
    stay.likes = joined.likes;
    stay.attributes = JSON.stringify(joined.attributes);
    const { missed: _, newestSeq: __, ...first } = joined;
    this.held = [];
    answer(ok(first));
    this.options.setTimer(() => {
      const held = this.held ?? [];
      this.held = null;
      for (const event of held) this.emit(event);
    }, 0);
  }

  private resumed(stay: Stay, joined: JoinAnswer): void {
    // The room began anew: its numbers did, too.
    if (joined.newestSeq < stay.lastSeq) stay.lastSeq = 0;
    if (joined.missed > 0) this.emit({ type: 'gap', missed: joined.missed });
    const items = this.news(stay, joined.history);
    stay.lastSeq = joined.newestSeq;
    const added = Math.max(0, joined.likes - stay.likes);
    const pulse = {
      likes: { added, total: joined.likes, names: [] },
      entered: { count: 0, people: [] },
      left: 0,
      online: joined.online,
    };
    stay.likes = joined.likes;
    const { pk = null } = joined;
    this.emit({ type: 'batch', batch: { items, pulse, pk } });
    this.tellAttributes(stay, joined.attributes);
  }

  private hear(stay: Stay, frame: Parameters<LinkEvents['frame']>[0]): void {
    if (frame.op === 'gone') {
      return this.end({ state: 'ended', why: frame.why, error: null });
    }
    if (!this.isJoined) return;
    if (frame.op === 'direct') {
      return this.emit({ type: 'direct', from: frame.from, data: frame.data });
    }
    if (frame.op === 'attributes') return this.tellAttributes(stay, frame.attributes);
    const { pulse = null, shed, pk } = frame;
    const items = this.news(stay, frame.items);
    if (pulse) stay.likes = pulse.likes.total;
    if (items.length === 0 && !pulse && !shed && pk === undefined) return;
    const more = { ...(shed ? { shed } : {}), ...(pk === undefined ? {} : { pk }) };
    this.emit({ type: 'batch', batch: { items, pulse, ...more } });
  }

  /** Items that were not here before, and notes the last of them. */
  private news(stay: Stay, items: readonly ChatItem[]): ChatItem[] {
    return items.filter((item) => {
      if (item.seq <= stay.lastSeq) return false;
      stay.lastSeq = item.seq;
      return true;
    });
  }

  private tellAttributes(stay: Stay, attributes: Readonly<Record<string, string>>): void {
    const text = JSON.stringify(attributes);
    if (text === stay.attributes) return;
    stay.attributes = text;
    this.emit({ type: 'attributes', attributes });
  }

  private lost(stay: Stay): void {
    this.drop();
    const isFirst = stay.answerFirst !== null;
    if (isFirst && this.options.now() - stay.sinceMs > JOIN_WITHIN_MS) {
      const detail = { afterMs: JOIN_WITHIN_MS };
      const error = {
        code: 'TIMEOUT',
        message: 'The chat server cannot be reached.',
        detail,
      } as const;
      return this.end({ state: 'ended', why: 'failed', error });
    }
    const wait = RETRY_MS[Math.min(stay.attempt, RETRY_MS.length - 1)] as number;
    stay.attempt++;
    if (!isFirst) {
      const { attempt } = stay;
      this.emit({ type: 'connection', connection: { state: 'reconnecting', attempt } });
    }
    this.stopRetry = this.options.setTimer(() => void this.connect(stay), wait);
  }

  /** The server, or who gives tokens, said no: for good, or for now. */
  private refused(stay: Stay, error: StudioError): void {
    this.drop();
    const isFirst = stay.answerFirst !== null;
    const isToken = error.code === 'AUTH';
    if (error.code === 'BANNED') return this.end({ state: 'ended', why: 'banned', error });
    if (error.code === 'ROOM_MISSING')
      return this.end({ state: 'ended', why: 'roomClosed', error });
    if (isToken && (isFirst || ++stay.refusals >= MOST_REFUSALS)) {
      return this.end({ state: 'ended', why: 'failed', error });
    }
    this.lost(stay);
  }

  private drop(): void {
    const link = this.link;
    this.link = null;
    this.isJoined = false;
    link?.close();
  }

  private end(connection: Ended): void {
    const stay = this.stay;
    if (!stay) return;
    this.stay = null;
    this.stopRetry?.();
    this.stopRetry = null;
    this.drop();
    this.outbox.fail();
    this.hearts.close();
    this.emit({ type: 'connection', connection });
    const { error, why } = connection;
    stay.answerFirst?.(
      error ? { ok: false, error } : err('DISCONNECTED', `The chat is over: ${why}.`),
    );
  }

  private emit(event: ChatEvent): void {
    if (this.held) this.held.push(event);
    else for (const listener of this.listeners) listener(event);
  }
}

const notJoined = () => err('DISCONNECTED', 'The chat is not connected.');
const misunderstood: StudioError = {
  code: 'SERVICE',
  message: 'The answer of the chat server is not understood.',
};
