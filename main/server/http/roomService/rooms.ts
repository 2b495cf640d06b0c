import { z } from 'zod';
import { roomCodes, roomLimits } from '../../../../common/rooms/api.ts';
import { cleanName } from '../../identity/names.ts';
import { infoOf } from '../../rooms/room.ts';
import { callOf, done, fail, idSchema, notThere, ofRoom, roomAnswer } from './call.ts';

/** Checked by the call itself: what is too long has a code of its own. */
const roomInfo = z.string().max(roomLimits.bodyBytes).default('');

const isTooLong = (text: string): boolean => Buffer.byteLength(text) > roomLimits.roomInfoBytes;
const tooLong = fail(
  roomCodes.roomInvalid,
  `roomInfo has more than ${roomLimits.roomInfoBytes} bytes`,
);

export const roomCalls = {
  get_room_list: callOf(
    z.object({
      /** Rooms of one page. */
      cnt: z.coerce.number().int().min(1).max(roomLimits.pageMost).catch(20),
      /** Page, from 0. */
      index: z.coerce.number().int().min(0).max(10_000).catch(0),
    }),
    (called, { cnt, index }) => {
      const { rooms, total } = called.rooms.list({ page: index + 1, size: cnt });
      return done({ rooms: rooms.map((room) => roomAnswer(room, called)), totalCount: total });
    },
  ),

  create_room: callOf(
    z.object({ userID: idSchema, roomInfo, roomID: idSchema.optional() }),
    async ({ rooms, account, callers }, asked) => {
      if (isTooLong(asked.roomInfo)) return tooLong;
      const may = callers.mayMakeRoom(account);
      if (!may.ok) return fail(roomCodes.tooMany, may.error.message);
      const made = await rooms.create(account, {
        ...(asked.roomID ? { roomId: asked.roomID } : {}),
        info: infoOf(asked.roomInfo, cleanName(account.name)),
        roomInfo: asked.roomInfo,
      });
      if (made.ok) return done({ roomID: made.value.roomId });
      const { code, message } = made.error;
      if (code === 'ROOM_FULL') return fail(roomCodes.roomFull, message);
      return fail(code === 'BUSY' ? roomCodes.roomInvalid : roomCodes.notOwner, message);
    },
  ),

  destroy_room: callOf(ofRoom, async ({ rooms, account }, { roomID }) => {
    const room = rooms.room(roomID);
    if (!room) return notThere;
    if (room.ownerId !== account.userId && !account.owner)
      return fail(roomCodes.notOwner, 'only the owner closes a room');
    await rooms.close(room, 'by its owner');
    return done();
  }),
};
