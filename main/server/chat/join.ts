import { err, ok, type Result } from '../../../common/result.ts';
import { isGuest } from '../identity/accounts.ts';
import type { ChatContext } from './context.ts';
import type { ClientRequest } from './frames.ts';
import type { Hall, OpenRoom } from './hall.ts';
import type { PostedItem } from './history.ts';
import { Member, type Place } from './member.ts';
import { checkName } from './names.ts';

export type Admitted = {
  readonly opened: OpenRoom;
  readonly member: Member;
  /** Items before those in memory, for a moderator who was away. */
  readonly older: readonly PostedItem[];
};

/** Reads of older items before it is told that some are missing. */
const MOST_READS = 3;

/**
 * Who it is, and whether they may come in. Nothing is changed yet. `AUTH`, `ROOM_MISSING` (also for
 * a private room without its invite: nobody learns that there is one), `BANNED`.
 */
export async function admit(
  request: Extract<ClientRequest, { op: 'join' }>,
  place: Place,
  hall: Hall,
  context: ChatContext,
): Promise<Result<Admitted>> {
  const { roomId } = request;
  const missing = err('ROOM_MISSING', 'There is no such room, or it is over.');
  const verified = await context.identity.verify(request.token);
  if (!verified.ok) return verified;
  const account = verified.value;
  const found = context.rooms.get(roomId);
  if (!found) return missing;
  const banned = err('BANNED', 'You were put out of this room for good.');
  if (context.rooms.isBanned(roomId, account.userId)) return banned;
  if (!context.rooms.mayEnter(roomId, account, request.invite)) return missing;
  const opened = await hall.room(roomId, found.ownerId);
  const { room } = opened;
  const role = context.rooms.roleOf(roomId, account);
  const isNew = isGuest(account) && role === 'viewer' && !room.knows(account.userId);
  if (isNew && room.shunned.isBanned(place.network, context.now())) return banned;
  const member = new Member(account, role, place, context);
  checkName(member, room, context);
  const older =
    member.tier === 'staff' ? await missedItems(opened, request.afterSeq ?? 0, context) : [];
  // It may have closed, or they may have been put out, while the database was read.
  if (!context.rooms.get(roomId)) {
    void hall.closeRoom(roomId);
    return missing;
  }
  // Closed and made anew meanwhile: they come in with the next try.
  if (room.isOver) return missing;
  if (context.rooms.isBanned(roomId, account.userId)) return banned;
  if (!context.rooms.mayEnter(roomId, account, request.invite)) return missing;
  if (isNew) room.silence(account.userId, place.network);
  return ok({ opened, member, older });
}

/** What a moderator missed and is not in memory any more. */
async function missedItems(
  { room }: OpenRoom,
  afterSeq: number,
  { store }: ChatContext,
): Promise<PostedItem[]> {
  if (afterSeq === 0) return [];
  const items: PostedItem[] = [];
  for (let reads = 0; reads < MOST_READS; reads++) {
    const after = items.at(-1)?.seq ?? afterSeq;
    const first = room.firstInMemory;
    if (first <= after + 1) break;
    const read = await store.between(room.roomId, after, first);
    if (read.length === 0) break;
    items.push(...read);
  }
  // Some may have come into memory twice: it only ever drops its oldest.
  return items.filter((it) => it.seq < room.firstInMemory);
}
