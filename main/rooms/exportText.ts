import type { ChatItem, Order } from '../../common/chat/message.ts';
import { pkOutcome } from '../../common/chat/pkWords.ts';
import { assertNever } from '../../common/result.ts';
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

/** Cells of a chat item beside its time, for a reader: who, what kind, the words, and what it is about. */
function cellsOf(item: ChatItem): string[] {
  switch (item.kind) {
    case 'text': {
      const { from, question, text, replyTo } = item;
      const about = [replyTo?.id ?? '', replyTo?.name ?? ''];
      return [from.userId, from.name, question ? 'question' : 'text', text, item.id, ...about];
    }
    case 'gift': {
      const { from, giftId, count } = item;
      return [from.userId, from.name, 'gift', `${giftId} ×${count}`, item.id, '', ''];
    }
    case 'notice':
      return ['', '', 'notice', item.text, item.id, '', ''];
    case 'order': {
      const { by, order, name } = item;
      const about = 'userId' in order ? order.userId : 'id' in order ? (order.id ?? '') : '';
      const kind = `order ${order.order}`;
      return [by.userId, by.name, kind, sayOf(order), item.id, about, name];
    }
    case 'pk':
      return ['', '', 'pk', pkOutcome(item).score, item.id, '', ''];
    default:
      return assertNever(item);
  }
}

/** What an order says beside whom or what it is about. */
function sayOf(order: Order): string {
  switch (order.order) {
    case 'mute':
    case 'slowMode':
      return `${order.seconds} s`;
    case 'followersOnly':
    case 'muteAll':
      return order.on ? 'on' : 'off';
    case 'role':
      return order.role;
    case 'pin':
      return order.id === null ? 'off' : '';
    default:
      return '';
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
 * Three tables, one below the other: the figures, the minutes, the chat. What an order or an answer
 * is about stands in its last two cells: the id of a person or of another line, and a name. Begins with a byte order
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
  yield line('time', 'user_id', 'name', 'kind', 'text', 'id', 'target_id', 'target_name');
  for await (const item of chat) yield line(time(item.atMs), ...cellsOf(item));
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
