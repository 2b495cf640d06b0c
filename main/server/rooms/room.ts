import { randomBytes } from 'node:crypto';
import type { Role } from '../../../common/chat/message.ts';
import {
  type Category,
  categories,
  type RoomInfo,
  type RoomState,
} from '../../../common/rooms/room.ts';
import { cleanText } from '../chat/clean.ts';
import { Shunned } from '../chat/shunned.ts';
import type { Account } from '../identity/identity.ts';
import { cleanLine } from '../identity/names.ts';
import type { Meter } from './meter.ts';

/** Somebody who publishes into a room. */
export type Anchor = {
  readonly userId: string;
  readonly name: string;
  readonly avatar: string;
  readonly stream: string;
  /** When it was last heard of, ms since the epoch. */
  lastBeatMs: number;
};

/** A person whom RoomService was told of as a viewer. */
export type Audience = { readonly userId: string; readonly userInfo: string };

/** An open room, as the server keeps it. */
export type Room = {
  readonly roomId: string;
  readonly ownerId: string;
  ownerName: string;
  ownerAvatar: string;
  state: RoomState;
  info: RoomInfo;
  /** `roomInfo` of RoomService, given back as it came. */
  roomInfo: string;
  /** Opens a private room. Secret. */
  readonly invite: string;
  readonly createdMs: number;
  startedMs: number | null;
  /** Of the show under way; null before it. */
  meter: Meter | null;
  /** In the order they came. */
  readonly anchors: Map<string, Anchor>;
  /** In the order they came. */
  readonly audience: Map<string, Audience>;
  readonly roles: Map<string, Role>;
  readonly banned: Set<string>;
  /** Networks that somebody was banned from lately: they are served no picture. */
  readonly shunned: Shunned;
  readonly fields: Map<string, string>;
  /** Its stream was there since this server started. */
  isSeen: boolean;
  /** Sweeps in a row that found no stream. */
  misses: number;
  /** Last sign of an anchor or the owner, ms since the epoch. */
  heardMs: number;
  /** In the chat. */
  online: number;
};

/** What a room has when nobody has come yet. */
type Fresh =
  | 'anchors'
  | 'audience'
  | 'roles'
  | 'banned'
  | 'shunned'
  | 'fields'
  | 'isSeen'
  | 'misses'
  | 'online';

/** A room in which nobody is yet. */
export const emptyRoom = (given: Omit<Room, Fresh>): Room => ({
  ...given,
  ...{ anchors: new Map(), audience: new Map(), fields: new Map() },
  ...{ roles: new Map(), banned: new Set(), shunned: new Shunned() },
  ...{ isSeen: false, misses: 0, online: 0 },
});

/** A room that was never open before. */
export const freshRoom = (
  roomId: string,
  { userId, name, avatar }: Account,
  asked: { readonly info: RoomInfo; readonly roomInfo?: string },
  nowMs: number,
): Room =>
  emptyRoom({
    ...{ roomId, ownerId: userId, ownerName: name, ownerAvatar: avatar },
    ...{ state: 'unactive', info: cleanInfo(asked.info), roomInfo: asked.roomInfo ?? '' },
    invite: randomBytes(16).toString('base64url'),
    ...{ createdMs: nowMs, startedMs: null, meter: null, heardMs: nowMs },
  });

export const roomIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** In lists: published, public, and somebody stands for it. */
export const isListed = (room: Room): boolean =>
  room.state === 'active' &&
  room.isSeen &&
  room.anchors.size > 0 &&
  room.info.visibility === 'public';

/** Who publishes what viewers see: the owner, or whoever is there first. */
export const mainAnchor = (room: Room): Anchor | null =>
  room.anchors.get(room.ownerId) ?? room.anchors.values().next().value ?? null;

export const emptyInfo: RoomInfo = {
  title: '',
  category: 'other',
  notice: '',
  cover: '',
  visibility: 'public',
  openToPk: false,
};

/**
 * What RoomService's `roomInfo` says of a room: plain text is its title; of JSON the usual fields
 * are taken.
 */
export function infoOf(roomInfo: string, ownerName: string): RoomInfo {
  let said: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(roomInfo);
    if (typeof parsed === 'object' && parsed !== null) said = parsed as Record<string, unknown>;
  } catch {
    said = { title: roomInfo };
  }
  const text = (...keys: readonly string[]): string => {
    const found = keys.map((key) => said[key]).find((value) => typeof value === 'string');
    return typeof found === 'string' ? found : '';
  };
  const category = text('category') as Category;
  return {
    ...emptyInfo,
    title: titleOf(text('title', 'roomName', 'name')) || titleOf(ownerName) || 'live',
    category: categories.includes(category) ? category : 'other',
    notice: text('notice').trim().slice(0, 300),
    // An anchor whose app speaks RoomService is asked there, and answers there.
    openToPk: said['openToPk'] !== false,
  };
}

/** What an owner says of a room, without what would reach beyond its own place in a list. */
export const cleanInfo = (info: RoomInfo): RoomInfo => ({
  ...info,
  title: titleOf(info.title) || 'live',
  notice: cleanText(info.notice),
});

/** One line of at most 60 characters, as JavaScript counts them. */
function titleOf(given: string): string {
  return cleanLine(given, 60)
    .slice(0, 60)
    .replace(/\p{Cs}/gu, '')
    .trim();
}
