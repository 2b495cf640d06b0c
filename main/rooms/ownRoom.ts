import { randomBytes } from 'node:crypto';
import type { RoomInfo, RoomStats, StudioRoom } from '../../common/rooms/room.ts';
import type { OwnRoom } from '../services/rooms/index.ts';

/**
 * Where viewers find the room; empty where that is not known.
 * @param watchUrl the session's address of the viewer page, with its play token while shared; null for rooms of other services
 */
export function inviteUrlOf(room: OwnRoom, watchUrl: string | null): string {
  const at = watchUrl ?? room.watchUrl;
  if (!URL.canParse(at)) return '';
  const url = new URL(at);
  if (!/^https?:$/.test(url.protocol)) return '';
  url.pathname = `/room/${room.roomId}`;
  if (room.info.visibility === 'private' && room.invite)
    url.searchParams.set('invite', room.invite);
  return url.href;
}

/** An untitled room is called as the show is. */
export const titled = (info: RoomInfo, showName: string): RoomInfo => ({
  ...info,
  title: info.title || showName.trim().slice(0, 60).trim() || 'Live',
});

/** The room as views see it, before anything of the chat is known. */
export const studioRoomOf = (room: OwnRoom, inviteUrl: string, stats: RoomStats): StudioRoom => ({
  roomId: room.roomId,
  info: room.info,
  state: room.state,
  inviteUrl,
  rules: { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] },
  stats,
});

/** No letters that are mistaken for each other: an id is read aloud and typed. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

export const freshRoomId = (): string =>
  [...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
