import type { ChatItem } from '../../../common/chat/message.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { forgetOldest } from '../sockets/rate.ts';
import type { ChatContext } from './context.ts';
import { blank, type PostedItem, postItem } from './history.ts';
import { type Statement, type StoredRoom, sentKey } from './store.ts';

export type Placed = { readonly id: string; readonly seq: number };

/** Where an item stands; given to who makes it. */
export type Place = Placed & { readonly atMs: number };

type Entry = { readonly posted: PostedItem; state: 'writing' | 'done' | 'failed' };

/** Gives the items of a room their places, and has them written; in order, each once. */
export class Ledger {
  private readonly roomId: string;
  private readonly context: ChatContext;
  /** Something is on disk and can be told. */
  private readonly onWritten: () => void;
  private readonly sent = new Map<string, Placed | Promise<Result<Placed>>>();
  private readonly writing: Entry[] = [];
  private written: PostedItem[] = [];
  private next: number;

  constructor(roomId: string, stored: StoredRoom, context: ChatContext, onWritten: () => void) {
    this.roomId = roomId;
    this.context = context;
    this.onWritten = onWritten;
    for (const { key, id, seq } of stored.sent) this.sent.set(key, { id, seq });
    this.next = stored.newestSeq + 1;
  }

  /** Of the next item. */
  get nextSeq(): number {
    return this.next;
  }

  get isEmpty(): boolean {
    return this.written.length === 0;
  }

  /** What is on disk and was not taken yet. */
  take(): PostedItem[] {
    const items = this.written;
    this.written = [];
    return items;
  }

  /** What `make` makes once for an id of the client's; a second time the first answer is given. */
  once(
    sender: string,
    clientId: string,
    make: () => Promise<Result<Placed>>,
  ): Promise<Result<Placed>> {
    const key = sentKey(sender, clientId);
    const known = this.sent.get(key);
    if (known) return Promise.resolve('seq' in known ? ok(known) : known);
    const answer = make();
    this.sent.set(key, answer);
    forgetOldest(this.sent, this.context.limits.sentRemembered);
    const settle = (placed: Placed | null) => {
      if (this.sent.get(key) !== answer) return;
      if (placed) this.sent.set(key, placed);
      else this.sent.delete(key);
    };
    answer.then(
      (result) => settle(result.ok ? result.value : null),
      () => settle(null),
    );
    return answer;
  }

  /**
   * Resolves when the item is on disk, with all that has to be there with it. `BUSY` when the disk
   * does not keep up, `INTERNAL`.
   */
  async post(
    make: (place: Place) => ChatItem,
    also: readonly Statement[],
    clientId: string | null,
  ): Promise<Result<Placed>> {
    const { limits, store, figures, log, now } = this.context;
    if (this.writing.length >= limits.writing) {
      return err('BUSY', 'The room takes nothing now: the disk does not keep up. Try again.');
    }
    const seq = this.next++;
    const place: Place = { id: `m${seq}`, seq, atMs: now() };
    const entry: Entry = { posted: postItem(make(place)), state: 'writing' };
    this.writing.push(entry);
    try {
      const statements = store.item(this.roomId, entry.posted, place.atMs, clientId);
      await store.write([...statements, ...also]);
      entry.state = 'done';
      figures.items++;
    } catch (error) {
      entry.state = 'failed';
      log(`chat: an item was not written: ${(error as Error).message}`);
    }
    while (this.writing[0] && this.writing[0].state !== 'writing') {
      const first = this.writing.shift() as Entry;
      if (first.state === 'done') this.written.push(first.posted);
    }
    if (!this.isEmpty) this.onWritten();
    return entry.state === 'done'
      ? ok({ id: place.id, seq })
      : err('INTERNAL', 'The message could not be written.');
  }

  /** An item that is no longer in memory, or not told yet. */
  async lookUp(id: string): Promise<PostedItem | null> {
    const seq = Number(/^m(\d{1,15})$/.exec(id)?.[1] ?? 0);
    if (seq < 1 || seq >= this.next) return null;
    const items = await this.context.store.between(this.roomId, seq - 1, seq + 1);
    return items[0] ?? null;
  }

  /** Takes away what one item said, where it was not told yet; returns those that changed. */
  blank(id: string): PostedItem[] {
    const changed: PostedItem[] = [];
    this.written = this.written.map((item) => {
      const now = blank(item, id);
      if (now !== item) changed.push(now);
      return now;
    });
    return changed;
  }
}
