import type { z } from 'zod';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { ChatItem, chatSendSchema, Person } from '../../../common/chat/message.ts';
import type { RoomState } from './roomState.ts';
import type { SdkMessage } from './sdk.ts';
import { giftMessage, type Heard, type Outgoing, textMessage } from './wire.ts';

/** Somebody of a room, by the name that the service or the message gives. */
export function personOf(room: RoomState, userId: string, nick = ''): Person {
  const name = [...(nick || userId)].slice(0, chatLimits.nameChars).join('');
  return { userId, name, avatar: '', role: room.roleOf(userId) };
}

/** What is to be said, for the service and for this studio's own list. Its place in the order is not known yet. */
export function compose(
  said: z.output<typeof chatSendSchema>,
  id: string,
  from: Person,
  find: (id: string) => ChatItem | null,
): { readonly item: ChatItem; readonly outgoing: Outgoing } {
  const place = { id, seq: 1, atMs: 0, from };
  if (said.kind === 'gift') {
    const { giftId, count, comboId } = said;
    const item: ChatItem = { ...place, kind: 'gift', giftId, count, comboId, combo: count };
    return { item, outgoing: giftMessage({ id, giftId, count, comboId }) };
  }
  const { danmaku, question, text } = said;
  const replyTo = said.replyTo === null ? null : quoted(find(said.replyTo));
  return {
    item: { ...place, kind: 'text', text, danmaku, question, replyTo },
    outgoing: textMessage(text, from.name, { id, danmaku, question, replyTo }),
  };
}

/** What was heard, at its place in the order. */
export function itemOf(
  { sequence: seq, time }: SdkMessage,
  heard: Exclude<Heard, { kind: 'like' }>,
  from: Person,
): ChatItem {
  const place = { id: heard.id, seq, atMs: time * 1000 };
  if (heard.kind === 'order') {
    const { order, name } = heard;
    return { ...place, kind: 'order', by: from, order, name };
  }
  if (heard.kind === 'gift') {
    const { giftId, count, comboId } = heard;
    return { ...place, from, kind: 'gift', giftId, count, comboId, combo: count };
  }
  const { danmaku, question, replyTo, text } = heard;
  return { ...place, from, kind: 'text', text, danmaku, question, replyTo };
}

/** What a reply shows of what it answers. */
const quoted = (item: ChatItem | null) =>
  item?.kind === 'text' ? { id: item.id, name: item.from.name, text: item.text } : null;
