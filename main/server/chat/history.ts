import { chatLimits } from '../../../common/chat/limits.ts';
import type { ChatItem, Person } from '../../../common/chat/message.ts';
import { assertNever } from '../../../common/result.ts';

/** An item as it is kept and sent: serialised once. */
export type PostedItem = {
  readonly seq: number;
  readonly id: string;
  readonly kind: ChatItem['kind'];
  /** Who said it; empty for orders, notices and results. */
  readonly sender: string;
  readonly json: string;
  /** For those who may not see all of it, and written short: it is sent to thousands. */
  readonly publicJson: string;
};

/** Serialises an item; a list of banned words is for moderators only. */
export function postItem(item: ChatItem): PostedItem {
  return {
    seq: item.seq,
    id: item.id,
    kind: item.kind,
    sender: item.kind === 'text' || item.kind === 'gift' ? item.from.userId : '',
    json: JSON.stringify(item),
    publicJson: JSON.stringify(publicPart(item)),
  };
}

/** Without what is no business of viewers, and what a reader adds by itself (`chatItemSchema`). */
function publicPart(item: ChatItem): unknown {
  switch (item.kind) {
    case 'text': {
      const { danmaku, question, replyTo, from, ...rest } = item;
      return {
        ...rest,
        from: shortPerson(from),
        ...(danmaku && { danmaku }),
        ...(question && { question }),
        ...(replyTo && { replyTo }),
      };
    }
    case 'gift':
      return { ...item, from: shortPerson(item.from) };
    case 'order':
      return item.order.order === 'bannedWords'
        ? { ...item, order: { order: 'bannedWords', words: [] } }
        : item;
    case 'notice':
    case 'pk':
      return item;
    default:
      return assertNever(item);
  }
}

const shortPerson = ({ userId, name, avatar, role }: Person) => ({
  ...{ userId, name },
  ...(avatar !== '' && { avatar }),
  ...(role !== 'viewer' && { role }),
});

/** The same item without what was said: it was deleted, its place in the order stays. */
export function blank(posted: PostedItem, id: string): PostedItem {
  const item = JSON.parse(posted.json) as ChatItem;
  if (item.kind !== 'text') return posted;
  if (item.id === id) return postItem({ ...item, text: '', danmaku: false, question: false });
  return item.replyTo?.id === id
    ? postItem({ ...item, replyTo: { ...item.replyTo, text: '' } })
    : posted;
}

/** The last items of a room that everybody has been sent. */
export class History {
  private items: PostedItem[];
  private whole: { all: string; open: string } | null = null;

  constructor(items: readonly PostedItem[]) {
    this.items = items.slice(-chatLimits.history);
  }

  add(items: readonly PostedItem[]): void {
    if (items.length === 0) return;
    this.items = [...this.items, ...items].slice(-chatLimits.history);
    this.whole = null;
  }

  /** Of the first one that is here, or that will come. */
  firstSeq(nextSeq: number): number {
    return this.items[0]?.seq ?? nextSeq;
  }

  find(id: string): PostedItem | null {
    return this.items.find((item) => item.id === id) ?? null;
  }

  /** Takes away what one item said, also where others quote it; returns those that changed. */
  blank(id: string): PostedItem[] {
    const changed: PostedItem[] = [];
    this.items = this.items.map((item) => {
      if (!item.json.includes(id)) return item;
      const now = blank(item, id);
      if (now !== item) changed.push(now);
      return now;
    });
    this.whole = null;
    return changed;
  }

  /** JSON of the items after `seq`, oldest first; with the hidden parts for moderators. */
  json(afterSeq: number, all: boolean): string {
    if (afterSeq > 0) {
      const later = this.items.filter((item) => item.seq > afterSeq);
      return later.map((item) => (all ? item.json : item.publicJson)).join(',');
    }
    // Thousands may join at once; what they get is the same.
    this.whole ??= {
      all: this.items.map((item) => item.json).join(','),
      open: this.items.map((item) => item.publicJson).join(','),
    };
    return all ? this.whole.all : this.whole.open;
  }
}
