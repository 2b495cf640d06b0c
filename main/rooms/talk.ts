import type { ChatBatch, ChatItem, Order, RoomRules } from '../../common/chat/message.ts';
import type { OverlayFeed } from '../../common/chat/overlay.ts';
import type { ChatEvent, Joined } from '../../common/chat/service.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Question, RoomStats, RoomSummary } from '../../common/rooms/room.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { ChatRecord } from './chatRecord.ts';
import { ChatRing } from './chatRing.ts';
import { OverlayFeeder } from './overlayFeeder.ts';
import { askedIn, onAirOf, withAsked, withState } from './questions.ts';
import { ServiceCount } from './serviceCount.ts';
import { believedStats, Tally } from './tally.ts';
import { ViewBatches } from './viewBatches.ts';
import { WordFilter } from './wordFilter.ts';

export type TalkOptions = {
  readonly store: StudioStore;
  /** Ten times a second at most. */
  readonly toViews: (batch: ChatBatch) => void;
  /** Ten times a second at most, while a scene shows the chat. */
  readonly toStage: (feed: OverlayFeed) => void;
  /** Where all of a show's chat is kept until the next; none where it is missing. */
  readonly recordFile?: string;
};

/** Figures and questions are written to the session so often, ms: each writing is patches to every view. */
const SESSION_EVERY_MS = 1_000;
/** Questions that wait for the next writing; more in one second are a flood. */
const ASKED_AT_ONCE = 50;

/** Rules after an order; the same object where it changed none. */
function rulesAfter(rules: RoomRules, order: Order): RoomRules {
  switch (order.order) {
    case 'slowMode':
      return { ...rules, slowModeSeconds: order.seconds };
    case 'followersOnly':
      return { ...rules, followersOnly: order.on };
    case 'muteAll':
      return { ...rules, muteAll: order.on };
    case 'bannedWords':
      return { ...rules, bannedWords: order.words };
    default:
      return rules;
  }
}

const sameStats = (a: RoomStats, b: RoomStats): boolean =>
  (Object.keys(a) as (keyof RoomStats)[]).every((key) => a[key] === b[key]);

/** What is said in the room, and where it goes: views, the picture, the session's figures. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #ring = new ChatRing();
  readonly #record: ChatRecord;
  readonly #views: ViewBatches;
  readonly #overlay: OverlayFeeder;
  readonly #filter = new WordFilter();
  #tally = new Tally();
  #service = new ServiceCount();
  #asked: Question[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#record = new ChatRecord(options.recordFile ?? null);
    this.#views = new ViewBatches(options.toViews);
    this.#overlay = new OverlayFeeder(options.toStage);
    this.#lookForSources();
    options.store.subscribe(({ patches }) => {
      const ofShow = ({ path: [root, part] }: (typeof patches)[number]) =>
        root === 'show' && (part === 'sources' || part === undefined);
      if (patches.some(ofShow)) this.#lookForSources();
    });
  }

  /** A new room: nothing of the one before is in it. */
  begin(): void {
    this.#ring.clear();
    this.#record.begin();
    this.#filter.set([]);
    this.#tally = new Tally();
    this.#service = new ServiceCount();
    this.#asked = [];
    this.#overlay.clear();
    this.#options.store.session((session) => {
      session.pinned = null;
      session.questions = [];
    });
  }

  /** Its stream is there: the show's figures begin. Null where the service does not say since when. */
  active(startedAtMs: number | null): void {
    this.#tally.start(startedAtMs ?? Date.now());
    if (startedAtMs !== null) this.#service.started(startedAtMs);
  }

  joined({ history, likes, online, pinned, rules }: Joined): void {
    const bannedWords = [...rules.bannedWords, ...this.#filter.words];
    const unknown = this.#ring.unknown(history);
    const before = this.#ring.lastSeq;
    const missed = (unknown[0]?.seq ?? before + 1) - before - 1;
    if (before > 0 && missed > 0) log(`chat: ${missed} messages were missed for good`);
    this.#options.store.session((session) => {
      session.pinned = pinned;
      if (session.room) session.room.rules = { ...rules, bannedWords };
    });
    this.#overlay.tell({ pinned, online, likesTotal: likes });
    this.#take({
      items: unknown,
      pulse: {
        likes: { added: 0, total: likes, names: [] },
        entered: { count: 0, people: [] },
        ...{ left: 0, online },
      },
    });
  }

  take(event: Exclude<ChatEvent, { type: 'connection' }>): void {
    if (event.type === 'batch') this.#take(event.batch);
    else if (event.type === 'gap') log(`chat: ${event.missed} messages were missed for good`);
  }

  /** Keeps texts with one of these words out of the studio, for a chat that does not do it itself. */
  banWords(words: readonly string[]): void {
    this.#filter.set(words);
    this.#options.store.session(({ room }) => {
      if (room) room.rules.bannedWords = [...words];
    });
  }

  /** Whether a text has one of those words. */
  isBanned(text: string): boolean {
    return this.#filter.isIn(text);
  }

  /** The last items, oldest first. */
  history(atMost?: number): ChatItem[] {
    return this.#ring.last(atMost);
  }

  /** Puts a question on air, back to the queue, or aside. */
  question(id: string, state: Question['state']): Result<null> {
    this.#write();
    const { store } = this.#options;
    if (!store.state.session.questions.some((it) => it.id === id))
      return err('INPUT_INVALID', 'there is no such question');
    store.session((session) => {
      session.questions = withState(session.questions, id, state);
    });
    this.#overlay.tell({ question: onAirOf(store.state.session.questions) });
    return ok(null);
  }

  /** All of the show, oldest first; the last items where the record of it is not whole. */
  whole(): Iterable<ChatItem> | AsyncIterable<ChatItem> {
    return this.#record.isWhole ? this.#record.items() : this.#ring.last();
  }

  /** What the room service has counted: it knows who came for the first time, we do not. */
  counted(stats: RoomStats | null): void {
    this.#service.counted(stats);
    if (stats) this.#soon();
  }

  get stats(): RoomStats {
    const own = this.#tally.stats(Date.now());
    return { ...this.#believed(own), online: own.online };
  }

  #believed(own: RoomStats): RoomStats {
    const { stats, isWhole } = this.#service;
    if (!stats) return own;
    const believed = believedStats(own, stats);
    return isWhole ? believed : { ...believed, averageOnline: own.averageOnline };
  }

  /**
   * The show so far.
   * @param service what the room service says of it, where it counts
   * @returns null for a room that was never active
   */
  summary(
    room: { readonly roomId: string; readonly title: string },
    service: RoomSummary | null,
  ): RoomSummary | null {
    const own = this.#tally.summary(room, Date.now());
    if (!own) return service;
    if (service) {
      this.#service.started(service.startedAtMs);
      this.#service.counted(service.stats);
    }
    const stats = this.#believed(own.stats);
    // A service that opened the room again has the minutes of the last part only.
    if (!service || !this.#service.isWhole) return { ...own, stats };
    const topGivers = service.topGivers.length > 0 ? service.topGivers : own.topGivers;
    return { ...service, stats, topGivers };
  }

  /** Another stage stands and knows nothing. */
  stageLoaded(): void {
    this.#overlay.begin(this.#ring.last());
  }

  /** The room is over; what was said stays, for the export. */
  end(): void {
    this.#write();
    this.#overlay.clear();
    this.#options.store.session((session) => {
      session.pinned = null;
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#record.stop();
    this.#views.stop();
    this.#overlay.stop();
  }

  #lookForSources(): void {
    const { sources } = this.#options.store.state.show;
    const wanted = Object.values(sources).some(({ kind }) => kind === 'chat');
    this.#overlay.want(wanted, () => this.#ring.last());
  }

  #take(heard: ChatBatch): void {
    const batch = { ...heard, items: this.#filter.shown(heard.items) };
    this.#ring.add(batch.items);
    this.#record.add(batch.items);
    this.#tally.add(batch, Date.now());
    this.#obey(batch.items);
    this.#ask(batch.items);
    this.#views.add(batch);
    this.#overlay.add(batch);
    this.#soon();
  }

  /** What orders change for everybody: the rules, the pinned message, and what is taken away. */
  #obey(items: readonly ChatItem[]): void {
    const orders = items.flatMap((item) => (item.kind === 'order' ? [item.order] : []));
    if (orders.length === 0) return;
    const { store } = this.#options;
    const { session } = store.state;
    let { pinned, questions } = session;
    let rules = session.room?.rules ?? null;
    for (const order of orders) {
      if (rules) rules = rulesAfter(rules, order);
      if (order.order === 'pin') pinned = order.id === null ? null : this.#ring.find(order.id);
      if (order.order !== 'delete') continue;
      if (pinned?.id === order.id) pinned = null;
      this.#asked = this.#asked.filter(({ id }) => id !== order.id);
      questions = questions.filter(({ id }) => id !== order.id);
    }
    store.session((draft) => {
      if (pinned !== session.pinned) draft.pinned = pinned;
      if (questions.length !== session.questions.length) draft.questions = [...questions];
      if (draft.room && rules && rules !== session.room?.rules)
        draft.room.rules = { ...rules, bannedWords: [...rules.bannedWords] };
    });
    this.#overlay.tell({ pinned, question: onAirOf(questions) });
  }

  #ask(items: readonly ChatItem[]): void {
    const asked = askedIn(items);
    if (asked.length > 0) this.#asked = [...this.#asked, ...asked].slice(-ASKED_AT_ONCE);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#write(), SESSION_EVERY_MS);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { store } = this.#options;
    const { room } = store.state.session;
    const { stats } = this;
    const asked = this.#asked;
    this.#asked = [];
    const changed = room !== null && !sameStats(room.stats, stats);
    if (!changed && asked.length === 0) return;
    store.session((session) => {
      if (changed && session.room) session.room.stats = stats;
      if (asked.length > 0) session.questions = withAsked(session.questions, asked);
    });
  }
}
