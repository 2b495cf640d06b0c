import { z } from 'zod';
import { mayModerate } from '../../../../common/chat/message.ts';
import { roomCodes, roomLimits } from '../../../../common/rooms/api.ts';
import { cleanAvatar, cleanName } from '../../identity/names.ts';
import { streamNamePattern } from '../../publishAuth.ts';
import { infoOf } from '../../rooms/room.ts';
import { callOf, done, fail, idSchema, notThere, ofRoom, roomAnswer, textSchema } from './call.ts';

/** The stream that a push URL is of; empty for what is none. */
export function streamOfUrl(pushUrl: string): string {
  const name = /^rtmps?:\/\/[^/?#]+\/[^/?#]+\/([^/?#]+)/i.exec(pushUrl)?.[1] ?? '';
  return streamNamePattern.test(name) ? name : '';
}

export const anchorCalls = {
  get_anchor_url: callOf(z.object({ userID: idSchema }), async ({ rooms, account, addresses }) => {
    if (!rooms.mayPublish(account))
      return fail(roomCodes.authFailed, 'guests publish only with a seat in a room');
    const stream = await rooms.names.of(account);
    if (rooms.names.isRefused(stream)) return fail(roomCodes.authFailed, 'banned from publishing');
    return done({ pushURL: addresses.push(stream), streamName: stream });
  }),

  get_anchors: callOf(ofRoom, (called, { roomID }) => {
    const room = called.rooms.room(roomID);
    if (!room || !called.rooms.mayEnter(roomID, called.account, ''))
      return fail(roomCodes.roomMissing, 'no such room');
    return done(roomAnswer(room, called));
  }),

  add_anchor: callOf(
    ofRoom.extend({
      userName: textSchema(512),
      userAvatar: textSchema(512),
      pushURL: textSchema(2048),
      roomInfo: z.string().max(roomLimits.bodyBytes).optional(),
    }),
    async ({ rooms, account }, asked) => {
      const room = rooms.room(asked.roomID);
      // The old server made a room here, under whatever name was given.
      if (!room) return notThere;
      if (asked.userID !== account.userId)
        return fail(roomCodes.authFailed, 'everybody adds themselves only');
      // Before a name is made for a stream that will never be.
      if (!rooms.mayPublish(account)) return fail(roomCodes.notOwner, 'no seat in this room');
      const { roomInfo } = asked;
      if (roomInfo !== undefined && Buffer.byteLength(roomInfo) > roomLimits.roomInfoBytes)
        return fail(roomCodes.roomInvalid, 'roomInfo is too long');
      const stream = asked.pushURL ? streamOfUrl(asked.pushURL) : await rooms.names.of(account);
      const added = await rooms.addAnchor(room, account, {
        stream,
        name: cleanName(asked.userName) || account.name,
        avatar: cleanAvatar(asked.userAvatar) || account.avatar,
      });
      if (!added.ok)
        return fail(
          added.error.code === 'ROOM_FULL' ? roomCodes.roomFull : roomCodes.notOwner,
          added.error.message,
        );
      if (roomInfo && room.ownerId === account.userId) {
        room.roomInfo = roomInfo;
        const { title } = infoOf(roomInfo, account.name);
        await rooms.update(room, { ...room.info, title });
      }
      return done();
    },
  ),

  delete_anchor: callOf(ofRoom, async ({ rooms, account }, { roomID, userID }) => {
    const room = rooms.room(roomID);
    if (!room) return notThere;
    if (userID !== account.userId && !mayModerate(rooms.roleOf(roomID, account)))
      return fail(roomCodes.notOwner, 'only the owner removes others');
    // That closes the room, which an admin may not.
    if (userID === room.ownerId && userID !== account.userId && !account.owner)
      return fail(roomCodes.notOwner, 'only the owner closes a room');
    if (!room.anchors.has(userID)) return fail(roomCodes.notMember, 'not an anchor of this room');
    if (userID === room.ownerId) await rooms.close(room, 'its owner left');
    else await rooms.removeAnchor(room, userID, userID === account.userId ? 'left' : 'lost');
    return done();
  }),

  anchor_heartbeat: callOf(ofRoom, ({ rooms, account }, { roomID }) => {
    const room = rooms.room(roomID);
    if (!room) return notThere;
    return rooms.beat(room, account)
      ? done()
      : fail(roomCodes.notMember, 'not an anchor of this room');
  }),

  /** The studio composes its picture itself: what a client wants mixed is taken note of. */
  merge_stream: callOf(
    ofRoom.extend({ mergeParams: z.union([z.record(z.string(), z.unknown()), z.string()]) }),
    async ({ rooms, account }, { roomID, mergeParams }) => {
      const room = rooms.room(roomID);
      if (!room) return notThere;
      if (!room.anchors.has(account.userId))
        return fail(roomCodes.notMember, 'not an anchor of this room');
      const text = typeof mergeParams === 'string' ? mergeParams : JSON.stringify(mergeParams);
      await rooms.setField(room, MERGE_FIELD, text);
      return done({ merge_code: 0, result: { code: 0, message: 'ok' } });
    },
  ),
};

/** Where the wanted mix is kept; no name that a client can give a field. */
export const MERGE_FIELD = ' merge';
