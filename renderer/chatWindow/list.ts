import type { ChatItem } from '../../common/chat/message.ts';
import { partsOf } from './row.ts';
import type { Words } from './words.ts';

/** Lines that are kept. */
const MOST = 300;
/** So near to its end the list counts as at its end, CSS pixels. */
const NEAR_PX = 24;

type Parts = {
  readonly scroll: HTMLElement;
  readonly list: HTMLElement;
  readonly empty: HTMLElement;
  readonly newest: HTMLButtonElement;
};

/** The lines, the newest below. It follows them, unless the person has scrolled up. */
export class ChatList {
  readonly #parts: Parts;
  readonly #words: Words;
  readonly #lines = new Map<string, HTMLElement>();
  /** Who said what, for those that are put out. */
  readonly #of = new Map<string, string>();
  readonly #combos = new Map<string, HTMLElement>();
  #follows = true;
  #unseen = 0;

  constructor(parts: Parts, words: Words) {
    this.#parts = parts;
    this.#words = words;
    parts.empty.textContent = words.empty;
    parts.scroll.addEventListener('scroll', () => {
      const { scrollTop, scrollHeight, clientHeight } = parts.scroll;
      this.#follows = scrollHeight - clientHeight - scrollTop < NEAR_PX;
      if (this.#follows) this.#seen();
    });
    parts.newest.addEventListener('click', () => this.toEnd());
  }

  add(items: readonly ChatItem[]): void {
    const fresh = document.createDocumentFragment();
    let added = 0;
    for (const item of items) if (this.#take(item, fresh)) added++;
    this.#parts.list.append(fresh);
    while (this.#lines.size > MOST) {
      const [id] = this.#lines.keys();
      if (id !== undefined) this.#remove(id);
    }
    this.#parts.empty.hidden = this.#lines.size > 0;
    if (this.#follows) this.toEnd();
    else if (added > 0) {
      this.#unseen += added;
      this.#parts.newest.textContent = this.#words.newest(this.#unseen);
      this.#parts.newest.hidden = false;
    }
  }

  toEnd(): void {
    this.#follows = true;
    this.#parts.scroll.scrollTop = this.#parts.scroll.scrollHeight;
    this.#seen();
  }

  #seen(): void {
    this.#unseen = 0;
    this.#parts.newest.hidden = true;
  }

  /** True where it became a line of its own. */
  #take(item: ChatItem, fresh: DocumentFragment): boolean {
    if (item.kind === 'order') {
      const { order } = item;
      if (order.order === 'delete') this.#remove(order.id);
      if (order.order === 'ban' || order.order === 'kick')
        for (const [id, userId] of this.#of) if (userId === order.userId) this.#remove(id);
      return false;
    }
    const parts = partsOf(item, this.#words);
    if (!parts || this.#lines.has(item.id)) return false;
    const before = item.kind === 'gift' ? this.#combos.get(item.comboId) : undefined;
    if (before?.parentNode) {
      before.replaceChildren(...parts);
      return false;
    }
    const line = document.createElement('li');
    line.append(...parts);
    fresh.append(line);
    this.#lines.set(item.id, line);
    if ('from' in item) this.#of.set(item.id, item.from.userId);
    if (item.kind === 'gift') this.#combos.set(item.comboId, line);
    return true;
  }

  #remove(id: string): void {
    const line = this.#lines.get(id);
    line?.remove();
    this.#lines.delete(id);
    this.#of.delete(id);
    for (const [comboId, of] of this.#combos) if (of === line) this.#combos.delete(comboId);
  }
}
