import type { ChatItem, Person, Role, RoomRules } from '../../../common/chat/message.ts';
import { err, type Result } from '../../../common/result.ts';
import { forgetOldest } from '../sockets/rate.ts';
import { Audience } from './audience.ts';
import type { ChatContext } from './context.ts';
import { type Publication, roomTopic, type WhyGone } from './fanout.ts';
import { blank, History, type PostedItem, postItem } from './history.ts';
import { Ledger, type Place, type Placed } from './ledger.ts';
import type { Member } from './member.ts';
import { Shunned } from './shunned.ts';
import type { RoomState, Statement, StoredRoom } from './store.ts';
import { Tally } from './tally.ts';
import { BannedWords } from './words.ts';

/** With more people than these beside one, an address is that of a school, a proxy, a train. */
const CROWD = 3;
/** Hearts that are not kept yet when the power fails. */
const SAVE_LIKES_AFTER_MS = 1_000;

/**
 * The talk of one room: gives items their places, has them written, and tells everybody at most
 * ten times a second. What is told is on disk.
 */
export class Room {
  readonly roomId: string;
  readonly ownerId: string;
  readonly history: History;
  readonly tally: Tally;
  readonly mutes: Map<string, number>;
  readonly shunned = new Shunned();
  attributes: Map<string, string>;
  pinned: PostedItem | null;
  private rulesNow: RoomRules;
  private words: BannedWords;
  private readonly context: ChatContext;
  private readonly audience: Audience;
  private readonly people = new Map<string, Member>();
  private readonly everCame = new Set<string>();
  /** When somebody went, ms since the epoch. */
  private readonly wentMs = new Map<string, number>();
  private readonly ledger: Ledger;
  /** Of the newest item that was told. */
  private toldSeq: number;
  private timer: NodeJS.Timeout | null = null;
  private telling = false;
  private nextTickMs = 0;
  private counts = { joins: 0, messages: 0, gifts: 0, giftPoints: 0 };
  private savedLikes: number;
  private saveTimer: NodeJS.Timeout | null = null;
  private isClosed = false;
  /** What is seen of the PK was not told yet. */
  private hasPkNews = false;
  private nextPkMs = 0;
  private readonly unsubscribe: () => void;

  constructor(roomId: string, ownerId: string, stored: StoredRoom, context: ChatContext) {
    this.roomId = roomId;
    this.ownerId = ownerId;
    this.context = context;
    this.history = new History(stored.items);
    this.tally = new Tally(stored.likes);
    this.savedLikes = stored.likes;
    this.mutes = new Map(stored.mutes);
    this.attributes = new Map(Object.entries(stored.attributes));
    this.pinned = stored.pinned === null ? null : readPinned(stored.pinned);
    this.rulesNow = stored.rules;
    this.words = new BannedWords(stored.rules.bannedWords);
    this.ledger = new Ledger(roomId, stored, context, () => this.arm());
    this.toldSeq = stored.newestSeq;
    const { spread, limits, figures } = context;
    this.audience = new Audience(spread, context.textBudget(), limits.pulseHeldMs, (texts) => {
      figures.textsShed += texts;
    });
    this.unsubscribe = context.fanout.subscribe(roomTopic(roomId), (it) => this.hear(it));
  }

  get rules(): RoomRules {
    return this.rulesNow;
  }

  /** It was closed; nobody is told anything in it any more. */
  get isOver(): boolean {
    return this.isClosed;
  }

  /** People who watch: the host is none of them. */
  get online(): number {
    return this.people.size - (this.people.has(this.ownerId) ? 1 : 0);
  }

  /** Of the oldest item that is not only in the database. */
  get firstInMemory(): number {
    return this.history.firstSeq(this.toldSeq + 1);
  }

  isBannedText(text: string): boolean {
    return this.words.isIn(text);
  }

  find(userId: string): Member | null {
    return this.people.get(userId) ?? null;
  }

  /** True for those who were here before. */
  knows(userId: string): boolean {
    return this.everCame.has(userId);
  }

  /** The network of somebody, where no more than `most` others of the room are in it. */
  networkOf(userId: string, most = CROWD): string | null {
    const network = this.people.get(userId)?.network;
    if (!network) return null;
    let others = -1;
    for (const it of this.people.values()) if (it.network === network) others++;
    return others > most ? null : network;
  }

  /** A new guest is as silent as the one before from the same network. */
  silence(userId: string, network: string): void {
    const untilMs = this.shunned.mutedUntilMs(network, this.context.now());
    if (untilMs === 0) return;
    this.mutes.set(userId, untilMs);
    forgetOldest(this.mutes, this.context.limits.mutes);
  }

  /** Newest first. */
  present(most: number): Person[] {
    return [...this.people.values()]
      .slice(-most)
      .reverse()
      .map((it) => it.person);
  }

  /** Lets a person in; one connection of each: the one before is told to go. */
  enter(member: Member): void {
    const before = this.people.get(member.userId);
    this.people.delete(member.userId);
    this.people.set(member.userId, member);
    this.audience.add(member);
    if (before) {
      this.audience.remove(before);
      before.expel('elsewhere');
    } else if (member.userId !== this.ownerId) {
      const goneMs = this.context.now() - (this.wentMs.get(member.userId) ?? 0);
      // Over a bad line, or by a name that was just taken.
      if (goneMs < this.context.limits.backSoonMs) this.tally.cameBack();
      else this.tally.came(member.person);
    }
    if (member.userId !== this.ownerId && !this.everCame.has(member.userId)) {
      this.everCame.add(member.userId);
      forgetOldest(this.everCame, this.context.limits.remembered);
      this.counts.joins++;
    }
    this.arm();
  }

  leave(member: Member): void {
    this.audience.remove(member);
    if (this.people.get(member.userId) !== member) return;
    this.people.delete(member.userId);
    if (member.userId !== this.ownerId) {
      this.tally.went();
      this.wentMs.delete(member.userId);
      this.wentMs.set(member.userId, this.context.now());
      forgetOldest(this.wentMs, this.context.limits.remembered);
    }
    this.arm();
  }

  like(name: string, count: number): void {
    this.tally.liked(name, count);
    this.context.cohost.count(this.roomId, { likes: count });
    this.arm();
  }

  count(what: { messages?: number; gifts?: number; giftPoints?: number }): void {
    this.counts.messages += what.messages ?? 0;
    this.counts.gifts += what.gifts ?? 0;
    this.counts.giftPoints += what.giftPoints ?? 0;
    if (what.giftPoints) this.context.cohost.count(this.roomId, { points: what.giftPoints });
  }

  /** What is seen of the room's PK has changed. */
  pkChanged(): void {
    this.hasPkNews = true;
    this.arm();
  }

  /** Says something as the server, once for an id, also after a crash; written with `also`. */
  async announce(
    id: string,
    make: (place: Place) => ChatItem,
    also: readonly Statement[],
  ): Promise<Result<Placed>> {
    return this.ledger.once('', id, () => this.post(make, also, id));
  }

  /** What `make` makes once for an id of the client's; a second time the first answer is given. */
  once(member: Member, clientId: string, make: () => Promise<Result<Placed>>) {
    return this.ledger.once(member.userId, clientId, make);
  }

  /** Gives an item its place; resolves when it is on disk with `also`. `BUSY`, `INTERNAL`, `ROOM_MISSING`. */
  async post(
    make: (place: Place) => ChatItem,
    also: readonly Statement[] = [],
    clientId: string | null = null,
  ): Promise<Result<Placed>> {
    if (this.isClosed) return err('ROOM_MISSING', 'The room is closed.');
    return this.ledger.post(make, also, clientId);
  }

  /** An item by its id, also one that is no longer in memory. */
  async lookUp(id: string): Promise<PostedItem | null> {
    return this.history.find(id) ?? (await this.ledger.lookUp(id));
  }

  /** Takes away what an item said, wherever it is kept; the statements that do so on disk. */
  blank(item: PostedItem): Statement[] {
    const near = [...this.history.blank(item.id), ...this.ledger.blank(item.id)];
    const changed = new Map([blank(item, item.id), ...near].map((it) => [it.seq, it]));
    return [...changed.values()].map((it) => this.context.store.changed(this.roomId, it));
  }

  setRules(change: Partial<RoomRules>): Statement {
    this.rulesNow = { ...this.rulesNow, ...change };
    if (change.bannedWords) this.words = new BannedWords(change.bannedWords);
    return this.saved();
  }

  /** The statement that keeps what the room is besides its items. */
  saved(): Statement {
    const state: RoomState = {
      likes: this.tally.totalLikes,
      rules: this.rules,
      pinned: this.pinned?.json ?? null,
      attributes: Object.fromEntries(this.attributes),
    };
    return this.context.store.state(this.roomId, state);
  }

  setAttributes(attributes: Map<string, string>): Statement {
    this.attributes = attributes;
    return this.saved();
  }

  setRole(userId: string, role: Role): void {
    this.people.get(userId)?.setRole(role);
  }

  /** To everybody who is here, as if the owner had told each. */
  broadcast(data: unknown): void {
    this.audience.tell(JSON.stringify({ op: 'direct', from: this.ownerId, data }));
  }

  publish(publication: Publication): void {
    void this.context.fanout.publish(roomTopic(this.roomId), publication);
  }

  /**
   * Value of the answer to a join, as JSON. Begins where the batches that follow go on. `older` are
   * items before those in memory, for who may have them.
   */
  joinAnswer(member: Member, afterSeq: number, older: readonly PostedItem[]): string {
    const { person, tier } = member;
    const all = tier === 'staff';
    // More than was ever told is no place in this room.
    const after = afterSeq <= this.toldSeq ? afterSeq : 0;
    const first = older[0]?.seq ?? this.firstInMemory;
    const missed = after > 0 ? Math.max(0, first - after - 1) : 0;
    const parts = [...older.map((it) => it.json), this.history.json(after, all)];
    const rest = {
      me: person,
      likes: this.tally.totalLikes,
      online: this.online,
      rules: all ? this.rules : { ...this.rules, bannedWords: [] },
      attributes: Object.fromEntries(this.attributes),
      serverTimeMs: this.context.now(),
      missed,
      newestSeq: this.toldSeq,
      pk: this.context.cohost.view(this.roomId),
    };
    const history = parts.filter((it) => it !== '').join(',');
    const pinned = this.pinned?.publicJson ?? 'null';
    return `{"history":[${history}],"pinned":${pinned},${JSON.stringify(rest).slice(1)}`;
  }

  /** Tells everybody, keeps what there is, and is over. */
  async close(why: WhyGone | null): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of [this.timer, this.saveTimer]) if (timer) clearTimeout(timer);
    this.unsubscribe();
    for (const member of this.people.values()) member.expel(why);
    this.people.clear();
    this.report();
    const last = why === 'roomClosed' ? this.ledger.nextSeq : null;
    const statements =
      last === null
        ? [this.saved()]
        : this.context.store.closed(this.roomId, last, this.context.now());
    await this.context.store.write(statements).catch(() => {});
  }

  private hear(publication: Publication): void {
    if (publication.kind === 'expel') {
      this.people.get(publication.userId)?.expel(publication.why);
    } else if (publication.kind === 'attributes') {
      const { attributes } = publication;
      this.audience.tell(JSON.stringify({ op: 'attributes', attributes }));
    } else if (publication.kind === 'batch') {
      this.history.add(publication.items);
      this.toldSeq = publication.items.at(-1)?.seq ?? this.toldSeq;
      this.telling = true;
      this.audience.deliver(publication, this.context.now(), (busyMs) => {
        this.telling = false;
        // A room so large that writing never ends would leave no time to read what is said.
        this.nextTickMs = Math.max(this.nextTickMs, performance.now() + busyMs / 4);
        this.arm();
      });
    }
  }

  private arm(): void {
    if (this.timer || this.telling || this.isClosed) return;
    const isQuiet = this.ledger.isEmpty && this.tally.isEmpty && !this.audience.owes;
    if (isQuiet && !this.hasPkNews) return;
    const nextMs = isQuiet ? Math.max(this.nextTickMs, this.nextPkMs) : this.nextTickMs;
    const wait = Math.max(this.context.limits.gatherMs, nextMs - performance.now());
    this.timer = setTimeout(() => this.tick(), wait);
  }

  private tick(): void {
    this.timer = null;
    this.nextTickMs = performance.now() + this.context.limits.tickMs;
    this.report();
    const items = this.ledger.take();
    const pulse = this.tally.take(this.online);
    this.publish({ kind: 'batch', items, pulse, ...this.takePk() });
  }

  private takePk(): Pick<Extract<Publication, { kind: 'batch' }>, 'pk'> {
    const nowMs = performance.now();
    // A timer may ring a moment early.
    if (!this.hasPkNews || nowMs < this.nextPkMs - 1) return {};
    this.hasPkNews = false;
    this.nextPkMs = nowMs + this.context.limits.pkEveryMs;
    return { pk: this.context.cohost.view(this.roomId) };
  }

  /** What was counted since the last time. */
  private report(): void {
    const likes = this.tally.untold;
    this.context.rooms.counted(this.roomId, { online: this.online, likes, ...this.counts });
    this.counts = { joins: 0, messages: 0, gifts: 0, giftPoints: 0 };
    if (this.tally.totalLikes === this.savedLikes || this.saveTimer || this.isClosed) return;
    this.saveTimer = setTimeout(() => {
      this.saveTimer = null;
      this.savedLikes = this.tally.totalLikes;
      this.context.store.write([this.saved()]).catch(() => {});
    }, SAVE_LIKES_AFTER_MS);
  }
}

function readPinned(json: string): PostedItem | null {
  try {
    return postItem(JSON.parse(json) as ChatItem);
  } catch {
    return null;
  }
}
