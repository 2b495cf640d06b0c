import type { ChatItem } from '../../common/chat/message.ts';
import { BannedWords } from '../server/chat/words.ts';

/**
 * Banned words where the chat's service knows none for a room (Tencent's): what has one in it is
 * not shown in the studio or in its picture. Other clients of the service still show it.
 */
export class WordFilter {
  #words: readonly string[] = [];
  #banned = new BannedWords([]);

  get words(): readonly string[] {
    return this.#words;
  }

  set(words: readonly string[]): void {
    this.#words = [...words];
    this.#banned = new BannedWords(words);
  }

  isIn(text: string): boolean {
    return this.#words.length > 0 && this.#banned.isIn(text);
  }

  /** The items that may be shown; the same list where all of them may. */
  shown(items: readonly ChatItem[]): readonly ChatItem[] {
    if (this.#words.length === 0) return items;
    const isClean = (item: ChatItem) =>
      item.kind !== 'text' ||
      !(this.isIn(item.text) || this.isIn(item.from.name) || this.isIn(item.replyTo?.text ?? ''));
    return items.every(isClean) ? items : items.filter(isClean);
  }
}
