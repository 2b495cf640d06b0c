import type { Role } from '../../common/chat/message.ts';
import { err, ok } from '../../common/result.ts';
import type {
  Account,
  Identity,
  RoomCounts,
  RoomDirectory,
} from '../../main/server/identity/identity.ts';

/** Stands for a person: no secret, so that any process of a test can make it. */
export const tokenOf = (userId: string): string => `user:${userId}`;

/** Takes the tokens of `tokenOf`; people are called after their id. */
export const people: Identity = {
  async verify(token) {
    const userId = /^user:([A-Za-z0-9_.@-]{1,64})$/.exec(token)?.[1];
    if (!userId) return err('AUTH', 'The token is not known.');
    const account: Account = { userId, name: `n-${userId}`, avatar: '', owner: false };
    return ok(account);
  },
};

type RoomRecord = {
  readonly ownerId: string;
  visibility: 'public' | 'private';
  readonly invite: string;
  readonly roles: Map<string, Role>;
  readonly banned: Set<string>;
};

/** Rooms in memory, with what a test wants to look at. */
export class RoomsInMemory implements RoomDirectory {
  readonly followers = new Set<string>();
  /** Sums of what was counted; `online` as last told. */
  readonly counts = new Map<string, RoomCounts>();
  private readonly rooms = new Map<string, RoomRecord>();
  private readonly listeners = new Set<(roomId: string) => void>();

  open(roomId: string, ownerId: string, visibility: 'public' | 'private' = 'public'): void {
    const kept = { roles: new Map<string, Role>(), banned: new Set<string>() };
    this.rooms.set(roomId, { ownerId, visibility, invite: `invite-${roomId}`, ...kept });
  }

  makePrivate(roomId: string): void {
    const room = this.rooms.get(roomId);
    if (room) room.visibility = 'private';
    for (const listener of this.listeners) listener(roomId);
  }

  close(roomId: string): void {
    this.rooms.delete(roomId);
    for (const listener of this.listeners) listener(roomId);
  }

  get(roomId: string) {
    const room = this.rooms.get(roomId);
    return room ? { roomId, ownerId: room.ownerId, visibility: room.visibility } : null;
  }

  roleOf(roomId: string, account: Account): Role {
    const room = this.rooms.get(roomId);
    if (account.owner || room?.ownerId === account.userId) return 'owner';
    return room?.roles.get(account.userId) ?? 'viewer';
  }

  mayEnter(roomId: string, account: Account, invite: string): boolean {
    const room = this.rooms.get(roomId);
    if (!room) return false;
    return (
      room.visibility === 'public' || room.ownerId === account.userId || room.invite === invite
    );
  }

  isBanned(roomId: string, userId: string): boolean {
    return this.rooms.get(roomId)?.banned.has(userId) ?? false;
  }

  async setRole(roomId: string, userId: string, role: Role): Promise<void> {
    this.rooms.get(roomId)?.roles.set(userId, role);
  }

  async setBanned(roomId: string, userId: string, banned: boolean): Promise<void> {
    const set = this.rooms.get(roomId)?.banned;
    if (banned) set?.add(userId);
    else set?.delete(userId);
  }

  isFollower(_ownerId: string, userId: string): boolean {
    return this.followers.has(userId);
  }

  onClosed(listener: (roomId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  counted(roomId: string, change: RoomCounts): void {
    const sum = { ...(this.counts.get(roomId) ?? noCounts) };
    for (const name of ['joins', 'likes', 'messages', 'gifts', 'giftPoints'] as const) {
      sum[name] += change[name];
    }
    this.counts.set(roomId, { ...sum, online: change.online });
  }
}

const noCounts = { online: 0, joins: 0, likes: 0, messages: 0, gifts: 0, giftPoints: 0 };
