import { z } from 'zod';
import { err, ok, type Result } from '../../../common/result.ts';
import { ROOM_SERVICE_PATH, roomCodes, roomLimits } from '../../../common/rooms/api.ts';
import type { RoomCard, RoomInfo, RoomSummary } from '../../../common/rooms/room.ts';
import { askJson, refused } from './http.ts';
import { cardOf, infoText, type LiveRoomRoom, liveRoomSchema } from './liveRoomAnswers.ts';
import { TokenKeeper } from './login.ts';
import type { RoomPush } from './push.ts';
import type { OwnRoom, RoomPage, RoomService } from './service.ts';

export type LiveRoomOptions = {
  /** Before `/weapp/live_room`. */
  readonly baseUrl: string;
  readonly sdkAppId: number;
  readonly userId: string;
  /** What the host is called in the room. */
  readonly userName: () => string;
  /** Secret. */
  readonly userSig: () => Promise<Result<string>>;
  /** What the studio pushes into the room, as the service is told it; null while nothing does. */
  readonly push: () => RoomPush | null;
};

type Body = Readonly<Record<string, unknown>>;

/**
 * A room service that speaks RoomService over HTTP JSON, as LiveRoom's clients do (docs/protocols.md).
 * It counts no show and keeps no covers: what it cannot do is left out or refused.
 */
export class LiveRoomService implements RoomService {
  readonly #options: LiveRoomOptions;
  readonly #tokens = new TokenKeeper(() => this.#login());
  /** The anchor stands in the room: told once its push is really there. */
  #anchored = false;
  #roomInfo = '';
  #startedAtMs: number | null = null;

  constructor(options: LiveRoomOptions) {
    this.#options = options;
  }

  get origin(): string {
    return new URL(this.#options.baseUrl).origin;
  }

  token(): Promise<Result<string>> {
    return this.#tokens.get();
  }

  async check(): Promise<Result<{ stream: string | null }>> {
    const asked = await this.#ask('get_anchor_url', {});
    if (!asked.ok) return asked;
    const { code, pushURL } = asked.value;
    if (code !== roomCodes.ok) return this.#no('get_anchor_url', asked.value);
    const url = typeof pushURL === 'string' ? pushURL.slice(0, 2_048) : '';
    return ok({ stream: /^\w+:\/\/[^/?#]+\/[^/?#]+\/([\w.-]{1,200})/.exec(url)?.[1] ?? null });
  }

  /** The person's own destination goes to the push domain. */
  async pushUrl(): Promise<Result<null>> {
    return ok(null);
  }

  forget(): void {
    this.#tokens.forget();
  }

  async open(roomId: string, info: RoomInfo): Promise<Result<OwnRoom>> {
    const roomInfo = infoText(info);
    this.#roomInfo = roomInfo;
    this.#anchored = false;
    const made = await this.#ask('create_room', { roomID: roomId, roomInfo });
    if (!made.ok) return made;
    const { code } = made.value;
    // 11 is also what is said of a room that is open already.
    if (code !== roomCodes.ok && code !== roomCodes.roomInvalid)
      return this.#no('create_room', made.value, { [roomCodes.notOwner]: 'FORBIDDEN' });
    return this.beat(roomId);
  }

  async beat(roomId: string): Promise<Result<OwnRoom>> {
    if (!this.#anchored && this.#options.push()?.isLive) {
      const joined = await this.#join(roomId);
      if (!joined.ok) return joined;
      this.#startedAtMs = Date.now();
    }
    const beaten = await this.#ask('anchor_heartbeat', { roomID: roomId, roomStatusCode: 0 });
    if (!beaten.ok) return beaten;
    const { code } = beaten.value;
    const missing = { [roomCodes.notOwner]: 'ROOM_MISSING', [roomCodes.notMember]: 'ROOM_MISSING' };
    // Who does not stand in it yet need not be heard.
    const isEarly = !this.#anchored && code === roomCodes.notMember;
    if (code !== roomCodes.ok && !isEarly)
      return this.#no('anchor_heartbeat', beaten.value, missing as Codes);
    const asked = await this.#ask('get_anchors', { roomID: roomId });
    if (!asked.ok) return asked;
    if (asked.value.code !== roomCodes.ok)
      return this.#no('get_anchors', asked.value, { [roomCodes.roomMissing]: 'ROOM_MISSING' });
    const room = liveRoomSchema.safeParse(asked.value);
    if (!room.success) return refused('get_anchors', 'the answer is not understood');
    return ok(this.#ownRoom(roomId, room.data));
  }

  async setInfo(roomId: string, info: RoomInfo): Promise<Result<null>> {
    // It has no call of its own for that: the anchor says it when it comes in.
    this.#roomInfo = infoText(info);
    return this.#anchored ? this.#join(roomId) : ok(null);
  }

  async guestLink(): Promise<Result<never>> {
    return err('COHOST_MISSING', 'this room service has no guest links');
  }

  async isGuestLinkGood(): Promise<Result<never>> {
    return err('COHOST_MISSING', 'this room service has no guest links');
  }

  async revokeGuestLinks(): Promise<Result<never>> {
    return err('COHOST_MISSING', 'this room service has no guest links');
  }

  async close(roomId: string): Promise<Result<RoomSummary | null>> {
    const closed = await this.#ask('destroy_room', { roomID: roomId });
    if (!closed.ok) return closed;
    return closed.value.code === roomCodes.ok ? ok(null) : this.#no('destroy_room', closed.value);
  }

  async summary(): Promise<Result<RoomSummary | null>> {
    return ok(null);
  }

  async list({ category, page }: RoomPage): Promise<Result<{ rooms: RoomCard[]; total: number }>> {
    const listed = await this.#ask('get_room_list', { cnt: roomLimits.pageMost, index: page });
    if (!listed.ok) return listed;
    if (listed.value.code !== roomCodes.ok) return this.#no('get_room_list', listed.value);
    const rooms = z.array(liveRoomSchema).max(200).safeParse(listed.value.rooms);
    if (!rooms.success) return refused('get_room_list', 'the answer is not understood');
    const total = z.number().int().min(0).catch(rooms.data.length).parse(listed.value.totalCount);
    const cards = rooms.data.map(cardOf).filter((it) => !category || it.category === category);
    return ok({ rooms: cards.sort((a, b) => b.online - a.online), total });
  }

  async putCover(): Promise<Result<string>> {
    return refused('cover', 'this room service keeps no covers');
  }

  /** Stands in the room with the stream that is pushed; before that nobody sees the room. */
  async #join(roomId: string): Promise<Result<null>> {
    const joined = await this.#ask('add_anchor', {
      ...{ roomID: roomId, roomInfo: this.#roomInfo, userName: this.#options.userName() },
      ...{ userAvatar: '', pushURL: this.#options.push()?.url ?? '' },
    });
    if (!joined.ok) return joined;
    if (joined.value.code !== roomCodes.ok)
      return this.#no('add_anchor', joined.value, { [roomCodes.notOwner]: 'FORBIDDEN' });
    this.#anchored = true;
    return ok(null);
  }

  #ownRoom(roomId: string, room: LiveRoomRoom): OwnRoom {
    const { title, category, notice, cover, visibility, openToPk } = cardOf(room);
    // A room is in the list when somebody publishes into it: then it is on air.
    const isActive =
      this.#anchored && room.pushers.some(({ userID }) => userID === this.#options.userId);
    return {
      ...{ roomId, state: isActive ? 'active' : 'unactive', invite: '', stats: null },
      info: { title, category, notice, cover, visibility, openToPk },
      startedAtMs: isActive ? this.#startedAtMs : null,
      watchUrl: '',
    };
  }

  async #login(): Promise<Result<string>> {
    const { sdkAppId: sdkAppID, userId: userID, userSig, userName } = this.#options;
    const signed = await userSig();
    if (!signed.ok) return signed;
    const answered = await this.#send('login', '', {
      ...{ sdkAppID, accountType: '', userID, userSig: signed.value, userName: userName() },
    });
    if (!answered.ok) return answered;
    const { token } = answered.value;
    return answered.value.code === roomCodes.ok && typeof token === 'string' && token.length <= 4096
      ? ok(token)
      : this.#no('login', answered.value);
  }

  #ask(call: string, body: Body): Promise<Result<Body>> {
    const userID = this.#options.userId;
    return this.#tokens.use((token) => {
      const query = new URLSearchParams({ userID, token });
      return this.#send(call, `?${query}`, { userID, ...body });
    });
  }

  async #send(call: string, query: string, body: Body): Promise<Result<Body>> {
    const base = this.#options.baseUrl.replace(/\/+$/, '');
    const url = `${base}${ROOM_SERVICE_PATH}/${call}${query}`;
    const answer = await askJson({ method: 'POST', url, what: call, body });
    if (!answer.ok) return answer;
    const { status, value } = answer.value;
    if (value.code === roomCodes.authFailed || status === 401)
      return err('AUTH', `${call}: the service does not accept this account`);
    if (value.code === roomCodes.tooMany || status === 429)
      return err('RATE_LIMITED', `${call}: asked too often`);
    return typeof value.code === 'number' ? ok(value) : refused(call, `HTTP ${status}`);
  }

  #no(call: string, { code, message }: Body, codes: Codes = {}): Result<never> {
    const reason = `${typeof message === 'string' ? message : ''} (${Number(code)})`.trim();
    const known = codes[Number(code)];
    if (known) return err(known, `${call}: ${reason.slice(0, 200)}`);
    return code === roomCodes.roomFull
      ? err('ROOM_FULL', `${call}: ${reason.slice(0, 200)}`)
      : refused(call, reason);
  }
}

type Codes = Readonly<Record<number, 'FORBIDDEN' | 'ROOM_MISSING'>>;
