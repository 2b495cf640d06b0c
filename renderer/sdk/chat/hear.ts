import { mayModerate } from '../../../common/chat/message.ts';
import { itemOf, personOf } from './items.ts';
import { type SdkMessage, sdkNames } from './sdk.ts';
import type { Stay } from './stay.ts';
import { type Heard, understand, understandDirect } from './wire.ts';

/** Why a stay ended that the person did not end. */
export type PutOut = 'kicked' | 'banned' | 'roomClosed';

/** What is told of what was heard, beside the room's news. */
export type Ear = {
  /** One person told this one something. */
  direct(from: string, data: unknown): void;
  /** The stay is over. */
  out(why: PutOut): void;
};

/** `operationType` of a tip: people came, people left. */
const CAME = 1;
const LEFT = 2;
/** `operationType` of a system notice. */
const PUT_OUT = 4;
const GROUP_OVER = 5;
/** People of one tip that are looked at. */
const MOST_PEOPLE = 100;

/** Takes in one message of the service while somebody is in a room. */
export function hear(stay: Stay, message: SdkMessage, ear: Ear): void {
  if (message.conversationType === sdkNames.one) {
    const data = understandDirect(message);
    if (data !== undefined) ear.direct(message.from, data);
  } else if (message.type === sdkNames.notice) {
    hearNotice(stay, message.payload as Notice | null, ear);
  } else if (message.to === stay.roomId) {
    if (message.type === sdkNames.tip) hearTip(stay, message.payload as Tip | null);
    else hearSaid(stay, message, understand(message), ear);
  }
}

type Notice = { operationType?: number; groupProfile?: { groupID?: string } };
function hearNotice(stay: Stay, notice: Notice | null, ear: Ear): void {
  if (notice?.groupProfile?.groupID !== stay.roomId) return;
  if (notice.operationType === GROUP_OVER) ear.out('roomClosed');
  if (notice.operationType === PUT_OUT) ear.out('kicked');
}

type Tip = { operationType?: number; userIDList?: unknown };
function hearTip(stay: Stay, tip: Tip | null): void {
  const listed = Array.isArray(tip?.userIDList) ? tip.userIDList : [];
  const others = listed
    .slice(0, MOST_PEOPLE)
    .map(String)
    .filter((it) => it !== stay.userId);
  const people = others.map((it) => personOf(stay.room, it));
  if (tip?.operationType === CAME) stay.news.addPeople(people, 0);
  if (tip?.operationType === LEFT) stay.news.addPeople([], others.length);
}

function hearSaid(stay: Stay, message: SdkMessage, heard: Heard | null, ear: Ear): void {
  if (!heard) return;
  const { from: userId } = message;
  const nick = message.nick || (heard.kind === 'text' ? heard.name : '');
  const from = personOf(stay.room, userId, nick);
  if (heard.kind === 'like') return stay.news.addLikes(heard.count, from.name);
  // Anybody can write an order: only those who may moderate are obeyed.
  if (heard.kind === 'order' && !mayModerate(from.role)) return;
  stay.news.add(itemOf(message, heard, from));
  if (heard.kind !== 'order') return;
  const { order } = heard;
  if (!('userId' in order) || order.userId !== stay.userId || userId === stay.userId) return;
  if (order.order === 'kick') ear.out('kicked');
  if (order.order === 'ban') ear.out('banned');
}
