import { z } from 'zod';
import { roomCodes } from '../../../../common/rooms/api.ts';
import type { Account } from '../../identity/identity.ts';
import { mainAnchor, type Room } from '../../rooms/room.ts';
import type { Addresses } from '../addresses.ts';
import type { ApiContext } from '../apiContext.ts';

/** `{ code, message, … }` */
export type Answer = { readonly code: number; readonly message: string } & Readonly<
  Record<string, unknown>
>;

/** A call with who makes it. */
export type Called = ApiContext & { readonly account: Account; readonly addresses: Addresses };

/** One of RoomService's calls. */
export type Call = {
  readonly input: z.ZodType;
  run(called: Called, input: unknown): Answer | Promise<Answer>;
};

/** Ties a call to what it takes. */
export const callOf = <S extends z.ZodType>(
  input: S,
  run: (called: Called, input: z.output<S>) => Answer | Promise<Answer>,
): Call => ({ input, run: run as Call['run'] });

export const done = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({
  code: roomCodes.ok,
  message: 'ok',
  ...fields,
});

export const fail = (code: number, message: string): Answer => ({ code, message });

/** Clients of 2018 give numbers where they mean names. */
export const idSchema = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/));
export const textSchema = (most: number) => z.string().max(most).default('');
export const ofRoom = z.object({ roomID: idSchema, userID: idSchema });

/** A room as RoomService's clients know it. */
export const roomAnswer = (room: Room, { rooms, addresses }: Called) => {
  const pushers = [...room.anchors.values()].map(({ userId, name, avatar, stream }) => ({
    ...{ userID: userId, userName: name, userAvatar: avatar },
    accelerateURL: addresses.flv(room, stream),
  }));
  return {
    ...{ roomID: room.roomId, roomInfo: room.roomInfo || room.info.title },
    ...{ roomName: room.info.title, roomCreator: room.ownerId },
    mixedPlayURL: mainAnchor(room) ? (addresses.play(room)?.flv ?? '') : '',
    // Of 2018 and of 2019.
    ...{ pushers, anchors: pushers },
    ...{ viewerCount: rooms.onlineOf(room), likeCount: room.meter?.likes ?? 0 },
  };
};

export const notThere = fail(roomCodes.notOwner, 'no such room');
