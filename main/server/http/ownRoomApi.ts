import { z } from 'zod';
import { err, ok, type Result } from '../../../common/result.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import { roomInfoSchema } from '../../../common/rooms/room.ts';
import { cohostServerLimits } from '../cohost/limits.ts';
import type { Room } from '../rooms/room.ts';
import type { RoomCall, RoomCalled } from './apiContext.ts';
import { readBody } from './body.ts';
import { inputOf } from './peopleApi.ts';
import { takeUpload } from './uploadApi.ts';

const newLink = z.object({
  hours: z
    .number()
    .min(1 / 60)
    .max(cohostServerLimits.linkHoursMost)
    .default(cohostServerLimits.linkHours),
});
const oldLink = z.object({ code: z.string().max(128).optional() });

/** Calls of those who own a room, by method and what comes after its id. */
export const ownRoomCalls: readonly (readonly [string, RoomCall])[] = [
  ['PATCH', owners(update)],
  ['DELETE', owners(close)],
  ['POST heartbeat', owners(heartbeat)],
  ['GET push', owners(push)],
  ['PUT cover', owners(setCover)],
  ['DELETE cover', owners(removeCover)],
  [
    'GET stats',
    owners(async ({ rooms }, room) => ok({ stats: room.meter?.stats(rooms.now) ?? null })),
  ],
  ['GET minutes', owners(async ({ rooms }, room) => ok({ minutes: await rooms.minutes(room) }))],
  [
    'GET audience',
    owners(async (_, room) => ok({ audience: [...room.audience.values()].slice(-200) })),
  ],
  ['POST upload', owners(takeUpload)],
  ['POST guestLinks', owners(makeGuestLink)],
  ['DELETE guestLinks', owners(revokeGuestLinks)],
  ['POST ban', ban],
];

/** `AUTH` without a token, `FORBIDDEN` for those whose room it is not. */
function owners(call: RoomCall): RoomCall {
  return async (called, room) => {
    const { account, rooms } = called;
    if (!account) return err('AUTH', 'log in first');
    if (rooms.roleOf(room.roomId, account) !== 'owner')
      return err('FORBIDDEN', 'only the owner of the room does this');
    return call(called, room);
  };
}

async function update(
  { rooms, covers, request }: RoomCalled,
  room: Room,
): Promise<Result<unknown>> {
  const input = await inputOf(request, roomInfoSchema.partial());
  if (!input.ok) return input;
  const { cover } = input.value;
  if (cover && !covers.isPath(cover))
    return err('INPUT_INVALID', 'cover is malformed', { field: 'cover' });
  await rooms.update(room, { ...room.info, ...input.value });
  return ok({ info: room.info });
}

async function close({ rooms }: RoomCalled, room: Room): Promise<Result<unknown>> {
  return ok({ summary: await rooms.close(room, 'by its owner') });
}

async function heartbeat({ rooms, account }: RoomCalled, room: Room): Promise<Result<unknown>> {
  if (account) {
    rooms.beat(room, account);
    // Who comes back after a long silence stands in the room again.
    if (account.userId === room.ownerId && !room.anchors.has(account.userId)) {
      const { name, avatar } = account;
      const stream = await rooms.names.of(account);
      const added = await rooms.addAnchor(room, account, { stream, name, avatar });
      if (!added.ok) return added;
    }
  }
  return ok({ state: room.state, online: rooms.onlineOf(room), likes: room.meter?.likes ?? 0 });
}

/** Where the owner's show goes, to be asked for when a push is to begin: it is good for a day. Secret. */
async function push({ rooms, addresses, account }: RoomCalled): Promise<Result<unknown>> {
  if (!account) return err('AUTH', 'log in first');
  return ok({ pushUrl: addresses.push(await rooms.names.of(account)) });
}

async function setCover(called: RoomCalled, room: Room): Promise<Result<unknown>> {
  const { rooms, covers, callers, request, account } = called;
  const may = callers.mayCover(account?.userId ?? '');
  if (!may.ok) return may;
  const body = await readBody(request, roomLimits.coverBytes);
  if (!body.ok) return body;
  const cover = await covers.add(body.value);
  if (!cover.ok) return cover;
  await rooms.update(room, { ...room.info, cover: cover.value });
  return ok({ cover: cover.value });
}

async function removeCover({ rooms }: RoomCalled, room: Room): Promise<Result<unknown>> {
  await rooms.update(room, { ...room.info, cover: '' });
  return ok({ cover: '' });
}

/** A link to the green room, for the first guest who opens it. */
async function makeGuestLink(called: RoomCalled, room: Room): Promise<Result<unknown>> {
  const input = await inputOf(called.request, newLink);
  if (!input.ok) return input;
  const made = await called.links.make(room.roomId, input.value.hours);
  if (!made.ok) return made;
  return ok({ url: called.addresses.guest(room.roomId, made.value.code), ...made.value });
}

/** Takes one link back, or all of the room. */
async function revokeGuestLinks(called: RoomCalled, room: Room): Promise<Result<unknown>> {
  const input = await inputOf(called.request, oldLink);
  if (!input.ok) return input;
  await called.links.revoke(room.roomId, input.value.code ?? null);
  return ok({});
}

/** Ends the publish and the room; the push URL is refused from then on. */
async function ban({ rooms, account }: RoomCalled, room: Room): Promise<Result<unknown>> {
  if (!account) return err('AUTH', 'log in first');
  if (!account.owner) return err('FORBIDDEN', 'only the owner of the server does this');
  await rooms.ban(room);
  return ok({});
}
