import type { CohostVisitor } from '../../../common/cohost/desk.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { isGuest } from '../identity/accounts.ts';
import type { Account } from '../identity/identity.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import type { CohostRequest } from './frames.ts';
import type { RoomDesk } from './roomDesk.ts';

export type Admitted = {
  readonly desk: RoomDesk;
  readonly account: Account;
  readonly visitor: CohostVisitor;
  readonly isHost: boolean;
};

const missing = () => err('ROOM_MISSING', 'There is no such room, or it is over.');
const banned = () => err('BANNED', 'You were put out of this room for good.');

/**
 * Who it is, and whether they may come to the desk. `AUTH`, `ROOM_MISSING` (also for a private room
 * without its invite: nobody learns that there is one), `BANNED`, `FORBIDDEN` for a guest link that
 * is not good or somebody else's, `ROOM_FULL` where the green room is.
 */
export async function admit(
  request: Extract<CohostRequest, { op: 'join' }>,
  network: string,
  desks: Desks,
  context: CohostContext,
): Promise<Result<Admitted>> {
  const { roomId, guestLink, invite } = request;
  const { identity, rooms, links, chat } = context;
  const verified = await identity.verify(request.token);
  if (!verified.ok) return verified;
  const account = verified.value;
  const { userId, name, avatar } = account;
  const found = rooms.room(roomId);
  if (!found) return missing();
  const desk = await desks.of(roomId, found.ownerId);
  const isHost = userId === desk.hostId;
  const brings = guestLink !== '' && !isHost;
  // Who is at the desk comes back to it, also when the link is over meanwhile.
  const isAt = desk.has(userId);
  const isGood = brings && (await links.use(roomId, guestLink, userId));
  if (brings && !isGood && !isAt)
    return rooms.mayEnter(roomId, account, invite)
      ? err('FORBIDDEN', 'The link is no longer good, or it belongs to somebody else.')
      : missing();
  // It may have closed, or they may have been put out, while the database was read.
  if (rooms.room(roomId) !== found || desks.find(roomId) !== desk) return missing();
  if (rooms.isBanned(roomId, userId) || desk.isBlocked(userId)) return banned();
  if (!isGood && !isAt && !rooms.mayEnter(roomId, account, invite)) return missing();
  // Whoever was put out is not back by another name; to whom a link was given the host wants to come.
  const isAnybody = isGuest(account) && !isGood && !isAt;
  const isKnown = chat.person(roomId, userId) !== null;
  if (isAnybody && (desk.isShunned(network) || (!isKnown && chat.isShunned(roomId, network))))
    return banned();
  const visitor = { userId, name, avatar };
  const refused = isGood ? desk.arrive(visitor) : null;
  if (refused === 'FULL') return err('ROOM_FULL', 'The green room is full.');
  return refused ? banned() : ok({ desk, account, visitor, isHost });
}
