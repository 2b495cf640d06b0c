import type { ChatItem, GiftItem, Person, TextItem } from '../../../../common/chat/message.ts';

type OrderItem = Extract<ChatItem, { kind: 'order' }>;
type NoticeItem = Extract<ChatItem, { kind: 'notice' }>;
type PkItem = Extract<ChatItem, { kind: 'pk' }>;

/** What stands in one line of the chat, besides its number. */
export type LineBody =
  | { readonly kind: 'said'; readonly item: TextItem; readonly removed: boolean }
  /** The last of gifts that follow each other. */
  | { readonly kind: 'gift'; readonly item: GiftItem }
  | { readonly kind: 'order'; readonly item: OrderItem }
  | { readonly kind: 'notice'; readonly item: NoticeItem }
  /** How a round of a PK ended. */
  | { readonly kind: 'pk'; readonly item: PkItem }
  /** People who came, folded into one line. `people` is a sample. */
  | {
      readonly kind: 'entered';
      readonly atMs: number;
      readonly count: number;
      readonly people: readonly Person[];
    }
  /** So many messages never came. */
  | { readonly kind: 'gap'; readonly atMs: number; readonly missed: number };

/** `number` is never given twice; a line that changes keeps its own. */
export type Line = LineBody & { readonly number: number };

/** Who a line is of, where one person is. */
export const personOf = (line: Line): Person | null =>
  line.kind === 'said' || line.kind === 'gift' ? line.item.from : null;

/** Whether something can be done with a line: to who said it, or against an order that can be taken back. */
export const hasActs = (line: Line): boolean =>
  personOf(line) !== null || takenBackBy(line) !== null;

/** The order that takes this one back, and whom it is about. */
export function takenBackBy(
  line: Line,
): { readonly order: 'unmute' | 'unban'; readonly userId: string } | null {
  const order = line.kind === 'order' ? line.item.order : null;
  if (order?.order === 'mute') return { order: 'unmute', userId: order.userId };
  if (order?.order === 'ban') return { order: 'unban', userId: order.userId };
  return null;
}

export const timeOf = (line: Line): number => ('item' in line ? line.item.atMs : line.atMs);

/** Orders that change something else on screen, and need no line of their own. */
const silent: ReadonlySet<OrderItem['order']['order']> = new Set(['delete', 'pin', 'bannedWords']);

/** What an item says in the list; null for what is only seen elsewhere. */
export function bodyOf(item: ChatItem): LineBody | null {
  switch (item.kind) {
    case 'text':
      return { kind: 'said', item, removed: false };
    case 'gift':
      return { kind: 'gift', item };
    case 'notice':
      return { kind: 'notice', item };
    case 'pk':
      return { kind: 'pk', item };
    case 'order':
      return silent.has(item.order.order) ? null : { kind: 'order', item };
  }
}
