import type { ChatBatch, ChatItem, ChatPulse } from '../../../../common/chat/message.ts';
import { bodyOf, type Line, type LineBody } from './lines.ts';
import { Rate } from './rate.ts';
import { Ring } from './ring.ts';

/** Lines that are kept; older ones are in the room's record. */
export const KEPT_LINES = 5000;
/** The list takes what has come at most so often. */
const APPLY_EVERY_MS = 100;
/** More than this does not wait for a frame: a hidden window draws none. */
const MOST_WAITING = 2000;
/** A combo and a fold of people go on in their own line while it is this near to the end. */
const FOLD_WITHIN_LINES = 40;
const FOLD_WITHIN_MS = 8000;
const SAMPLE_NAMES = 5;

/** Numbers of lines that are new (from, to) and of older ones that look different. */
export type Applied = {
  readonly from: number;
  readonly to: number;
  readonly changed: ReadonlySet<number>;
  /** Ids of messages that were deleted, also of those that are not kept any more. */
  readonly removed: ReadonlySet<string>;
  /** Messages that this studio was not sent, as nobody can be sent so many. */
  readonly shed: number;
  /** Everything before is forgotten. */
  readonly anew: boolean;
};

const nothing = { changed: new Set<number>(), removed: new Set<string>(), shed: 0 };

export type FeedFigures = {
  readonly online: number;
  readonly likes: number;
  /** Messages of people in the last minute. */
  readonly messagesPerMinute: number;
};

type Options = {
  readonly capacity?: number;
  /** Runs a function once, a little later, when something can be drawn. */
  readonly schedule: (run: () => void, afterMs: number) => void;
  readonly now?: () => number;
};

/**
 * The chat as it comes, outside Redux and React: the last lines in the room's order, none twice.
 * However much arrives, those who look are told at most ten times a second.
 */
export class ChatFeed {
  readonly lines: Ring<Line>;
  readonly #schedule: Options['schedule'];
  readonly #now: () => number;
  readonly #listeners = new Set<(applied: Applied) => void>();
  readonly #byMessage = new Map<string, number>();
  readonly #messages = new Rate(60);
  #combos = new Map<string, number>();
  #waiting: ChatBatch[] = [];
  #waitingItems = 0;
  #scheduled = false;
  #lastAppliedMs = Number.NEGATIVE_INFINITY;
  #lastSeq = 0;
  /** Of the holes to come in the order, those that are said already. */
  #unsent = 0;
  #enteredAt: number | null = null;
  #changed = new Set<number>();
  #removed = new Set<string>();
  #online = 0;
  #likes = 0;

  constructor({ capacity = KEPT_LINES, schedule, now = () => performance.now() }: Options) {
    this.lines = new Ring(capacity);
    this.#schedule = schedule;
    this.#now = now;
  }

  get figures(): FeedFigures {
    return {
      online: this.#online,
      likes: this.#likes,
      messagesPerMinute: this.#messages.total(this.#now()),
    };
  }

  /** Takes a batch; it is in the list with the next frame that is due. */
  take(batch: ChatBatch): void {
    this.#waiting.push(batch);
    this.#waitingItems += batch.items.length;
    if (this.#waitingItems > MOST_WAITING) this.apply();
    else this.#wake();
  }

  /** Another room: what was said in the last one is gone. */
  begin(): void {
    this.#waiting = [];
    this.#waitingItems = 0;
    this.#messages.clear();
    this.#online = 0;
    this.#likes = 0;
    this.#startAnew();
    this.#tell({ from: this.lines.end, to: this.lines.end, ...nothing, anew: true });
  }

  /** What the room said before this view was there; put in its place among what came since. */
  load(history: readonly ChatItem[]): void {
    const known = [...this.lines.since(0)].flatMap((line) => ('item' in line ? [line.item] : []));
    const removed = [...this.lines.since(0)].flatMap((line) =>
      line.kind === 'said' && line.removed ? [line.item.id] : [],
    );
    this.#startAnew();
    const from = this.lines.begin;
    const all = [...history, ...known].sort((a, b) => a.seq - b.seq);
    for (const item of all) this.#add(item, null);
    for (const id of removed) this.#remove(id);
    this.#tell({ from, to: this.lines.end, ...nothing, anew: true });
  }

  /** Puts what waits into the list now. */
  apply(): void {
    if (this.#waiting.length === 0) return;
    const batches = this.#waiting;
    this.#waiting = [];
    this.#waitingItems = 0;
    const nowMs = this.#now();
    this.#lastAppliedMs = nowMs;
    this.#changed = new Set();
    this.#removed = new Set();
    const from = this.lines.end;
    let allShed = 0;
    for (const { items, pulse, shed = 0 } of batches) {
      allShed += shed;
      this.#unsent += shed;
      if (shed > 0) this.#messages.add(shed, nowMs);
      for (const item of items) this.#add(item, nowMs);
      if (pulse) this.#addUp(pulse);
    }
    this.#tell({
      from,
      to: this.lines.end,
      changed: this.#changed,
      removed: this.#removed,
      shed: allShed,
      anew: false,
    });
  }

  /** Told after each change. Returns an unsubscribe. */
  onApplied(listener: (applied: Applied) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const sinceMs = this.#now() - this.#lastAppliedMs;
    this.#schedule(
      () => {
        this.#scheduled = false;
        this.apply();
      },
      Math.max(0, APPLY_EVERY_MS - sinceMs),
    );
  }

  #tell(applied: Applied): void {
    for (const listener of this.#listeners) listener(applied);
  }

  #startAnew(): void {
    this.lines.clear();
    this.#byMessage.clear();
    this.#combos.clear();
    this.#lastSeq = 0;
    this.#unsent = 0;
    this.#enteredAt = null;
  }

  #add(item: ChatItem, nowMs: number | null): void {
    if (item.seq <= this.#lastSeq) return;
    const hole = this.#lastSeq === 0 ? 0 : item.seq - this.#lastSeq - 1;
    this.#lastSeq = item.seq;
    const unsent = Math.min(hole, this.#unsent);
    this.#unsent -= unsent;
    const missed = hole - unsent;
    if (missed > 0) this.#push({ kind: 'gap', atMs: item.atMs, missed });
    if (item.kind === 'text' && nowMs !== null) this.#messages.add(1, nowMs);
    if (item.kind === 'order' && item.order.order === 'delete') return this.#remove(item.order.id);
    if (item.kind === 'gift' && this.#goesOn(item.comboId, item)) return;
    const body = bodyOf(item);
    if (!body) return;
    const number = this.#push(body);
    if (item.kind === 'text') this.#byMessage.set(item.id, number);
    if (item.kind === 'gift') this.#combos.set(item.comboId, number);
  }

  /** Counts a combo on in the line where it stands. */
  #goesOn(comboId: string, item: Extract<ChatItem, { kind: 'gift' }>): boolean {
    const number = this.#combos.get(comboId);
    if (number === undefined || number < this.lines.end - FOLD_WITHIN_LINES) return false;
    this.#change({ kind: 'gift', item, number });
    return true;
  }

  #remove(messageId: string): void {
    this.#removed.add(messageId);
    const number = this.#byMessage.get(messageId);
    const line = number === undefined ? undefined : this.lines.at(number);
    if (line?.kind === 'said' && !line.removed) this.#change({ ...line, removed: true });
  }

  #addUp({ likes, entered, online }: ChatPulse): void {
    this.#likes = likes.total;
    this.#online = online;
    // The host does not enter their own show.
    const guests = entered.people.filter(({ role }) => role !== 'owner');
    const count = entered.count - (entered.people.length - guests.length);
    if (count <= 0) return;
    const atMs = Date.now();
    const before = this.#enteredAt === null ? undefined : this.lines.at(this.#enteredAt);
    if (
      before?.kind === 'entered' &&
      before.number >= this.lines.end - FOLD_WITHIN_LINES &&
      atMs - before.atMs < FOLD_WITHIN_MS
    ) {
      const people = [...before.people, ...guests].slice(0, SAMPLE_NAMES);
      this.#change({ ...before, count: before.count + count, people });
      return;
    }
    const people = guests.slice(0, SAMPLE_NAMES);
    this.#enteredAt = this.#push({ kind: 'entered', atMs, count, people });
  }

  #change(line: Line): void {
    this.lines.replace(line.number, line);
    this.#changed.add(line.number);
  }

  #push(body: LineBody): number {
    const number = this.lines.end;
    const gone = this.lines.push({ ...body, number });
    if (gone?.kind === 'said') this.#byMessage.delete(gone.item.id);
    if (gone?.kind === 'gift' && this.#combos.get(gone.item.comboId) === gone.number)
      this.#combos.delete(gone.item.comboId);
    return number;
  }
}
