import type { ChatItem, GiftItem, Role, TextItem } from '../../common/chat/message.ts';
import type { OverlayFeed } from '../../common/chat/overlay.ts';
import { newSource } from '../../common/show/new.ts';
import type { SourceOf } from '../../common/show/sources.ts';

let seq = 0;
const said = (name: string, role: Role) => ({
  id: `m${++seq}`,
  seq,
  atMs: 1_700_000_000_000 + seq,
  from: {
    userId: `u-${[...name].reduce((sum, it) => sum + (it.codePointAt(0) ?? 0), 0)}`,
    name,
    avatar: '',
    role,
  },
});

export const textItem = (
  name: string,
  text: string,
  { role = 'viewer', ...more }: Partial<TextItem> & { role?: Role } = {},
): TextItem => ({
  ...said(name, role),
  kind: 'text',
  text,
  danmaku: true,
  question: false,
  replyTo: null,
  ...more,
});

export const giftItem = (
  name: string,
  giftId: string,
  { role = 'viewer', ...more }: Partial<GiftItem> & { role?: Role } = {},
): GiftItem => ({
  ...said(name, role),
  kind: 'gift',
  giftId,
  count: 1,
  comboId: `combo-${name}-${giftId}`,
  combo: 1,
  ...more,
});

export const orderItem = (order: Extract<ChatItem, { kind: 'order' }>['order']): ChatItem => {
  const { from, ...rest } = said('主播', 'owner');
  return { ...rest, kind: 'order', by: from, order, name: '' };
};

export const feedOf = (
  items: readonly ChatItem[] = [],
  more: Partial<OverlayFeed> = {},
): OverlayFeed => ({
  items,
  likesAdded: 0,
  likesTotal: 0,
  online: 1,
  pinned: null,
  question: null,
  ...more,
});

export const chatSource = (change: Partial<SourceOf<'chat'>> = {}): SourceOf<'chat'> => ({
  ...newSource('chat', 'chat', 'Chat', { width: 1280, height: 720 }),
  ...change,
});
