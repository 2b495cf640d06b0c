import type { Clock } from '../../../common/chat/clock.ts';
import { giftById } from '../../../common/chat/gifts.ts';
import { Hearts } from '../../../common/chat/hearts.ts';
import { chatLimits } from '../../../common/chat/limits.ts';
import {
  type ChatSend,
  chatSendSchema,
  mayModerate,
  type Order,
  orderSchema,
  type Person,
} from '../../../common/chat/message.ts';
import type {
  ChatConnection,
  ChatEvent,
  ChatService,
  Joined,
} from '../../../common/chat/service.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { tried } from './errors.ts';
import { enterGroup, forbidden, notJoined, post, writeAttributes } from './groupCalls.ts';
import { type Ear, hear, type PutOut } from './hear.ts';
import { compose, personOf } from './items.ts';
import { News } from './news.ts';
import { Pace } from './pace.ts';
import { attributesAfter, isOurKey, readRoom } from './roomState.ts';
import { type Sdk, type SdkMessage, sdkNames } from './sdk.ts';
import { type Login, Session } from './session.ts';
import { onSignals } from './signals.ts';
import type { Stay } from './stay.ts';
import { directMessage, likeMessage, type Outgoing, orderMessage } from './wire.ts';

export type TencentChatOptions = {
  readonly sdk: Sdk;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly wallMs: () => number;
  readonly login: () => Promise<Result<Login>>;
  /** An id that nobody else makes, of `A-Za-z0-9_-`, at most 64 characters. */
  readonly newId: () => string;
  /** Makes a room that is not there; else whoever runs the room service does. */
  readonly makesRooms: boolean;
};

type Ended = Extract<ChatConnection, { state: 'ended' }>;
/** Between two looks at how many are there, ms. */
const COUNT_EVERY_MS = 15_000;
/** Between two messages of hearts, ms: they share the room's 40 a second with everything else. */
const HEARTS_EVERY_MS = 1_000;

/** Talk in one of Tencent's AVChatRooms, through their SDK. */
export class TencentChat implements ChatService {
  private readonly options: TencentChatOptions;
  private readonly session: Session;
  private readonly listeners = new Set<(event: ChatEvent) => void>();
  private stay: Stay | null = null;
  private joining = 0;
  /** Events that wait until who joined has seen the answer. */
  private held: ChatEvent[] | null = null;
  private readonly ear: Ear = {
    direct: (from, data) => this.emit({ type: 'direct', from, data }),
    out: (why) => this.out(why),
  };

  constructor(options: TencentChatOptions) {
    const { sdk, clock, login } = options;
    this.options = options;
    this.session = new Session(sdk, clock, login);
    sdk.on(sdkNames.received, ({ data }) => {
      for (const message of data as readonly SdkMessage[]) {
        if (this.stay) hear(this.stay, message, this.ear);
      }
    });
    onSignals(sdk, (from, data) => {
      if (this.stay) this.emit({ type: 'direct', from, data });
    });
    sdk.on(sdkNames.kickedOut, ({ data }) => this.kickedOut(data as { type?: string }));
    sdk.on(sdkNames.netState, ({ data }) => this.netChanged(data as { state?: string }));
    sdk.on(sdkNames.attributes, ({ data }) => {
      const { groupID, groupAttributes } = data as {
        groupID?: string;
        groupAttributes?: Record<string, string>;
      };
      if (groupID === this.stay?.roomId) this.attributesChanged(groupAttributes ?? {});
    });
  }

  async join(roomId: string): Promise<Result<Joined>> {
    await this.leave();
    const turn = ++this.joining;
    this.emit({ type: 'connection', connection: { state: 'connecting' } });
    const joined = await this.enter(roomId, () => this.joining === turn);
    if (joined.ok || this.joining !== turn) return joined;
    const why = joined.error.code === 'BANNED' ? 'banned' : 'failed';
    this.emit({
      type: 'connection',
      connection: { state: 'ended', why, error: joined.error },
    });
    return joined;
  }

  async leave(): Promise<void> {
    this.joining++;
    const roomId = this.stay?.roomId;
    this.end({ state: 'ended', why: 'left', error: null });
    if (roomId) await tried('leave', () => this.options.sdk.quitGroup(roomId));
  }

  async close(): Promise<void> {
    await this.leave();
    this.listeners.clear();
    await this.session.close();
  }

  async send(message: ChatSend): Promise<Result<{ id: string; seq: number }>> {
    const { stay } = this;
    if (!stay) return notJoined();
    const parsed = chatSendSchema.safeParse(message);
    const said = parsed.data;
    if (!said || (said.kind === 'gift' && !giftById.has(said.giftId)))
      return err('INPUT_INVALID', 'This cannot be said in a chat.');
    const refused = this.refusal(stay, said.kind);
    if (refused) return refused;
    const me = personOf(stay.room, stay.userId);
    const id = this.options.newId();
    const { item, outgoing } = compose(said, id, me, (it) => stay.news.find(it));
    const sent = await this.post(stay, 'talk', outgoing);
    if (!sent.ok) return sent;
    stay.saidAtMs = this.options.clock.now();
    const { sequence: seq, time } = sent.value;
    stay.news.add({ ...item, seq, atMs: time * 1000 });
    return ok({ id, seq });
  }

  like(count: number): void {
    this.stay?.hearts.add(count);
  }

  async order(order: Order): Promise<Result<null>> {
    const { stay } = this;
    if (!stay) return notJoined();
    const me = personOf(stay.room, stay.userId);
    if (!mayModerate(me.role)) return forbidden();
    if (!orderSchema.safeParse(order).success) return err('INPUT_INVALID', 'No such order.');
    if (order.order === 'bannedWords' || order.order === 'followersOnly')
      return err('SERVICE', "Tencent's chat has no such rule for a room; see its console.");
    const done = await this.carryOut(stay, order);
    if (!done.ok) return done;
    const id = this.options.newId();
    const about = 'userId' in order ? order.userId : '';
    const sent = await this.post(stay, 'control', orderMessage(id, order, about));
    if (!sent.ok) return sent;
    const { sequence: seq, time } = sent.value;
    stay.news.add({ kind: 'order', id, seq, atMs: time * 1000, by: me, order, name: about });
    return ok(null);
  }

  async audience(): Promise<Result<readonly Person[]>> {
    const { stay } = this;
    if (!stay) return notJoined();
    const listed = await tried('audience', () =>
      this.options.sdk.getGroupMemberList({ groupID: stay.roomId }),
    );
    if (!listed.ok) return listed;
    const { memberList = [] } = listed.value.data;
    const newest = [...memberList].sort((a, b) => (b.joinTime ?? 0) - (a.joinTime ?? 0));
    return ok(newest.slice(0, 200).map((it) => personOf(stay.room, it.userID, it.nick)));
  }

  async direct(userId: string, data: unknown): Promise<Result<null>> {
    const { stay } = this;
    if (!stay) return notJoined();
    const outgoing = directMessage(data);
    if (new TextEncoder().encode(JSON.stringify(data)).length > chatLimits.directBytes)
      return err('INPUT_INVALID', `A message has ${chatLimits.directBytes} bytes at most.`);
    const sent = await post(this.options.sdk, { person: userId }, outgoing);
    return sent.ok ? ok(null) : sent;
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<Result<null>> {
    const { stay } = this;
    if (!stay) return notJoined();
    if (!mayModerate(personOf(stay.room, stay.userId).role)) return forbidden();
    if (Object.keys(attributes).some(isOurKey))
      return err('INPUT_INVALID', 'These attributes are the chat’s own.');
    return this.write(stay, attributes);
  }

  on(listener: (event: ChatEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async enter(roomId: string, isMine: () => boolean): Promise<Result<Joined>> {
    const { sdk, clock, makesRooms, wallMs } = this.options;
    const gone = () => err('DISCONNECTED', 'The room was left.');
    const login = await this.session.open();
    if (!isMine()) return gone();
    if (!login.ok) return login;
    const userId = login.value;
    const entered = await enterGroup(sdk, roomId, makesRooms);
    if (!entered.ok) return entered;
    const { attributes, online, ownerId } = entered.value;
    const room = readRoom(attributes, ownerId);
    if (!isMine() || room.banned.includes(userId)) {
      await tried('leave', () => sdk.quitGroup(roomId));
      return isMine() ? err('BANNED', 'This person is banned from the room.') : gone();
    }
    const pace = new Pace(clock);
    const stay: Stay = {
      ...{ roomId, userId, ownerId, pace, attributes, room, attempt: 0, stopCount: null },
      saidAtMs: Number.NEGATIVE_INFINITY,
      news: new News(clock, (batch) => this.emit({ type: 'batch', batch })),
      hearts: new Hearts({
        everyMs: HEARTS_EVERY_MS,
        setTimer: clock.setTimer,
        send: (count) => this.giveHearts(stay, count),
      }),
    };
    this.stay = stay;
    this.emit({ type: 'connection', connection: { state: 'connected' } });
    this.held ??= [];
    stay.news.setOnline(online);
    stay.stopCount = clock.setTimer(() => void this.count(stay), COUNT_EVERY_MS);
    clock.setTimer(() => {
      const held = this.held ?? [];
      this.held = null;
      for (const event of held) this.emit(event);
    }, 0);
    const { pinned, rules } = room;
    return ok({
      ...{ me: personOf(stay.room, userId), history: [], likes: 0, online, pinned, rules },
      ...{ attributes: room.attributes, serverTimeMs: wallMs() },
    });
  }

  private async count(stay: Stay): Promise<void> {
    const counted = await tried('count', () =>
      this.options.sdk.getGroupOnlineMemberCount(stay.roomId),
    );
    if (this.stay !== stay) return;
    if (counted.ok) stay.news.setOnline(counted.value.data.memberCount ?? stay.news.totals.online);
    stay.stopCount = this.options.clock.setTimer(() => void this.count(stay), COUNT_EVERY_MS);
  }

  /** Rules that the service does not know, kept by who speaks. */
  private refusal(stay: Stay, kind: ChatSend['kind']): Result<never> | null {
    const { rules, roleOf } = stay.room;
    if (kind !== 'text' || mayModerate(roleOf(stay.userId))) return null;
    if (rules.muteAll) return err('MUTED', 'Nobody may write in this room now.');
    const waitedMs = this.options.clock.now() - stay.saidAtMs;
    return waitedMs < rules.slowModeSeconds * 1000
      ? err('RATE_LIMITED', 'The room is in slow mode.', { afterMs: rules.slowModeSeconds * 1000 })
      : null;
  }

  private async post(
    stay: Stay,
    kind: 'control' | 'talk',
    outgoing: Outgoing,
  ): Promise<Result<SdkMessage>> {
    const priority = kind === 'control' ? sdkNames.high : sdkNames.normal;
    if (await stay.pace.turn(kind))
      return post(this.options.sdk, { group: stay.roomId }, outgoing, priority);
    return this.stay === stay
      ? err('RATE_LIMITED', 'Too many messages wait to be sent.')
      : notJoined();
  }

  private giveHearts(stay: Stay, count: number): boolean {
    if (!stay.pace.tryTurn()) return false;
    const me = personOf(stay.room, stay.userId);
    const hearts = likeMessage(count, me.name);
    void post(this.options.sdk, { group: stay.roomId }, hearts, sdkNames.low);
    stay.news.addLikes(count, me.name);
    return true;
  }

  /** The part of an order that the service itself carries out. */
  private async carryOut(stay: Stay, order: Order): Promise<Result<null>> {
    if (order.order === 'mute' || order.order === 'unmute') {
      const { userId: userID } = order;
      const muteTime = order.order === 'mute' ? order.seconds : 0;
      const muted = await tried('mute', () =>
        this.options.sdk.setGroupMemberMuteTime({ groupID: stay.roomId, userID, muteTime }),
      );
      return muted.ok ? ok(null) : muted;
    }
    const change = attributesAfter(order, stay.attributes, (id) => stay.news.find(id));
    return Object.keys(change).length > 0 ? this.write(stay, change) : ok(null);
  }

  private async write(stay: Stay, given: Readonly<Record<string, string>>): Promise<Result<null>> {
    const { attributes, roomId } = stay;
    const after = await writeAttributes(this.options.sdk, roomId, attributes, given);
    if (!after.ok) return after;
    if (this.stay === stay) this.attributesChanged(after.value);
    return ok(null);
  }

  private attributesChanged(attributes: Record<string, string>): void {
    const { stay } = this;
    if (!stay) return;
    const before = JSON.stringify(stay.room.attributes);
    stay.attributes = { ...attributes };
    stay.room = readRoom(attributes, stay.ownerId);
    if (JSON.stringify(stay.room.attributes) !== before)
      this.emit({ type: 'attributes', attributes: stay.room.attributes });
  }

  private kickedOut({ type }: { type?: string }): void {
    this.session.over();
    const { stay } = this;
    if (!stay) return;
    if (type !== 'userSigExpired') {
      return this.end({ state: 'ended', why: 'elsewhere', error: null });
    }
    this.emit({ type: 'connection', connection: { state: 'reconnecting', attempt: 1 } });
    void this.session.open().then(async (login) => {
      if (this.stay !== stay) return;
      const group = { groupID: stay.roomId, type: sdkNames.room };
      const back = login.ok ? await tried('join', () => this.options.sdk.joinGroup(group)) : login;
      if (this.stay !== stay) return;
      if (!back.ok) return this.end({ state: 'ended', why: 'failed', error: back.error });
      this.emit({ type: 'connection', connection: { state: 'connected' } });
    });
  }

  private netChanged({ state }: { state?: string }): void {
    const { stay } = this;
    if (!stay) return;
    if (state === 'connected') {
      if (stay.attempt === 0) return;
      stay.attempt = 0;
      return this.emit({ type: 'connection', connection: { state: 'connected' } });
    }
    const attempt = ++stay.attempt;
    this.emit({ type: 'connection', connection: { state: 'reconnecting', attempt } });
  }

  private out(why: PutOut): void {
    const roomId = this.stay?.roomId;
    this.end({ state: 'ended', why, error: null });
    if (roomId && why !== 'roomClosed')
      void tried('leave', () => this.options.sdk.quitGroup(roomId));
  }

  private end(connection: Ended): void {
    const { stay } = this;
    if (!stay) return;
    this.stay = null;
    stay.stopCount?.();
    stay.news.close();
    stay.hearts.close();
    stay.pace.close();
    this.emit({ type: 'connection', connection });
  }

  private emit(event: ChatEvent): void {
    if (this.held) this.held.push(event);
    else for (const listener of this.listeners) listener(event);
  }
}
