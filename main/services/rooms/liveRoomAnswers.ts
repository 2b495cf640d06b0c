import { z } from 'zod';
import { roomLimits } from '../../../common/rooms/api.ts';
import { type RoomCard, type RoomInfo, roomInfoSchema } from '../../../common/rooms/room.ts';

/** A room as RoomService says it. Strangers wrote most of it: sizes are bounded here. */
const text = (most: number) =>
  z
    .union([z.string(), z.number()])
    .transform((it) => String(it).slice(0, most))
    .catch('');

export const liveRoomSchema = z
  .object({
    roomID: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(64)),
    roomInfo: text(2_048),
    roomName: text(120),
    roomCreator: text(64),
    mixedPlayURL: text(2_048),
    pushers: z
      .array(z.object({ userID: text(64), userName: text(64), userAvatar: text(512) }))
      .max(16)
      .optional(),
    anchors: z
      .array(z.object({ userID: text(64), userName: text(64), userAvatar: text(512) }))
      .max(16)
      .optional(),
    viewerCount: z.number().min(0).catch(0),
    likeCount: z.number().min(0).catch(0),
  })
  .transform(({ anchors, pushers, ...room }) => ({ ...room, pushers: pushers ?? anchors ?? [] }));

export type LiveRoomRoom = z.output<typeof liveRoomSchema>;

/** `roomInfo` of a room, at most 1024 bytes: the notice goes before the title does. */
export function infoText({ title, category, notice, cover }: RoomInfo): string {
  const whole = JSON.stringify({ title, category, notice, cover });
  return Buffer.byteLength(whole) <= roomLimits.roomInfoBytes
    ? whole
    : JSON.stringify({ title, category });
}

/** What somebody else's service says of a room, as our lists show it. */
export function cardOf(room: LiveRoomRoom): RoomCard {
  const said = saidIn(room.roomInfo);
  const title = room.roomName || String(said.title ?? '') || room.roomInfo;
  const info = roomInfoSchema.safeParse({
    ...{ category: said.category, notice: said.notice ?? '', cover: said.cover ?? '' },
    ...{ visibility: 'public', openToPk: false, title: title.slice(0, 60).trim() || room.roomID },
  });
  const plain = { category: 'other' as const, notice: '', cover: '' };
  const creator = room.pushers.find(({ userID }) => userID === room.roomCreator);
  return {
    ...(info.success
      ? info.data
      : { ...plain, visibility: 'public', openToPk: false, title: title.slice(0, 60) }),
    roomId: room.roomID,
    owner: {
      userId: room.roomCreator,
      name: creator?.userName || room.roomCreator,
      avatar: creator?.userAvatar ?? '',
    },
    state: 'active',
    online: room.viewerCount,
    likes: room.likeCount,
    startedAtMs: null,
    watchUrl: /^https?:\/\//.test(room.mixedPlayURL) ? room.mixedPlayURL : '',
  };
}

/** JSON in `roomInfo`; plain text and anything else say nothing more. */
function saidIn(roomInfo: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(roomInfo);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
