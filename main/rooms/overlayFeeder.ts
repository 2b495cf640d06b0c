import type { ChatBatch, ChatItem } from '../../common/chat/message.ts';
import { OVERLAY_ITEMS_PER_SECOND, type OverlayFeed } from '../../common/chat/overlay.ts';

/** Between two feeds to the stage, ms. */
const EVERY_MS = 100;
const ITEMS_PER_FEED = (OVERLAY_ITEMS_PER_SECOND * EVERY_MS) / 1000;
/** Items that wait for their feed: more than a second late nobody would know what they are about. */
const WAITING = OVERLAY_ITEMS_PER_SECOND;
/** Items that a picture gets which begins to show the chat. */
const FIRST_ITEMS = 20;

type Told = Pick<OverlayFeed, 'likesTotal' | 'online' | 'pinned' | 'question'>;

/** Whether an item is of any use to the picture. */
const isShown = (item: ChatItem): boolean =>
  item.kind === 'text' ||
  item.kind === 'gift' ||
  (item.kind === 'order' && takesAway.has(item.order.order));

/** Orders that take messages off the picture: one, or all of who was put out. */
const takesAway: ReadonlySet<string> = new Set(['delete', 'kick', 'ban']);
const isOrder = (item: ChatItem): boolean => item.kind === 'order';

/**
 * Feeds the chat sources of the picture: ten times a second at most, thinned to what can be read,
 * and only while there is such a source.
 */
export class OverlayFeeder {
  readonly #send: (feed: OverlayFeed) => void;
  #wanted = false;
  #items: ChatItem[] = [];
  #likesAdded = 0;
  #told: Told = { likesTotal: 0, online: 0, pinned: null, question: null };
  #changed = false;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (feed: OverlayFeed) => void) {
    this.#send = send;
  }

  /** Whether a scene has a chat source now. It begins with the last of the room. */
  want(wanted: boolean, last: () => readonly ChatItem[]): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.begin(last());
    else this.#drop();
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** A picture that knows nothing yet gets the last of the room. */
  begin(last: readonly ChatItem[]): void {
    if (!this.#wanted) return;
    this.#items = last.filter((item) => isShown(item) && !isOrder(item)).slice(-FIRST_ITEMS);
    this.#likesAdded = 0;
    this.#changed = true;
    this.#soon();
  }

  add({ items, pulse }: ChatBatch): void {
    if (pulse) {
      this.#likesAdded += this.#wanted ? pulse.likes.added : 0;
      this.tell({ likesTotal: pulse.likes.total, online: pulse.online });
    }
    if (!this.#wanted) return;
    for (const item of items) this.#queue(item);
    if (this.#items.length > 0 || this.#likesAdded > 0) this.#soon();
  }

  /** What holds now, beside the items. */
  tell(told: Partial<Told>): void {
    const before = this.#told;
    this.#told = { ...before, ...told };
    const alike = (Object.keys(told) as (keyof Told)[]).every(
      (key) => before[key] === this.#told[key],
    );
    if (alike) return;
    this.#changed = true;
    if (this.#wanted) this.#soon();
  }

  /** The room is over: the picture shows nothing of it any more. */
  clear(): void {
    this.#items = [];
    this.#likesAdded = 0;
    this.tell({ likesTotal: 0, online: 0, pinned: null, question: null });
    // An empty feed takes away what still stands, also where nothing else has changed.
    this.#changed = true;
    if (this.#wanted) this.#soon();
  }

  stop(): void {
    this.#wanted = false;
    this.#drop();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#items = [];
    this.#likesAdded = 0;
  }

  #queue(item: ChatItem): void {
    if (!isShown(item)) return;
    if (item.kind === 'order') this.#takeAway(item);
    else this.#items.push(item);
    if (this.#items.length <= WAITING) return;
    // The oldest text goes first, then the oldest gift: an order that takes a message away stays.
    const text = this.#items.findIndex(({ kind }) => kind === 'text');
    const gift = this.#items.findIndex(({ kind }) => kind === 'gift');
    if (text >= 0 || gift >= 0) this.#items.splice(text >= 0 ? text : gift, 1);
  }

  #takeAway(item: Extract<ChatItem, { kind: 'order' }>): void {
    const { order } = item;
    const waited = this.#items.length;
    this.#items = this.#items.filter((it) => {
      if (order.order === 'delete') return it.id !== order.id;
      const put = order.order === 'kick' || order.order === 'ban' ? order.userId : null;
      return !('from' in it) || it.from.userId !== put;
    });
    if (order.order === 'delete' && this.#items.length < waited) return;
    // Before all others: what was taken away stands on no picture.
    this.#items.unshift(item);
  }

  #soon(): void {
    if (this.#timer) return;
    const waitMs = Math.max(0, this.#sentAtMs + EVERY_MS - performance.now());
    this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#sentAtMs = performance.now();
    const orders = this.#items.filter(isOrder).length;
    const items = this.#items.splice(0, Math.max(orders, ITEMS_PER_FEED));
    const feed = { items, likesAdded: this.#likesAdded, ...this.#told };
    this.#likesAdded = 0;
    this.#changed = false;
    this.#send(feed);
    if (this.#items.length > 0 || this.#changed) this.#soon();
  }
}
