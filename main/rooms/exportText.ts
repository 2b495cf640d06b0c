import type { ChatItem } from '../../common/chat/message.ts';
import type { RoomSummary } from '../../common/rooms/room.ts';
import { cell } from '../live/healthExport.ts';

/** All of one show that an export holds. */
export type ShowRecord = {
  readonly summary: RoomSummary;
  /** The last of what was said, oldest first. */
  readonly chat: readonly ChatItem[];
};

const line = (...cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;
const time = (atMs: number): string => new Date(atMs).toISOString();

/** What a chat item says, for a reader: who, what kind, and the words. */
function said(item: ChatItem): [userId: string, name: string, kind: string, text: string] {
  switch (item.kind) {
    case 'text':
      return [item.from.userId, item.from.name, item.question ? 'question' : 'text', item.text];
    case 'gift':
      return [item.from.userId, item.from.name, 'gift', `${item.giftId} ×${item.count}`];
    case 'notice':
      return ['', '', 'notice', item.text];
    case 'order':
      return [item.by.userId, item.by.name, `order ${item.order.order}`, item.name];
  }
}

/**
 * Three tables, one below the other: the figures, the minutes, the chat. Begins with a byte order
 * mark, so that spreadsheets read it as UTF-8; a cell that one would run as a formula is escaped.
 */
export function csvOf({ summary, chat }: ShowRecord): string {
  const { stats, minutes, topGivers } = summary;
  const lines = [
    line('room', summary.roomId),
    line('title', summary.title),
    line('started', time(summary.startedAtMs)),
    line('ended', time(summary.endedAtMs)),
    ...Object.entries(stats).map(([figure, value]) => line(figure, value)),
    ...topGivers.map(({ name, points }) => line('giver', name, points)),
    '\r\n',
    line('minute', 'online', 'joins', 'likes', 'messages', 'gifts'),
    ...minutes.map((it) => line(it.minute, it.online, it.joins, it.likes, it.messages, it.gifts)),
    '\r\n',
    line('time', 'user_id', 'name', 'kind', 'text'),
    ...chat.map((item) => line(time(item.atMs), ...said(item))),
  ];
  return `\uFEFF${lines.join('')}`;
}

/** One object, version 1. The words that an owner banned stay out of it. */
export function jsonOf({ summary, chat }: ShowRecord): string {
  const clean = chat.map((item) =>
    item.kind === 'order' && item.order.order === 'bannedWords'
      ? { ...item, order: { ...item.order, words: [] } }
      : item,
  );
  return `${JSON.stringify({ format: 'anchor-studio-room', version: 1, summary, chat: clean }, null, 1)}\n`;
}
