import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { err, ok, type Result } from '../../../common/result.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import { categories, type RoomCard, roomInfoSchema } from '../../../common/rooms/room.ts';
import { mainAnchor, type Room, roomIdPattern } from '../rooms/room.ts';
import { Addresses } from './addresses.ts';
import type { ApiContext, RoomCall, RoomCalled } from './apiContext.ts';
import { lookAtGuestLink } from './guestLinkApi.ts';
import { ownRoomCalls } from './ownRoomApi.ts';
import { inputOf } from './peopleApi.ts';

const listQuery = z.object({
  category: z.enum(categories).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(roomLimits.pageMost).default(20),
});
const newRoom = z.object({
  roomId: z.string().regex(roomIdPattern).optional(),
  info: roomInfoSchema.partial().required({ title: true }),
});

/** `/api/rooms`, `/api/rooms/<roomId>` and what lies below; null for what is not there. */
export async function callRooms(
  context: ApiContext,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Promise<Result<unknown> | null> {
  const [roomId, what = '', ...more] = path.split('/').filter((part) => part !== '');
  if (more.length > 0) return null;
  const account = await context.callers.ofRequest(request);
  if (!account.ok) return account;
  const addresses = new Addresses(context.addressParts, request);
  const called = { ...context, request, query, addresses, account: account.value };
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  if (roomId === undefined) {
    if (method === 'GET') return list(called);
    return method === 'POST' ? create(called) : null;
  }
  // A summary is there when the room no longer is.
  if (`${method} ${what}` === 'GET summary') return summary(called, roomId);
  if (`${method} ${what}` === 'DELETE ban') return unban(called, roomId);
  const room = context.rooms.room(roomId);
  // A link leads into a private room, too.
  if (`${method} ${what}` === 'POST guestLink')
    return lookAtGuestLink(called, roomId, room !== null && maySee(called, room));
  const call = calls.get(`${method} ${what}`.trim());
  if (!call) return null;
  if (!room || !maySee(called, room)) return err('ROOM_MISSING', 'no such room');
  return call(called, room);
}

const calls: ReadonlyMap<string, RoomCall> = new Map<string, RoomCall>([
  ['GET', async (called, room) => ok(viewOf(called, room))],
  ['POST follow', (called, room) => follow(called, room, true)],
  ['DELETE follow', (called, room) => follow(called, room, false)],
  ...ownRoomCalls,
]);

function maySee({ rooms, account, query }: RoomCalled, room: Room): boolean {
  // Whoever has no token is asked what a stranger is asked.
  const as = account ?? { userId: '', name: '', avatar: '', owner: false };
  return rooms.mayEnter(room.roomId, as, query.get('invite') ?? '');
}

/** A room as others see it. */
export const cardOf = ({ rooms, addresses }: RoomCalled, room: Room): RoomCard => ({
  ...room.info,
  roomId: room.roomId,
  owner: { userId: room.ownerId, name: room.ownerName, avatar: room.ownerAvatar },
  state: room.state,
  online: rooms.onlineOf(room),
  likes: room.meter?.likes ?? 0,
  startedAtMs: room.startedMs,
  watchUrl: addresses.watch(room, false),
});

/** What the viewer's page and the studio want to know of one room. */
function viewOf(called: RoomCalled, room: Room) {
  const { rooms, account, addresses, streams } = called;
  const stream = mainAnchor(room)?.stream ?? null;
  const isOwner = account !== null && rooms.roleOf(room.roomId, account) === 'owner';
  return {
    room: cardOf(called, room),
    /** There is a picture now. */
    live: stream !== null && streams.isLive(stream),
    stream,
    play: addresses.play(room),
    handsOpen: called.handsOpen(room.roomId),
    followers: rooms.followers.count(room.ownerId),
    following: account !== null && rooms.isFollower(room.ownerId, account.userId),
    ...(isOwner ? { invite: room.invite, inviteUrl: addresses.watch(room, true) } : {}),
  };
}

async function list(called: RoomCalled): Promise<Result<unknown>> {
  const asked = listQuery.safeParse(Object.fromEntries(called.query));
  if (!asked.success) return err('INPUT_INVALID', 'category, page or size is malformed');
  const { rooms, total } = called.rooms.list(asked.data);
  const { page, size } = asked.data;
  return ok({ rooms: rooms.map((room) => cardOf(called, room)), total, page, size });
}

async function create(called: RoomCalled): Promise<Result<unknown>> {
  const { account, rooms, covers, addresses } = called;
  if (!account) return err('AUTH', 'log in first');
  const input = await inputOf(called.request, newRoom);
  if (!input.ok) return input;
  const { roomId, info } = input.value;
  if (info.cover && !covers.isPath(info.cover))
    return err('INPUT_INVALID', 'cover is malformed', { field: 'cover' });
  const full = roomInfoSchema.parse({
    ...{ category: 'other', notice: '', cover: '', visibility: 'public', openToPk: false },
    ...info,
  });
  if (!rooms.mayPublish(account)) return err('FORBIDDEN', 'guests have no rooms');
  const may = called.callers.mayMakeRoom(account);
  if (!may.ok) return may;
  const stream = await rooms.names.of(account);
  if (rooms.names.isRefused(stream)) return err('BANNED', 'banned from publishing');
  const made = await rooms.create(account, { ...(roomId ? { roomId } : {}), info: full });
  if (!made.ok) return made;
  const { name, avatar } = account;
  const added = await rooms.addAnchor(made.value, account, { stream, name, avatar });
  if (!added.ok) {
    await rooms.close(made.value, added.error.message);
    return added;
  }
  return ok({ ...viewOf(called, made.value), pushUrl: addresses.push(stream) });
}

async function follow(called: RoomCalled, room: Room, on: boolean): Promise<Result<unknown>> {
  const { account, rooms } = called;
  if (!account) return err('AUTH', 'log in first');
  if (account.userId === room.ownerId) return err('INPUT_INVALID', 'nobody follows themselves');
  const { followers } = rooms;
  if (!on) await followers.unfollow(room.ownerId, account.userId);
  else if (await followers.follow(room.ownerId, account.userId, rooms.now)) room.meter?.followed();
  return ok({ following: on, followers: followers.count(room.ownerId) });
}

/** Of the last show; for the owner of the server and of the room. */
async function summary({ rooms, account }: RoomCalled, roomId: string): Promise<Result<unknown>> {
  if (!account) return err('AUTH', 'log in first');
  if (!(await rooms.isOwnedBy(roomId, account))) return err('ROOM_MISSING', 'no such room');
  return ok({ summary: await rooms.summary(roomId) });
}

async function unban({ rooms, account }: RoomCalled, roomId: string): Promise<Result<unknown>> {
  if (!account?.owner) return err('FORBIDDEN', 'only the owner of the server does this');
  await rooms.unban(roomId);
  return ok({});
}
