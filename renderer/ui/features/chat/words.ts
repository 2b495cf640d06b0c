import i18next from 'i18next';
import { giftById } from '../../../../common/chat/gifts.ts';
import type { ChatItem, GiftItem } from '../../../../common/chat/message.ts';
import { pkOutcome } from '../../../../common/chat/pkWords.ts';
import type { Line } from '../../app/chat/lines.ts';

type OrderItem = Extract<ChatItem, { kind: 'order' }>;

/** What a gift is called and looks like; one that this version does not know is a gift. */
export function giftWords({ giftId }: Pick<GiftItem, 'giftId'>): { name: string; glyph: string } {
  const gift = giftById.get(giftId);
  if (!gift) return { name: i18next.t('gifts.unknown'), glyph: '🎁' };
  return { name: i18next.t(`gifts.${gift.name as 'rose'}`), glyph: gift.glyph };
}

/** How long somebody is silenced, in the largest unit that fits. */
function spanWords(seconds: number): string {
  if (seconds < 60) return i18next.t('chat.span.seconds', { count: seconds });
  if (seconds < 3600) return i18next.t('chat.span.minutes', { count: Math.round(seconds / 60) });
  return i18next.t('chat.span.hours', { count: Math.round(seconds / 3600) });
}

/** What an order did, in a sentence. */
export function orderWords({ order, name }: OrderItem): string {
  switch (order.order) {
    case 'mute':
      return i18next.t('chat.told.mute', { name, span: spanWords(order.seconds) });
    case 'unmute':
      return i18next.t('chat.told.unmute', { name });
    case 'kick':
      return i18next.t('chat.told.kick', { name });
    case 'ban':
      return i18next.t('chat.told.ban', { name });
    case 'unban':
      return i18next.t('chat.told.unban', { name });
    case 'slowMode':
      return order.seconds === 0
        ? i18next.t('chat.told.slowOff')
        : i18next.t('chat.told.slowOn', { span: spanWords(order.seconds) });
    case 'followersOnly':
      return i18next.t(order.on ? 'chat.told.followersOn' : 'chat.told.followersOff');
    case 'muteAll':
      return i18next.t(order.on ? 'chat.told.muteAllOn' : 'chat.told.muteAllOff');
    case 'role':
      return i18next.t(order.role === 'admin' ? 'chat.told.admin' : 'chat.told.noAdmin', { name });
    case 'delete':
    case 'pin':
    case 'bannedWords':
      return '';
  }
}

/** Who came, folded: one by name, many by the first name and their number. */
export function enteredWords({ people, count }: Extract<Line, { kind: 'entered' }>): string {
  const [first] = people;
  if (!first) return i18next.t('chat.enteredSome', { count });
  return count === 1
    ? i18next.t('chat.enteredOne', { name: first.name })
    : i18next.t('chat.enteredMany', { name: first.name, count });
}

/** The whole line as it is heard. */
export function lineWords(line: Line): string {
  switch (line.kind) {
    case 'said':
      return line.removed ? i18next.t('chat.removed') : `${line.item.from.name}: ${line.item.text}`;
    case 'gift': {
      const { name } = giftWords(line.item);
      return `${line.item.from.name} ${i18next.t('chat.sent', { gift: name })} ×${line.item.combo}`;
    }
    case 'order':
      return orderWords(line.item);
    case 'notice':
      return line.item.text === ''
        ? i18next.t('chat.noticeDown')
        : `${i18next.t('chat.notice')}: ${line.item.text}`;
    case 'pk': {
      const { round } = line.item;
      const outcome = pkOutcome(line.item);
      return i18next.t(outcome.winner ? 'chat.pkWon' : 'chat.pkDraw', { round, ...outcome });
    }
    case 'entered':
      return enteredWords(line);
    case 'gap':
      return i18next.t('chat.gap', { count: line.missed });
  }
}
