import { randomBytes } from 'node:crypto';
import type { Role } from '../../../common/chat/message.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import type { Category, RoomInfo, RoomSummary } from '../../../common/rooms/room.ts';
import type { Statement } from '../data/batch.ts';
import { isGuest } from '../identity/accounts.ts';
import type { Account, RoomCounts, RoomDirectory } from '../identity/identity.ts';
import { sameSecret } from '../publishAuth.ts';
import { Endings, type EndingsOptions } from './endings.ts';
import { saveFigures } from './figures.ts';
import { Followers } from './followers.ts';
import type { GuestAnchors, WhyGone } from './guestAnchors.ts';
import { Meter } from './meter.ts';
import * as people from './people.ts';
import { type Anchor, cleanInfo, freshRoom, isListed, type Room, roomIdPattern } from './room.ts';
import * as storage from './storage.ts';
import { StreamNames } from './streamNames.ts';
import type { Streams } from './streams.ts';

/** Open rooms of one server. */
const MOST_ROOMS = 1_000;
/** Open rooms of one person who is not the owner of the server. */
const MOST_OF_ONE = 4;

export type RoomsOptions = EndingsOptions & {
  readonly streams: Streams;
  /** What the owner of the server publishes as. */
  readonly ownerStream: string;
  readonly guestAnchors?: GuestAnchors;
  /** Ms since the epoch. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
};

/** What a room is made of. */
export type NewRoom = {
  /** Made up where it is missing. */
  readonly roomId?: string;
  readonly info: RoomInfo;
  readonly roomInfo?: string;
};

/** All open rooms, and what may be done to them. Kept in the database, looked up in memory. */
export class Rooms implements RoomDirectory {
  readonly names: StreamNames;
  readonly followers: Followers;
  private readonly options: RoomsOptions;
  private readonly rooms = new Map<string, Room>();
  private readonly roomByStream = new Map<string, string>();
  /** Rooms that are not open yet, and who makes them. */
  private readonly making = new Map<string, string>();
  private readonly endings: Endings;
  private readonly noticeListeners = new Set<(roomId: string, text: string) => void>();

  private constructor(options: RoomsOptions, names: StreamNames, followers: Followers) {
    this.options = options;
    this.names = names;
    this.followers = followers;
    this.endings = new Endings(options);
  }

  static async open(options: RoomsOptions): Promise<Rooms> {
    const { database, ownerStream } = options;
    const names = await StreamNames.open(database, ownerStream);
    const rooms = new Rooms(options, names, await Followers.open(database));
    for (const room of await storage.loadRooms(database, rooms.now)) {
      rooms.rooms.set(room.roomId, room);
      for (const { stream } of room.anchors.values()) rooms.roomByStream.set(stream, room.roomId);
    }
    return rooms;
  }

  get now(): number {
    return (this.options.now ?? Date.now)();
  }

  get all(): Iterable<Room> {
    return this.rooms.values();
  }

  // For the chat.

  get(roomId: string) {
    const room = this.rooms.get(roomId);
    return room ? { roomId, ownerId: room.ownerId, visibility: room.info.visibility } : null;
  }

  roleOf(roomId: string, account: Account): Role {
    return people.roleIn(this.rooms.get(roomId), account);
  }

  mayEnter(roomId: string, account: Account, invite: string): boolean {
    const room = this.rooms.get(roomId);
    return room !== undefined && people.mayEnter(room, account, invite);
  }

  isBanned(roomId: string, userId: string): boolean {
    return this.rooms.get(roomId)?.banned.has(userId) ?? false;
  }

  async setRole(roomId: string, userId: string, role: Role): Promise<void> {
    const room = this.rooms.get(roomId);
    if (room) await people.setRole(this.options.database, room, userId, role);
  }

  async setBanned(
    roomId: string,
    userId: string,
    banned: boolean,
    network: string | null = null,
  ): Promise<void> {
    const room = this.rooms.get(roomId);
    if (!room) return;
    if (!banned) room.shunned.forgive('ban', userId);
    else if (network !== null) {
      // Who watches is not known but by where they are.
      room.shunned.ban(network, userId, this.now);
      for (const { stream } of room.anchors.values())
        this.options.streams.sendAway(stream, network);
    }
    await Promise.all([
      people.setBanned(this.options.database, room, userId, banned),
      // Nor does one who was put out stand in it as an anchor.
      banned && userId !== room.ownerId ? this.removeAnchor(room, userId) : null,
    ]);
  }

  isFollower(ownerId: string, userId: string): boolean {
    return this.followers.has(ownerId, userId);
  }

  onClosed(listener: (roomId: string) => void): () => void {
    return this.endings.listen(listener);
  }

  /** Told when the owner writes another notice over a room; empty takes it down. */
  onNotice(listener: (roomId: string, text: string) => void): void {
    this.noticeListeners.add(listener);
  }

  counted(roomId: string, change: RoomCounts): void {
    const room = this.rooms.get(roomId);
    if (!room) return;
    room.online = change.online;
    room.meter?.count({ ...change, online: this.onlineOf(room) }, this.now);
  }

  // For the API.

  room(roomId: string): Room | null {
    return this.rooms.get(roomId) ?? null;
  }

  /** The room that a stream is published into. */
  roomOfStream(stream: string): Room | null {
    return this.rooms.get(this.roomByStream.get(stream) ?? '') ?? null;
  }

  /** A private room's pictures need its invite secret, too. */
  mayPlay(stream: string, invite: string): boolean {
    const room = this.roomOfStream(stream);
    return !room || room.info.visibility === 'public' || sameSecret(invite, room.invite);
  }

  /** Somebody there was put out of the room for good, not long ago. */
  isShunned(stream: string, network: string): boolean {
    return this.roomOfStream(stream)?.shunned.isBanned(network, this.now) ?? false;
  }

  /** Viewers: those in the chat, those who were counted in, or those who watch, whichever is most. */
  onlineOf(room: Room): number {
    let watching = 0;
    for (const { stream } of room.anchors.values())
      watching = Math.max(watching, this.options.streams.viewers(stream));
    return Math.max(room.online, room.audience.size, watching);
  }

  /** Newest first. `page` counts from 1. */
  list(asked: { category?: Category; page: number; size: number }): {
    rooms: Room[];
    total: number;
  } {
    const listed = [...this.rooms.values()]
      .filter(
        (room) => isListed(room) && (!asked.category || room.info.category === asked.category),
      )
      .sort((a, b) => (b.startedMs ?? 0) - (a.startedMs ?? 0) || (a.roomId < b.roomId ? -1 : 1));
    const from = (asked.page - 1) * asked.size;
    return { rooms: listed.slice(from, from + asked.size), total: listed.length };
  }

  /** May somebody have a push URL at all: the owner, people who were vouched for, guests with a seat. */
  mayPublish(account: Account): boolean {
    if (account.owner || !isGuest(account)) return true;
    const { userId } = account;
    return (
      (this.options.guestAnchors?.acceptedAnywhere(userId) ?? false) ||
      [...this.rooms.values()].some(({ roles }) => roles.has(userId))
    );
  }

  /** False for a stream that is banned, and for that of a guest who has no seat any more. */
  mayPublishAs(stream: string): boolean {
    const userId = this.names.userOf(stream);
    const isFree =
      userId === null || this.mayPublish({ userId, name: '', avatar: '', owner: false });
    return isFree && !this.names.isRefused(stream);
  }

  /** `FORBIDDEN`, `INPUT_INVALID`, `BUSY` for a room that is open already, `ROOM_FULL` for too many rooms. */
  async create(account: Account, asked: NewRoom): Promise<Result<Room>> {
    const roomId = asked.roomId ?? `r${randomBytes(6).toString('hex')}`;
    if (!roomIdPattern.test(roomId)) return err('INPUT_INVALID', 'the room id is malformed');
    if (!account.owner && isGuest(account)) return err('FORBIDDEN', 'guests have no rooms');
    if (this.rooms.has(roomId) || this.making.has(roomId))
      return err('BUSY', `the room ${roomId} is open already`);
    const owners = [...[...this.rooms.values()].map((it) => it.ownerId), ...this.making.values()];
    const own = owners.filter((ownerId) => ownerId === account.userId).length;
    if (owners.length >= MOST_ROOMS || (!account.owner && own >= MOST_OF_ONE))
      return err('ROOM_FULL', 'there are too many rooms open');
    // Until it is known whose name that is, nobody is its owner.
    this.making.set(roomId, account.userId);
    try {
      return await this.make(roomId, account, asked);
    } finally {
      this.making.delete(roomId);
    }
  }

  private async make(roomId: string, account: Account, asked: NewRoom): Promise<Result<Room>> {
    // Its row would be that of the closed one again.
    await this.endings.written(roomId);
    const now = this.now;
    const room = freshRoom(roomId, account, asked, now);
    if (!(await storage.openRoom(this.options.database, room, now)))
      return err('FORBIDDEN', `the room ${roomId} belongs to somebody else`);
    this.rooms.set(roomId, room);
    this.log(`rooms: ${roomId} is made`);
    return ok(room);
  }

  async update(room: Room, info: RoomInfo): Promise<void> {
    const wasPublic = room.info.visibility === 'public';
    const isNewNotice = room.info.notice !== info.notice;
    room.info = cleanInfo(info);
    await this.save(room);
    if (isNewNotice)
      for (const listener of this.noticeListeners) listener(room.roomId, room.info.notice);
    if (!wasPublic || info.visibility === 'public') return;
    this.endings.tell(room.roomId);
    // Those with the invite come back with it.
    for (const { stream } of room.anchors.values()) this.options.streams.sendAway(stream);
  }

  /** `ROOM_FULL` with four anchors, `BANNED`, `FORBIDDEN` for a stream of somebody else or a guest without a seat. */
  async addAnchor(
    room: Room,
    account: Account,
    as: { readonly stream: string; readonly name: string; readonly avatar: string },
  ): Promise<Result<Anchor>> {
    const { userId } = account;
    if (room.banned.has(userId)) return err('BANNED', 'banned from this room');
    if (!this.names.isOf(as.stream, account) || this.names.isRefused(as.stream))
      return err('FORBIDDEN', 'this stream is not theirs to publish');
    const accepted = this.options.guestAnchors?.accepted(room.roomId, userId) ?? null;
    const hasSeat = accepted || this.roleOf(room.roomId, account) !== 'viewer';
    const isClosed = isGuest(account) || room.info.visibility === 'private' || accepted === false;
    if (!hasSeat && isClosed) return err('FORBIDDEN', 'no seat in this room');
    if (!room.anchors.has(userId) && room.anchors.size >= roomLimits.anchors)
      return err('ROOM_FULL', `a room has ${roomLimits.anchors} anchors at most`);
    const anchor: Anchor = { userId, ...as, lastBeatMs: this.now };
    // A stream is in one room only: the one it was brought to last.
    const before = this.roomOfStream(as.stream);
    const statements: Statement[] = [storage.saveAnchor(room.roomId, anchor)];
    if (before && before !== room) {
      for (const other of [...before.anchors.values()].filter((it) => it.stream === as.stream)) {
        before.anchors.delete(other.userId);
        statements.push(storage.removeAnchor(before.roomId, other.userId));
      }
    }
    const { stream: left } = room.anchors.get(userId) ?? anchor;
    if (left !== as.stream && this.roomByStream.get(left) === room.roomId)
      this.roomByStream.delete(left);
    room.anchors.set(userId, anchor);
    room.heardMs = this.now;
    this.roomByStream.set(as.stream, room.roomId);
    await this.options.database.writeAll(statements);
    this.options.guestAnchors?.changed(room.roomId, userId);
    if (this.options.streams.isLive(as.stream)) await this.streamLive(as.stream);
    return ok(anchor);
  }

  /** The owner's leaving closes the room. */
  async removeAnchor(room: Room, userId: string, why: WhyGone = 'lost'): Promise<void> {
    const anchor = room.anchors.get(userId);
    if (!anchor) return;
    room.anchors.delete(userId);
    if (this.roomByStream.get(anchor.stream) === room.roomId)
      this.roomByStream.delete(anchor.stream);
    this.options.guestAnchors?.removed(room.roomId, userId, why);
    await this.options.database.writeAll([storage.removeAnchor(room.roomId, userId)]);
  }

  /** An anchor, or the owner of a room that is not on air yet, is still there. False for others. */
  beat(room: Room, account: Account): boolean {
    const anchor = room.anchors.get(account.userId);
    if (!anchor && room.ownerId !== account.userId) return false;
    if (anchor) anchor.lastBeatMs = this.now;
    if (anchor) this.options.guestAnchors?.heard(room.roomId, account.userId);
    room.heardMs = this.now;
    if (room.ownerId === account.userId) {
      // They may be called otherwise by now.
      room.ownerName = account.name;
      room.ownerAvatar = account.avatar;
    }
    return true;
  }

  /** The ingest has a picture of it. */
  async streamLive(stream: string): Promise<void> {
    const room = this.roomOfStream(stream);
    if (!room) return;
    room.isSeen = true;
    room.misses = 0;
    if (room.state === 'active') return;
    const now = this.now;
    room.state = 'active';
    room.startedMs = now;
    room.meter = new Meter(now, now);
    room.meter.observe(this.onlineOf(room), now);
    this.log(`rooms: ${room.roomId} is on air`);
    await this.save(room);
  }

  /** Over. Resolves with what is left of the show; null where there was none. */
  async close(room: Room, why: string): Promise<RoomSummary | null> {
    if (room.state === 'close' || this.rooms.get(room.roomId) !== room) return null;
    room.state = 'close';
    this.rooms.delete(room.roomId);
    for (const { stream } of room.anchors.values())
      if (this.roomByStream.get(stream) === room.roomId) this.roomByStream.delete(stream);
    this.log(`rooms: ${room.roomId} is closed: ${why}`);
    return this.endings.end(room, this.now);
  }

  /** Counts who is there, and writes what was counted. */
  saveFigures(): Promise<void> {
    const online = (room: Room) => this.onlineOf(room);
    return saveFigures(this.options.database, this.rooms.values(), online, this.now);
  }

  /** Ends the publishes of a room for good, and the room. */
  async ban(room: Room): Promise<void> {
    const streams = [...room.anchors.values()].map(({ stream }) => stream);
    await this.names.refuse(streams, true);
    for (const stream of streams) this.options.streams.drop(stream);
    this.log(`rooms: ${room.roomId} is banned`);
    await this.close(room, 'banned');
  }

  /** Lets those publish again who stood in a room when it was banned. */
  async unban(roomId: string): Promise<void> {
    await this.names.refuse(await storage.readStreams(this.options.database, roomId), false);
  }

  /** Also of a room that is closed. */
  async isOwnedBy(roomId: string, account: Account): Promise<boolean> {
    return account.owner || storage.isOwnedBy(this.options.database, roomId, account.userId);
  }

  summary(roomId: string): Promise<RoomSummary | null> {
    return storage.readSummary(this.options.database, roomId);
  }

  /** Of the show under way. */
  async minutes(room: Room) {
    if (room.startedMs === null) return [];
    await this.saveFigures();
    return storage.readMinutes(this.options.database, room.roomId, room.startedMs);
  }

  async setField(room: Room, name: string, value: string): Promise<void> {
    room.fields.set(name, value);
    await this.options.database.writeAll([storage.saveField(room.roomId, name, value)]);
  }

  private save(room: Room): Promise<void> {
    return this.options.database.writeAll([storage.saveRoom(room, this.now)]);
  }

  private log(line: string): void {
    this.options.log?.(line);
  }
}
