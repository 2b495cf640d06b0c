import type {
  ChatBatch,
  ChatItem,
  ChatPulse,
  Order,
  Person,
} from '../../../common/chat/message.ts';

export const person = (userId: string, name = userId): Person => ({
  ...{ userId, name, avatar: '', role: 'viewer' },
});

/** A text of a room, as its `seq`-th item. */
export const text = (seq: number, words = `words ${seq}`, more: object = {}): ChatItem => ({
  ...{
    kind: 'text',
    id: `m${seq}`,
    seq,
    atMs: 1_700_000_000_000 + seq,
    from: person('ann', 'Ann'),
  },
  ...{ text: words, danmaku: false, question: false, replyTo: null },
  ...more,
});

export const gift = (seq: number, giftId: string, count: number, from = 'ann'): ChatItem => ({
  ...{ kind: 'gift', id: `m${seq}`, seq, atMs: 1_700_000_000_000 + seq, from: person(from) },
  ...{ giftId, count, comboId: `c${seq}`, combo: 1 },
});

export const order = (seq: number, it: Order): ChatItem => ({
  ...{ kind: 'order', id: `m${seq}`, seq, atMs: 1_700_000_000_000 + seq },
  ...{ by: { ...person('studio'), role: 'owner' }, order: it, name: '' },
});

export const pulse = (more: Partial<ChatPulse> = {}): ChatPulse => ({
  likes: { added: 0, total: 0, names: [] },
  entered: { count: 0, people: [] },
  ...{ left: 0, online: 1 },
  ...more,
});

export const batch = (items: ChatItem[], ofPulse: ChatPulse | null = null): ChatBatch => ({
  items,
  pulse: ofPulse,
});

export const texts = (from: number, count: number): ChatItem[] =>
  Array.from({ length: count }, (_, index) => text(from + index));
