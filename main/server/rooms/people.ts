import type { Role } from '../../../common/chat/message.ts';
import type { Database } from '../data/database.ts';
import type { Account } from '../identity/identity.ts';
import { sameSecret } from '../publishAuth.ts';
import type { Room } from './room.ts';

/** What somebody is in a room. The owner of the server is the owner of every room, also of none. */
export function roleIn(room: Room | undefined, account: Account): Role {
  if (account.owner || room?.ownerId === account.userId) return 'owner';
  const role = room?.roles.get(account.userId);
  if (role === 'admin') return role;
  return room?.anchors.has(account.userId) ? 'anchor' : (role ?? 'viewer');
}

/** A private room opens with its invite secret only, and to those who are more than viewers. */
export const mayEnter = (room: Room, account: Account, invite: string): boolean =>
  room.info.visibility === 'public' ||
  roleIn(room, account) !== 'viewer' ||
  sameSecret(invite, room.invite);

/** Gives somebody a role; `viewer` takes it back. Resolves when it is on disk. */
export function setRole(database: Database, room: Room, userId: string, role: Role): Promise<void> {
  const { roomId, roles } = room;
  if (role === 'viewer') {
    roles.delete(userId);
    return database.write(
      'DELETE FROM room_roles WHERE room_id = ? AND user_id = ?',
      roomId,
      userId,
    );
  }
  roles.set(userId, role);
  return database.write(
    'INSERT OR REPLACE INTO room_roles (room_id, user_id, role) VALUES (?, ?, ?)',
    ...[roomId, userId, role],
  );
}

/** Puts somebody out for good, or lets them in again. Resolves when it is on disk. */
export function setBanned(
  database: Database,
  room: Room,
  userId: string,
  isBanned: boolean,
): Promise<void> {
  const { roomId, banned, audience } = room;
  if (!isBanned) {
    banned.delete(userId);
    return database.write(
      'DELETE FROM room_bans WHERE room_id = ? AND user_id = ?',
      roomId,
      userId,
    );
  }
  banned.add(userId);
  audience.delete(userId);
  return database.write(
    'INSERT OR IGNORE INTO room_bans (room_id, user_id) VALUES (?, ?)',
    roomId,
    userId,
  );
}
