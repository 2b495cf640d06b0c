import { roomCodes, roomLimits } from '../../../../common/rooms/api.ts';
import { callOf, done, fail, notThere, ofRoom, textSchema } from './call.ts';

/** People counted in a room by `add_audience`. */
const MOST_AUDIENCE = 20_000;

export const audienceCalls = {
  add_audience: callOf(
    ofRoom.extend({ userInfo: textSchema(1024) }),
    ({ rooms, account }, { roomID, userID, userInfo }) => {
      const room = rooms.room(roomID);
      if (!room || !rooms.mayEnter(roomID, account, '')) return notThere;
      if (userID !== account.userId)
        return fail(roomCodes.authFailed, 'everybody adds themselves only');
      if (room.banned.has(userID)) return fail(roomCodes.notMember, 'banned from this room');
      // The newest stands last.
      room.audience.delete(userID);
      room.audience.set(userID, { userId: userID, userInfo });
      const oldest = room.audience.keys().next().value;
      if (room.audience.size > MOST_AUDIENCE && oldest !== undefined) room.audience.delete(oldest);
      return done();
    },
  ),

  delete_audience: callOf(ofRoom, ({ rooms, account }, { roomID, userID }) => {
    const room = rooms.room(roomID);
    if (!room) return notThere;
    const own = userID === account.userId || rooms.roleOf(roomID, account) === 'owner';
    if (!own) return fail(roomCodes.notOwner, 'only the owner removes others');
    if (!room.audience.delete(userID)) return fail(roomCodes.notMember, 'not in this room');
    return done();
  }),

  get_audiences: callOf(ofRoom, ({ rooms, account }, { roomID }) => {
    const room = rooms.room(roomID);
    if (!room || !rooms.mayEnter(roomID, account, '')) return notThere;
    const newest = [...room.audience.values()].slice(-roomLimits.audienceListed).reverse();
    const audiences = newest.map(({ userId, userInfo }) => ({ userID: userId, userInfo }));
    return done({ audiences, count: rooms.onlineOf(room) });
  }),
};
