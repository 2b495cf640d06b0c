import { z } from 'zod';
import type { GuestLink } from '../../../common/ipc/contract.ts';
import { type ErrorCode, err, errorCodes, ok, type Result } from '../../../common/result.ts';
import type { RoomCard, RoomInfo, RoomSummary } from '../../../common/rooms/room.ts';
import {
  guestLinkSchema,
  listSchema,
  minutesSchema,
  statsSchema,
  summarySchema,
  viewSchema,
} from './answers.ts';
import { askJson, type HttpCall, refused } from './http.ts';
import { TokenKeeper } from './login.ts';
import type { OwnRoom, RoomPage, RoomService } from './service.ts';

export type EmbeddedRoomsOptions = {
  /** E.g. `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Secret. */
  readonly ownerSecret: string;
  /** What the host is called in the room. */
  readonly ownerName: () => string;
  /** Somebody else's server lets the studio in by a secret of the team. Secret. */
  readonly studio?: { readonly userId: string; readonly secret: string };
};

const PAGE_SIZE = 50;

type View = z.output<typeof viewSchema>;
type Call = Pick<HttpCall, 'method' | 'what' | 'body'> & { readonly path: string };

/** Rooms of our own server over its `/api` (docs/protocols.md): of the embedded one as its owner, of another as one studio of a team. */
export class EmbeddedRooms implements RoomService {
  readonly #options: EmbeddedRoomsOptions;
  readonly #tokens = new TokenKeeper(() => this.#login());

  constructor(options: EmbeddedRoomsOptions) {
    this.#options = options;
  }

  get origin(): string {
    return this.#options.origin;
  }

  token(): Promise<Result<string>> {
    return this.#tokens.get();
  }

  async check(): Promise<Result<{ stream: null }>> {
    const listed = await this.list({ category: null, page: 0 });
    return listed.ok ? ok({ stream: null }) : listed;
  }

  forget(): void {
    this.#tokens.forget();
  }

  async open(roomId: string, info: RoomInfo): Promise<Result<OwnRoom>> {
    const made = await this.#make(roomId, info);
    if (made.ok) return ok(ownRoomOf(made.value, null));
    if (made.error.code !== 'BUSY') return made;
    // It is open already, perhaps under another title.
    const set = await this.setInfo(roomId, info);
    return set.ok ? this.beat(roomId) : set;
  }

  async beat(roomId: string): Promise<Result<OwnRoom>> {
    const what = 'heartbeat';
    const beaten = await this.#ask(z.object({}), {
      ...{ method: 'POST', what, path: `/api/rooms/${roomId}/heartbeat` },
    });
    if (!beaten.ok) return beaten;
    const view = await this.#ask(viewSchema, { method: 'GET', what, path: `/api/rooms/${roomId}` });
    if (!view.ok) return view;
    const counted = await this.#stats(roomId);
    return counted.ok ? ok(ownRoomOf(view.value, counted.value)) : counted;
  }

  async pushUrl(roomId: string): Promise<Result<string | null>> {
    if (!this.#options.studio) return ok(null);
    const asked = await this.#ask(z.object({ pushUrl: z.string().max(4_096) }), {
      ...{ method: 'GET', what: 'push address', path: `/api/rooms/${roomId}/push` },
    });
    return asked.ok ? ok(asked.value.pushUrl) : asked;
  }

  async setInfo(roomId: string, info: RoomInfo): Promise<Result<null>> {
    const set = await this.#ask(z.object({}), {
      ...{ method: 'PATCH', what: 'room', path: `/api/rooms/${roomId}`, body: info },
    });
    return set.ok ? ok(null) : set;
  }

  async close(roomId: string): Promise<Result<RoomSummary | null>> {
    const closed = await this.#ask(z.object({ summary: summarySchema.nullable() }), {
      ...{ method: 'DELETE', what: 'closing the room', path: `/api/rooms/${roomId}` },
    });
    return closed.ok ? ok(closed.value.summary) : closed;
  }

  async summary(roomId: string): Promise<Result<RoomSummary | null>> {
    const what = 'summary';
    const path = `/api/rooms/${roomId}`;
    const [view, counted, minutes] = await Promise.all([
      this.#ask(viewSchema, { method: 'GET', what, path }),
      this.#stats(roomId),
      this.#ask(z.object({ minutes: minutesSchema }), {
        ...{ method: 'GET', what, path: `${path}/minutes` },
      }),
    ]);
    if (!view.ok) return view;
    if (!counted.ok) return counted;
    if (!minutes.ok) return minutes;
    const { title, startedAtMs } = view.value.room;
    if (startedAtMs === null || !counted.value) return ok(null);
    return ok({
      ...{ roomId, title, startedAtMs, endedAtMs: Date.now(), stats: counted.value },
      ...{ minutes: minutes.value.minutes, topGivers: [] },
    });
  }

  async list({ category, page }: RoomPage): Promise<Result<{ rooms: RoomCard[]; total: number }>> {
    const query = new URLSearchParams({ page: String(page + 1), size: String(PAGE_SIZE) });
    if (category) query.set('category', category);
    const listed = await this.#ask(listSchema, {
      ...{ method: 'GET', what: 'list of rooms', path: `/api/rooms?${query}` },
    });
    if (!listed.ok) return listed;
    const { rooms, total } = listed.value;
    return ok({ rooms: rooms.sort((a, b) => b.online - a.online), total });
  }

  async guestLink(roomId: string): Promise<Result<GuestLink>> {
    const made = await this.#ask(guestLinkSchema, {
      ...{ method: 'POST', what: 'guest link', path: `/api/rooms/${roomId}/guestLinks`, body: {} },
    });
    if (!made.ok) return made;
    const { url, expiresAtMs } = made.value;
    // One without a host is on the server that was asked.
    return ok({ url: new URL(url, this.origin).href, expiresAtMs });
  }

  async isGuestLinkGood(roomId: string, url: string): Promise<Result<boolean>> {
    const code = new URLSearchParams(new URL(url).hash.slice(1)).get('link') ?? '';
    const path = `/api/rooms/${roomId}/guestLink`;
    const seen = await this.#ask(z.object({}), {
      ...{ method: 'POST', what: 'guest link', path, body: { code } },
    });
    if (seen.ok) return ok(true);
    return seen.error.code === 'FORBIDDEN' ? ok(false) : seen;
  }

  async revokeGuestLinks(roomId: string): Promise<Result<null>> {
    const path = `/api/rooms/${roomId}/guestLinks`;
    const revoked = await this.#ask(z.object({}), {
      ...{ method: 'DELETE', what: 'guest links', path },
    });
    return revoked.ok ? ok(null) : revoked;
  }

  async putCover(picture: Uint8Array): Promise<Result<string>> {
    const put = await this.#ask(z.object({ cover: z.string().max(512) }), {
      ...{ method: 'POST', what: 'cover', path: '/api/cover', body: picture },
    });
    return put.ok ? ok(put.value.cover) : put;
  }

  #make(roomId: string, info: RoomInfo): Promise<Result<View>> {
    const body = { roomId, info };
    return this.#ask(viewSchema, { method: 'POST', what: 'room', path: '/api/rooms', body });
  }

  async #stats(roomId: string): Promise<Result<OwnRoom['stats']>> {
    const counted = await this.#ask(z.object({ stats: statsSchema.nullable() }), {
      ...{ method: 'GET', what: 'statistics', path: `/api/rooms/${roomId}/stats` },
    });
    return counted.ok ? ok(counted.value.stats) : counted;
  }

  async #login(): Promise<Result<string>> {
    const { ownerSecret, ownerName, studio } = this.#options;
    const as = studio ? { studioSecret: studio.secret, userId: studio.userId } : { ownerSecret };
    const logged = await this.#send(z.object({ token: z.string().min(1).max(4096) }), {
      ...{ method: 'POST', what: 'login', path: '/api/login' },
      body: { ...as, name: ownerName() },
    });
    return logged.ok ? ok(logged.value.token) : logged;
  }

  #ask<S extends z.ZodType>(schema: S, call: Call): Promise<Result<z.output<S>>> {
    return this.#tokens.use((token) => this.#send(schema, call, token));
  }

  async #send<S extends z.ZodType>(
    schema: S,
    { path, ...call }: Call,
    bearer?: string,
  ): Promise<Result<z.output<S>>> {
    const { what } = call;
    const url = this.#options.origin + path;
    const answer = await askJson({ ...call, url, ...(bearer ? { bearer } : {}) });
    if (!answer.ok) return answer;
    const { status, value } = answer.value;
    if (status !== 200) return errorOf(what, status, value);
    const read = schema.safeParse(value);
    return read.success ? ok(read.data) : refused(what, 'the answer is not understood');
  }
}

/** `{ error: code, message }` of the server, where it is one of our codes. */
function errorOf(
  what: string,
  status: number,
  { error, message }: Readonly<Record<string, unknown>>,
): Result<never> {
  const code = errorCodes.find((it): it is ErrorCode => it === error);
  if (code) return err(code, `${what}: ${String(message).slice(0, 200)}`);
  if (status === 401) return err('AUTH', `${what}: the server does not accept the studio`);
  if (status === 429) return err('RATE_LIMITED', `${what}: asked too often`);
  return refused(what, `HTTP ${status}`);
}

const ownRoomOf = ({ room, invite }: View, stats: OwnRoom['stats']): OwnRoom => {
  const { roomId, state, startedAtMs, title, category, notice, cover, visibility, openToPk } = room;
  const info = { title, category, notice, cover, visibility, openToPk };
  return { roomId, state, info, invite, stats, startedAtMs, watchUrl: room.watchUrl };
};
