import { type CohostDesk, personAt } from '../../../common/cohost/desk.ts';
import type { Invited } from '../../../common/cohost/invited.ts';
import type { CohostContext } from './context.ts';
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
    const data: Invited['data'] = { type: 'invited', roomID: desk.roomId };
    chat.direct(desk.hostId, userId, { cmd: 'cohost', data } satisfies Invited);
  }
}
