import type { ChatItem, GiftItem, TextItem } from '../../../../../common/chat/message.ts';
import type { OverlayFeed } from '../../../../../common/chat/overlay.ts';

/** Items that are remembered: more than any picture shows at once. */
const MOST = 200;
/** What was said longer ago than this is known, ms. */
const LONG_AGO_MS = 10_000;
/** Ids of messages that were taken away and are remembered. */
const MOST_GONE = 500;

/** Something that was said, as pictures of the chat take it. */
export type Said = {
  readonly item: TextItem | GiftItem;
  /** Counts up by one; pictures take what follows the last they have seen. */
  readonly number: number;
  /** Programme time at which it came, µs. */
  readonly atUs: number;
  /** Said before this stage began: listed, but not flown in once more. */
  readonly isPast: boolean;
};

/**
 * What is said in the room, for every picture of the chat: bounded, and whole after a restart. The
 * first feed is taken for what was said before. A feed without anything in it ends the talk.
 */
export class ChatTalk {
  #said: Said[] = [];
  #gone = new Set<string>();
  #number = 0;
  #lastSeq = 0;
  /** The last of a talk that has ended. */
  #over = 0;
  #begun = false;
  /** Changes when something was taken away. */
  removals = 0;
  /** Hearts since this stage began, without those of before. */
  hearts = 0;
  likesTotal = 0;
  online = 0;
  pinned: ChatItem | null = null;
  question: OverlayFeed['question'] = null;

  /** Number of the last that was said. */
  get last(): number {
    return this.#number;
  }

  /** Takes a feed that came at programme time `atUs`; by `nowMs`, where given, is told what was said long before (since the epoch). */
  take(feed: OverlayFeed, atUs: number, nowMs = 0): void {
    const isPast = !this.#begun;
    this.#begun = true;
    if (isOver(feed)) this.#forget();
    for (const item of feed.items)
      this.#takeItem(item, atUs, isPast || item.atMs < nowMs - LONG_AGO_MS);
    if (!isPast) this.hearts += Math.max(0, feed.likesAdded);
    this.likesTotal = feed.likesTotal;
    this.online = feed.online;
    this.pinned = feed.pinned && !this.#gone.has(feed.pinned.id) ? feed.pinned : null;
    this.question = feed.question;
  }

  #takeItem(item: ChatItem, atUs: number, isPast: boolean): void {
    if (item.kind === 'order') {
      const { order } = item;
      if (order.order === 'delete') this.#remove([order.id]);
      // Whoever is put out leaves the picture with all that they said.
      else if (order.order === 'ban' || order.order === 'kick')
        this.#remove(
          this.#said.flatMap((it) => (it.item.from.userId === order.userId ? [it.item.id] : [])),
        );
      return;
    }
    if (item.kind === 'notice' || item.kind === 'pk') return;
    if (this.#gone.has(item.id) || this.#knows(item.id)) return;
    // Another room counts from one again; what is only late is not so far behind.
    if (item.seq < this.#lastSeq - 2 * MOST) this.#forget();
    this.#lastSeq = Math.max(this.#lastSeq, item.seq);
    this.#said.push({ item, number: ++this.#number, atUs, isPast });
    if (this.#said.length > MOST) this.#said.shift();
  }

  #knows(id: string): boolean {
    return this.#said.some(({ item }) => item.id === id);
  }

  #remove(ids: readonly string[]): void {
    for (const id of ids) this.#gone.add(id);
    for (const id of this.#gone) {
      if (this.#gone.size <= MOST_GONE) break;
      this.#gone.delete(id);
    }
    this.#said = this.#said.filter(({ item }) => !this.#gone.has(item.id));
    if (this.pinned && this.#gone.has(this.pinned.id)) this.pinned = null;
    this.removals++;
  }

  #forget(): void {
    this.#said = [];
    this.#over = this.#number;
    this.#lastSeq = 0;
    this.removals++;
  }

  /** Whether something that was said has been taken away since. */
  isGone({
    number,
    item,
  }: Pick<Said, 'number'> & { readonly item: { readonly id: string } }): boolean {
    return number <= this.#over || this.#gone.has(item.id);
  }

  /** What was said after that number, oldest first. */
  since(number: number): readonly Said[] {
    if (number >= this.#number) return [];
    const at = this.#said.findIndex((it) => it.number > number);
    return at < 0 ? [] : this.#said.slice(at);
  }
}

const isOver = ({ items, likesTotal, online, pinned, question }: OverlayFeed): boolean =>
  items.length === 0 && likesTotal === 0 && online === 0 && !pinned && !question;
