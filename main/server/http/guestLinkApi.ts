import { z } from 'zod';
import { err, ok, type Result } from '../../../common/result.ts';
import type { RoomCalled } from './apiContext.ts';
import { inputOf } from './peopleApi.ts';

const asked = z.object({ code: z.string().min(1).max(128) });

/** Whose show a guest link leads to. */
export type GuestLinkView = { readonly title: string; readonly hostName: string };

/**
 * Looks whether a guest link would let the caller in, and does not use it. Refused with what a join is
 * refused with: `FORBIDDEN`, or `ROOM_MISSING` where the caller may not know of the room; `RATE_LIMITED`.
 */
export async function lookAtGuestLink(
  called: RoomCalled,
  roomId: string,
  maySee: boolean,
): Promise<Result<GuestLinkView>> {
  const { callers, rooms, links, account, request } = called;
  const may = callers.mayFrom(request, 'link');
  if (!may.ok) return may;
  const input = await inputOf(request, asked);
  if (!input.ok) return input;
  const room = rooms.room(roomId);
  const userId = account?.userId ?? '';
  const lets = await links.isGood(roomId, input.value.code, userId);
  if (room && (lets || called.isAtDesk(roomId, userId)))
    return ok({ title: room.info.title, hostName: room.ownerName });
  return room && maySee
    ? err('FORBIDDEN', 'the link is no longer good, or it belongs to somebody else')
    : err('ROOM_MISSING', 'no such room');
}
