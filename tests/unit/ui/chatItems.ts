import type {
  ChatBatch,
  ChatItem,
  ChatPulse,
  GiftItem,
  Order,
  Person,
  Role,
  TextItem,
} from '../../../common/chat/message.ts';

export const person = (name: string, role: Role = 'viewer'): Person => ({
  userId: `u-${name}`,
  name,
  avatar: '',
  role,
});

export const text = (seq: number, words = `m${seq}`, more: Partial<TextItem> = {}): TextItem => ({
  kind: 'text',
  id: `id-${seq}`,
  seq,
  atMs: seq * 10,
  from: person('Ann'),
  text: words,
  danmaku: false,
  question: false,
  replyTo: null,
  ...more,
});

export const gift = (seq: number, comboId: string, combo: number): GiftItem => ({
  kind: 'gift',
  id: `id-${seq}`,
  seq,
  atMs: seq * 10,
  from: person('Ben'),
  giftId: 'rose',
  count: 1,
  comboId,
  combo,
});

export const order = (seq: number, what: Order): ChatItem => ({
  kind: 'order',
  id: `id-${seq}`,
  seq,
  atMs: seq * 10,
  by: person('Host', 'owner'),
  order: what,
  name: 'Ann',
});

export const batch = (...items: ChatItem[]): ChatBatch => ({ items, pulse: null });

export const entered = (count: number, ...names: string[]): ChatPulse => ({
  likes: { added: 0, total: 7, names: [] },
  entered: { count, people: names.map((name) => person(name)) },
  left: 0,
  online: 42,
});
