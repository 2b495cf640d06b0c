import { giftById } from '../../common/chat/gifts.ts';
import type { ChatItem, Person } from '../../common/chat/message.ts';
import type { Words } from './words.ts';

const span = (className: string, ...inside: (string | Node)[]): HTMLSpanElement => {
  const element = document.createElement('span');
  element.className = className;
  element.append(...inside);
  return element;
};

const badge = (text: string, role: string): HTMLSpanElement =>
  span(`badge ${role}`, span('', text));

function nameOf({ name, userId, role }: Person, words: Words): Node[] {
  const parts: Node[] = role === 'viewer' ? [] : [badge(words.roles[role], role)];
  parts.push(span(`who ${role}`, (name || userId) + words.colon.trimEnd()));
  return parts;
}

/** What an item says, as text and nothing else; null for what is not shown. */
export function partsOf(item: ChatItem, words: Words): Node[] | null {
  switch (item.kind) {
    case 'text': {
      const asks = item.question ? [badge(words.question, 'guest')] : [];
      const reply = item.replyTo ? [span('reply', `@${item.replyTo.name}`)] : [];
      return [...asks, ...nameOf(item.from, words), ...reply, span('text', item.text)];
    }
    case 'gift': {
      const glyph = giftById.get(item.giftId)?.glyph ?? '🎁';
      const combo = item.combo > 1 ? ` ${words.combo} ×${item.combo}` : '';
      return [
        ...nameOf(item.from, words),
        span('gift', `${words.sent} ${glyph} ×${item.count}${combo}`),
      ];
    }
    case 'notice':
      return item.text ? [span('notice', item.text)] : null;
    case 'order':
    case 'pk':
      return null;
  }
}
