import type { ChatItem } from '../../common/chat/message.ts';
import { pkOutcome } from '../../common/chat/pkWords.ts';
import type { RoomSummary } from '../../common/rooms/room.ts';
import { cell } from '../live/healthExport.ts';

/** All of one show that an export holds. */
export type ShowRecord = {
  readonly summary: RoomSummary;
  /** What was said, oldest first. */
  readonly chat: Iterable<ChatItem> | AsyncIterable<ChatItem>;
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
    case 'pk':
      return ['', '', 'pk', pkOutcome(item).score];
  }
}

/** Lines that are written at once. */
const AT_ONCE = 500;

/** Texts of some size out of many small ones. */
async function* gathered(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  for await (const text of lines) {
    if (waiting.push(text) < AT_ONCE) continue;
    yield waiting.join('');
    waiting = [];
  }
  yield waiting.join('');
}

/**
 * Three tables, one below the other: the figures, the minutes, the chat. Begins with a byte order
 * mark, so that spreadsheets read it as UTF-8; a cell that one would run as a formula is escaped.
 */
export const csvOf = (record: ShowRecord): AsyncGenerator<string> => gathered(csvLines(record));

async function* csvLines({ summary, chat }: ShowRecord): AsyncGenerator<string> {
  const { stats, minutes, topGivers } = summary;
  yield `\uFEFF${line('room', summary.roomId)}`;
  yield line('title', summary.title);
  yield line('started', time(summary.startedAtMs));
  yield line('ended', time(summary.endedAtMs));
  for (const [figure, value] of Object.entries(stats)) yield line(figure, value);
  for (const { name, points } of topGivers) yield line('giver', name, points);
  yield '\r\n';
  yield line('minute', 'online', 'joins', 'likes', 'messages', 'gifts');
  for (const it of minutes)
    yield line(it.minute, it.online, it.joins, it.likes, it.messages, it.gifts);
  yield '\r\n';
  yield line('time', 'user_id', 'name', 'kind', 'text');
  for await (const item of chat) yield line(time(item.atMs), ...said(item));
}

/** One object, version 1. The words that an owner banned stay out of it. */
export const jsonOf = (record: ShowRecord): AsyncGenerator<string> => gathered(jsonLines(record));

async function* jsonLines({ summary, chat }: ShowRecord): AsyncGenerator<string> {
  const head = JSON.stringify({ format: 'anchor-studio-room', version: 1, summary }, null, 1);
  yield `${head.slice(0, -2)},\n "chat": [`;
  let before = '\n  ';
  for await (const item of chat) {
    const isList = item.kind === 'order' && item.order.order === 'bannedWords';
    const clean = isList ? { ...item, order: { ...item.order, words: [] } } : item;
    yield `${before}${JSON.stringify(clean)}`;
    before = ',\n  ';
  }
  yield '\n ]\n}\n';
}
