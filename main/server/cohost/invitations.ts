import { type CohostDesk, personAt } from '../../../common/cohost/desk.ts';
import { type Invited, invitedAnswerSchema } from '../../../common/cohost/invited.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import type { RoomDesk } from './roomDesk.ts';

/** Whom the host has just invited is told so in the chat: most viewers are at no desk. */
export function tellInvited(
  { chat }: Pick<CohostContext, 'chat'>,
  desk: RoomDesk,
  now: CohostDesk,
  before: CohostDesk,
): void {
  for (const { userId, stage, ticket } of now.people) {
    if (stage !== 'invited' || personAt(before, userId)?.ticket === ticket) continue;
    const data: Invited['data'] = { type: 'invited', roomID: desk.roomId, ticket };
    chat.direct(desk.hostId, userId, { cmd: 'cohost', data } satisfies Invited);
  }
}

/**
 * A message in the chat that may be a viewer's answer to an invitation. True where it is one, and is
 * not to be delivered; one that comes too late, or from somebody else, does nothing.
 */
export function hearAnswer(
  { newId }: Pick<CohostContext, 'newId'>,
  desks: Pick<Desks, 'find'>,
  { from, to, message }: { readonly from: string; readonly to: string; readonly message: unknown },
): boolean {
  const answer = invitedAnswerSchema.safeParse(message);
  if (!answer.success) return false;
  const { roomID, ticket, accept } = answer.data.data;
  const desk = desks.find(roomID);
  const person = desk && personAt(desk.desk, from);
  if (person?.stage === 'invited' && to === desk?.hostId)
    void desk.guest(person, newId(), { do: 'answer', ticket, accept });
  return true;
}
