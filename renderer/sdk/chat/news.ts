import type { Clock } from '../../../common/chat/clock.ts';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { ChatBatch, ChatItem, Person } from '../../../common/chat/message.ts';

/** Ten batches a second; also the time in which what overtook another is put in order. */
const EVERY_MS = 100;
/** Gifts that follow each other within this make one combo, ms. */
const COMBO_MS = 10_000;
const MOST_REMEMBERED = 2_000;
/** Items of one batch. */
const MOST_WAITING = 2_000;

type ItemToCome = ChatItem extends infer One ? (One extends ChatItem ? One : never) : never;
type Combo = { readonly count: number; readonly atMs: number };

/** What happened in a room since the last batch: in the order of the service, nothing twice. */
export class News {
  private readonly clock: Clock;
  private readonly tell: (batch: ChatBatch) => void;
  private readonly seen = new Set<string>();
  private readonly combos = new Map<string, Combo>();
  private readonly recent = new Map<string, ChatItem>();
  private waiting: ItemToCome[] = [];
  private lastSeq = 0;
  private likes = { added: 0, total: 0, names: new Set<string>() };
  private entered: { count: number; people: Person[] } = { count: 0, people: [] };
  private left = 0;
  private shed = 0;
  private online = 0;
  private hasPulse = false;
  private stop: (() => void) | null = null;
  private isClosed = false;

  constructor(clock: Clock, tell: (batch: ChatBatch) => void) {
    this.clock = clock;
    this.tell = tell;
  }

  /** `seq` is the service's; one that comes late is placed after what was told already. */
  add(item: ChatItem): void {
    if (this.seen.has(item.id)) return;
    this.seen.add(item.id);
    if (this.seen.size > MOST_REMEMBERED) this.seen.delete(this.seen.values().next().value ?? '');
    // Talk is shed first.
    const most = item.kind === 'text' ? MOST_WAITING / 2 : MOST_WAITING;
    if (this.waiting.length >= most) this.shed++;
    else this.waiting.push(item);
    this.soon();
  }

  addLikes(count: number, name: string): void {
    this.likes.added += count;
    this.likes.total += count;
    if (this.likes.names.size < 5) this.likes.names.add(name);
    this.pulse();
  }

  addPeople(entered: readonly Person[], left: number): void {
    this.entered.count += entered.length;
    this.entered.people = [...this.entered.people, ...entered].slice(0, 5);
    this.left += left;
    this.pulse();
  }

  setOnline(online: number): void {
    if (online === this.online) return;
    this.online = online;
    this.pulse();
  }

  get totals(): { readonly likes: number; readonly online: number } {
    return { likes: this.likes.total, online: this.online };
  }

  /** One of the last that were said. */
  find(id: string): ChatItem | null {
    return this.recent.get(id) ?? null;
  }

  /** Says no more, whatever is still added. */
  close(): void {
    this.isClosed = true;
    this.stop?.();
    this.stop = null;
    this.waiting = [];
  }

  private pulse(): void {
    this.hasPulse = true;
    this.soon();
  }

  private soon(): void {
    if (!this.isClosed) this.stop ??= this.clock.setTimer(() => this.flush(), EVERY_MS);
  }

  private flush(): void {
    this.stop = null;
    const items = this.waiting
      .sort((a, b) => a.seq - b.seq)
      .map((item) => {
        this.lastSeq = Math.max(item.seq, this.lastSeq + 1);
        const placed = this.counted({ ...item, seq: this.lastSeq });
        this.remember(placed);
        return placed;
      });
    this.waiting = [];
    const { added, total, names } = this.likes;
    const pulse = {
      likes: { added, total, names: [...names] },
      entered: this.entered,
      left: this.left,
      online: this.online,
    };
    const batch = { items, pulse: this.hasPulse ? pulse : null };
    const { shed } = this;
    this.likes = { added: 0, total, names: new Set() };
    this.entered = { count: 0, people: [] };
    this.left = this.shed = 0;
    this.hasPulse = false;
    this.tell(shed > 0 ? { ...batch, shed } : batch);
  }

  private remember(item: ChatItem): void {
    this.recent.set(item.id, item);
    const [oldest] = this.recent.keys();
    if (this.recent.size > chatLimits.history && oldest) this.recent.delete(oldest);
  }

  /** A gift with how many there were of it in a row: everybody counts for themselves. */
  private counted(item: ChatItem): ChatItem {
    if (item.kind !== 'gift') return item;
    const key = `${item.from.userId} ${item.giftId} ${item.comboId}`;
    const nowMs = this.clock.now();
    const before = this.combos.get(key);
    const goesOn = before !== undefined && nowMs - before.atMs <= COMBO_MS;
    const combo = item.count + (goesOn ? before.count : 0);
    this.combos.delete(key);
    this.combos.set(key, { count: combo, atMs: nowMs });
    const [oldest] = this.combos.keys();
    if (this.combos.size > 500 && oldest) this.combos.delete(oldest);
    return { ...item, combo };
  }
}
