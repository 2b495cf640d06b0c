import { castDraft } from 'immer';
import type { ChatBatch, ChatItem, ChatSend, Order, Person } from '../../common/chat/message.ts';
import type { OverlayFeed } from '../../common/chat/overlay.ts';
import type { ChatConnection, ChatService } from '../../common/chat/service.ts';
import type { OwnServerSettings, TencentSettings } from '../../common/live/session.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Question, RoomCard, RoomInfo, RoomSummary } from '../../common/rooms/room.ts';
import type { Finding } from '../live/preflight/index.ts';
import { log } from '../log.ts';
import { cleanName } from '../server/identity/names.ts';
import {
  isElsewhere,
  type OwnRoom,
  type RoomPage,
  type RoomService,
} from '../services/rooms/index.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import { ChatLink } from './chatLink.ts';
import { roomFinding, type ServiceAnswer } from './checkRoom.ts';
import { Keeper } from './keeper.ts';
import { freshRoomId, inviteUrlOf, studioRoomOf, titled } from './ownRoom.ts';
import { Talk } from './talk.ts';
import { wantsRoom } from './wantsRoom.ts';

export type RoomsOptions = {
  readonly store: StudioStore;
  readonly settings: Pick<Settings, 'get' | 'set' | 'setSecret'>;
  /** The room service of the settings, ready to be asked. */
  readonly service: () => Promise<Result<RoomService>>;
  /** Whether rooms and chat could be opened; nothing is. */
  readonly checkService: () => Promise<Result<ServiceAnswer>>;
  /** What the room service gave before may not hold: it was started again, or the host is called otherwise. */
  readonly forget: () => void;
  /** A chat of the settings, as the owner, that has joined nothing yet. */
  readonly chat: () => ChatService;
  /** At most ten times a second. */
  readonly toViews: (batch: ChatBatch) => void;
  /** At most ten times a second, while a scene shows the chat. */
  readonly toStage: (feed: OverlayFeed) => void;
  /** Where all of a show's chat is kept until the next; none where it is missing. */
  readonly recordFile?: string;
  /** Where the embedded server is to send the show on to for the room; null for nowhere. Secret. */
  readonly sendOn: (url: string | null) => void;
};

/** Name of what the server of one's own is entered with, among the secrets. */
export const STUDIO_SECRET = 'server:studio';

/** Longest wait at the end for the room to be closed, ms. */
const END_MS = 3_000;

/**
 * The studio's room and its chat, for as long as a broadcast goes there. Whatever fails here
 * disturbs no broadcast: the session says what is wrong, and it is tried again.
 */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #keeper: Keeper;
  readonly #link: ChatLink;
  readonly #talk: Talk;
  readonly #unsubscribe: () => void;
  #own: OwnRoom | null = null;
  #last: RoomSummary | null = null;
  /** The last change of what the room is called: the next one waits for it, and builds on it. */
  #naming: Promise<unknown> = Promise.resolve();
  /** What was wrong with the room service last; empty for nothing. */
  #problem = '';
  /** The words that are banned were given to this room. */
  #hasWords = false;
  /** Addresses of the rooms that were listed last. */
  /** The room that the show is sent on to; null while it is not. */
  #sentOnTo: string | null = null;
  #pages: ReadonlyMap<string, string> = new Map();

  constructor(options: RoomsOptions) {
    const { store, settings, service, chat } = options;
    this.#options = options;
    this.#talk = new Talk(options);
    this.#link = new ChatLink({
      create: chat,
      onJoined: (joined) => {
        this.#talk.joined(joined);
        this.#banWords(joined.rules.bannedWords);
      },
      onEvent: (event) => this.#talk.take(event),
      onConnection: (connection) => this.#tellChat(connection),
    });
    this.#keeper = new Keeper({
      service,
      roomId: () => this.#roomId(),
      renewRoomId: () => settings.set('roomId', freshRoomId()),
      info: () => this.info,
      onRoom: (room) => this.#roomIs(room),
      onProblem: (error) => {
        if (error && error.message !== this.#problem) log(`room: ${error.message}`);
        this.#problem = error?.message ?? '';
        if (error && !this.#own) this.#tellChat({ state: 'ended', why: 'failed', error });
      },
      onClosed: (roomId, summary) => this.#closed(roomId, summary),
    });
    this.#unsubscribe = store.subscribe(({ patches }) => {
      const of = (key: string) => patches.some(({ path: [a, b] }) => a === 'session' && b === key);
      if (of('live') || of('destinations') || of('tencent')) queueMicrotask(() => this.#look());
      if (of('server')) queueMicrotask(() => this.#serverChanged());
    });
  }

  /** What the room is called: the show's name where nothing was said. */
  get info(): RoomInfo {
    const { show, session } = this.#options.store.state;
    return titled(session.roomInfo, show.meta.name);
  }

  #roomId(): string {
    const { settings } = this.#options;
    const known = settings.get('roomId');
    if (known) return known;
    const fresh = freshRoomId();
    settings.set('roomId', fresh);
    return fresh;
  }

  get talk(): Talk {
    return this.#talk;
  }

  /** Keeps what the room is called; an open room changes at once, and stays as it was where its service refuses. */
  setInfo(change: Partial<RoomInfo>): Promise<Result<null>> {
    const named = this.#naming.then(() => this.#setInfo(change));
    this.#naming = named.catch(() => undefined);
    return named;
  }

  async #setInfo(change: Partial<RoomInfo>): Promise<Result<null>> {
    const { store, settings } = this.#options;
    const roomInfo = { ...store.state.session.roomInfo, ...change };
    const own = this.#own;
    if (own) {
      const info = titled(roomInfo, store.state.show.meta.name);
      const service = await this.#options.service();
      const set = service.ok ? await service.value.setInfo(own.roomId, info) : service;
      if (!set.ok) return set;
      if (this.#own?.roomId === own.roomId) this.#roomIs({ ...this.#own, info });
    }
    settings.set('roomInfo', roomInfo);
    store.session((session) => {
      session.roomInfo = roomInfo;
    });
    return ok(null);
  }

  /** Keeps what the host is called; an open room and its chat call them so at once. */
  async setHostName(given: string): Promise<Result<null>> {
    const { store, settings, service, forget } = this.#options;
    const hostName = cleanName(given);
    if (hostName === store.state.session.hostName) return ok(null);
    settings.set('hostName', hostName);
    store.session((session) => {
      session.hostName = hostName;
    });
    // A name is said when logging in.
    forget();
    const own = this.#own;
    if (!own) return ok(null);
    const found = await service();
    // Where the service does not answer now, the next beat tells it.
    if (found.ok) await found.value.setInfo(own.roomId, own.info);
    this.#keeper.look();
    this.#link.again();
    return ok(null);
  }

  /** Keeps a picture at the service and makes it the cover. */
  async setCover(picture: Uint8Array): Promise<Result<{ cover: string }>> {
    const service = await this.#options.service();
    if (!service.ok) return service;
    const put = await service.value.putCover(picture);
    if (!put.ok) return put;
    const set = await this.setInfo({ cover: put.value });
    return set.ok ? ok({ cover: put.value }) : set;
  }

  async list(page: RoomPage): Promise<Result<{ rooms: RoomCard[]; total: number }>> {
    const service = await this.#options.service();
    const listed = service.ok ? await service.value.list(page) : service;
    if (!listed.ok) return listed;
    this.#pages = new Map(listed.value.rooms.map(({ roomId, watchUrl }) => [roomId, watchUrl]));
    return listed;
  }

  /** Where a room of the last list is watched, as its service says, and that service's origin. Neither was checked. `ROOM_MISSING`. */
  async pageOf(roomId: string): Promise<Result<{ url: string; origin: string }>> {
    const url = this.#pages.get(roomId);
    if (!url) return err('ROOM_MISSING', 'the room is not in the list any more');
    const service = await this.#options.service();
    return service.ok ? ok({ url, origin: service.value.origin }) : service;
  }

  /** The room service of the settings. */
  service(): Promise<Result<RoomService>> {
    return this.#options.service();
  }

  /** Of the running show so far, or of the last one. */
  async summary(): Promise<Result<RoomSummary | null>> {
    const own = this.#own;
    if (!own) return ok(this.#last);
    const service = await this.#options.service();
    const told = service.ok ? await service.value.summary(own.roomId) : service;
    const { roomId, info } = own;
    return ok(this.#talk.summary({ roomId, title: info.title }, told.ok ? told.value : null));
  }

  /** What is to be said of the show's room before going live. */
  async check(): Promise<Finding> {
    const { store, settings, checkService } = this.#options;
    const answer = await checkService();
    return roomFinding(store.state, this.info, settings.get('bannedWords'), answer);
  }

  async send(message: ChatSend): Promise<Result<null>> {
    if (message.kind === 'text' && this.#talk.isBanned(message.text))
      return err('WORD_BANNED', 'a word in the message is not allowed here');
    const sent = await this.#link.ask((chat) => chat.send(message));
    return sent.ok ? ok(null) : sent;
  }

  async order(order: Order): Promise<Result<null>> {
    const { store, settings } = this.#options;
    const { tencent, room } = store.state.session;
    if (order.order === 'bannedWords' && tencent && room) {
      this.#talk.banWords(order.words);
      settings.set('bannedWords', [...order.words]);
      return ok(null);
    }
    const done = await this.#link.ask((chat) => chat.order(order));
    if (done.ok && order.order === 'bannedWords') settings.set('bannedWords', [...order.words]);
    return done;
  }

  audience(): Promise<Result<readonly Person[]>> {
    return this.#link.ask((chat) => chat.audience());
  }

  question(id: string, state: Question['state']): Result<null> {
    return this.#talk.question(id, state);
  }

  history(atMost?: number): ChatItem[] {
    return this.#talk.history(atMost);
  }

  /** All that was said in the show, for an export. */
  whole(): Iterable<ChatItem> | AsyncIterable<ChatItem> {
    return this.#talk.whole();
  }

  /** Turns Tencent's services on or off. Refused on air: the room would be torn from its audience. */
  setTencent(tencent: TencentSettings | null): Result<null> {
    if (this.#keeper.wanted)
      return err('BUSY', 'the room is open: change the service when the broadcast is over');
    const { store, settings } = this.#options;
    settings.set('tencent', tencent);
    store.session((session) => {
      session.tencent = tencent;
    });
    return ok(null);
  }

  /**
   * Takes rooms and chat to a server of one's own, or back to this computer's. Refused on air.
   * @param secret empty keeps the one of before, for the server that it was given for and no other
   */
  setOwnServer(ownServer: OwnServerSettings | null, secret: string): Result<null> {
    if (this.#keeper.wanted)
      return err('BUSY', 'the room is open: change the service when the broadcast is over');
    const { store, settings } = this.#options;
    const isSame = ownServer?.url === store.state.session.ownServer?.url;
    if (!isSame || secret) settings.setSecret(STUDIO_SECRET, ownServer ? secret : '');
    settings.set('ownServer', ownServer);
    store.session((session) => {
      session.ownServer = ownServer;
    });
    return ok(null);
  }

  /** Closes what is open; not longer than a few seconds. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#keeper.want(false);
    let late: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      late = setTimeout(resolve, END_MS);
    });
    await Promise.race([this.#keeper.closed, waited]);
    clearTimeout(late);
    await this.#link.leave();
    this.#talk.stop();
  }

  #look(): void {
    const wanted = wantsRoom(this.#options.store.state);
    if (wanted && !this.#keeper.wanted) this.#tellChat({ state: 'connecting' });
    if (!wanted && !this.#own) this.#tellChat({ state: 'idle' });
    this.#keeper.want(wanted);
  }

  /** The server is back, or is reached at another address. */
  #serverChanged(): void {
    if (this.#options.store.state.session.server.state !== 'running') return;
    this.#options.forget();
    this.#keeper.look();
    this.#link.nudge();
    if (this.#own) this.#roomIs(this.#own);
  }

  #roomIs(own: OwnRoom): void {
    const { store } = this.#options;
    const { server, room, tencent, ownServer } = store.state.session;
    const isNew = this.#own?.roomId !== own.roomId;
    this.#own = own;
    // Our own viewer page knows rooms of our own server only.
    const isHere = server.state === 'running' && !isElsewhere(tencent) && !ownServer;
    const inviteUrl = inviteUrlOf(own, isHere ? server.watchUrl : null);
    if (isNew) {
      this.#talk.begin();
      this.#hasWords = false;
      store.session((session) => {
        session.room = castDraft(studioRoomOf(own, inviteUrl, this.#talk.stats));
      });
    } else if (room)
      store.session(({ room }) => {
        if (!room) return;
        room.state = own.state;
        if (inviteUrl !== '') room.inviteUrl = inviteUrl;
        Object.assign(room.info, own.info);
      });
    void this.#sendOn(own.roomId);
    if (own.state === 'active') this.#talk.active(own.startedAtMs);
    this.#talk.counted(own.stats);
    this.#link.join(own.roomId);
    // A room that was closed against our will is open again.
    this.#link.nudge();
  }

  /** A room on a server of one's own gets the show from the embedded one. */
  async #sendOn(roomId: string): Promise<void> {
    if (this.#sentOnTo === roomId) return;
    this.#sentOnTo = roomId;
    const service = await this.#options.service();
    const asked = service.ok ? await service.value.pushUrl(roomId) : service;
    // Asked again with the next beat.
    if (!asked.ok) this.#sentOnTo = null;
    else if (this.#own?.roomId === roomId) this.#options.sendOn(asked.value);
  }

  async #closed(roomId: string, summary: RoomSummary | null): Promise<void> {
    const own = this.#own;
    if (own?.roomId === roomId) {
      this.#own = null;
      this.#sentOnTo = null;
      this.#options.sendOn(null);
      // A room that was never on air leaves the show before it as the last one.
      this.#last = this.#talk.summary({ roomId, title: own.info.title }, summary) ?? this.#last;
    }
    await this.#link.leave();
    this.#talk.end();
    // Views ask for the summary when the room is gone.
    this.#options.store.session((session) => {
      session.room = null;
    });
  }

  /** The words of the last show, once a room: a room forgets them when it closes. */
  #banWords(known: readonly string[]): void {
    const words = this.#options.settings.get('bannedWords');
    if (this.#hasWords || words.length === 0) return;
    this.#hasWords = true;
    if (known.length > 0) return;
    void this.order({ order: 'bannedWords', words: [...words] }).then((done) => {
      if (!done.ok) log(`room: the banned words were not taken: ${done.error.message}`);
    });
  }

  #tellChat(chat: ChatConnection): void {
    const { store } = this.#options;
    if (JSON.stringify(store.state.session.chat) === JSON.stringify(chat)) return;
    store.session((session) => {
      session.chat = chat;
    });
  }
}
