import type { ChatItem } from '../../common/chat/message.ts';

/** Items kept for views that open and for the export. */
export const CHAT_KEPT = 2_000;

/** The last items of the room's chat, oldest first, without what was deleted. */
export class ChatRing {
  /** Up to twice as long as what is kept, so that it is cut seldom. */
  #items: ChatItem[] = [];

  add(items: readonly ChatItem[]): void {
    for (const item of items) {
      if (item.kind === 'order' && item.order.order === 'delete') this.#remove(item.order.id);
      this.#items.push(item);
    }
    if (this.#items.length > 2 * CHAT_KEPT) this.#items = this.#items.slice(-CHAT_KEPT);
  }

  /** Which of `items` are not here yet: what a join gives again was seen before a reconnect. */
  unknown(items: readonly ChatItem[]): ChatItem[] {
    const known = new Set(this.#items.map(({ id }) => id));
    return items.filter(({ id }) => !known.has(id));
  }

  /** The last ones, oldest first. */
  last(atMost: number = CHAT_KEPT): ChatItem[] {
    return this.#items.slice(-Math.min(atMost, CHAT_KEPT));
  }

  find(id: string): ChatItem | null {
    return this.#items.findLast((item) => item.id === id) ?? null;
  }

  get lastSeq(): number {
    return this.#items.at(-1)?.seq ?? 0;
  }

  clear(): void {
    this.#items = [];
  }

  #remove(id: string): void {
    const at = this.#items.findLastIndex((item) => item.id === id && item.kind !== 'order');
    if (at >= 0) this.#items.splice(at, 1);
  }
}
