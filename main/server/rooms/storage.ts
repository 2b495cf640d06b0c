import { roles } from '../../../common/chat/message.ts';
import { type RoomMinute, type RoomSummary, roomInfoSchema } from '../../../common/rooms/room.ts';
import type { Statement } from '../data/batch.ts';
import type { Database } from '../data/database.ts';
import { Meter } from './meter.ts';
import { type Anchor, emptyInfo, emptyRoom, type Room } from './room.ts';

type RoomRow = {
  room_id: string;
  owner_id: string;
  state: 'unactive' | 'active';
  info: string;
  room_info: string;
  invite: string;
  created_ms: number;
  started_ms: number | null;
  stats: string;
  name: string | null;
  avatar: string | null;
};

export const saveRoom = (room: Room, nowMs: number): Statement => ({
  sql: `INSERT INTO rooms (room_id, owner_id, state, info, room_info, invite, created_ms, started_ms, stats)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (room_id) DO UPDATE SET
          state = excluded.state, info = excluded.info, room_info = excluded.room_info,
          invite = excluded.invite, created_ms = excluded.created_ms,
          started_ms = excluded.started_ms, stats = excluded.stats`,
  args: [
    ...[room.roomId, room.ownerId, room.state, JSON.stringify(room.info), room.roomInfo],
    ...[room.invite, room.createdMs, room.startedMs, room.meter?.save(nowMs) ?? '{}'],
  ],
});

export const saveAnchor = (roomId: string, anchor: Anchor): Statement => ({
  sql: 'INSERT OR REPLACE INTO anchors (room_id, user_id, name, avatar, stream) VALUES (?, ?, ?, ?, ?)',
  args: [roomId, anchor.userId, anchor.name, anchor.avatar, anchor.stream],
});

export const removeAnchor = (roomId: string, userId: string): Statement => ({
  sql: 'DELETE FROM anchors WHERE room_id = ? AND user_id = ?',
  args: [roomId, userId],
});

export const saveField = (roomId: string, name: string, value: string): Statement => ({
  sql: 'INSERT OR REPLACE INTO custom_fields (room_id, name, value) VALUES (?, ?, ?)',
  args: [roomId, name, value],
});

/** Adds to the minutes of a show. */
export const saveMinutes = (
  roomId: string,
  showMs: number,
  minutes: readonly RoomMinute[],
): Statement[] =>
  minutes.map(({ minute, online, joins, likes, messages, gifts }) => ({
    sql: `INSERT INTO minutes (room_id, show_ms, minute, online, joins, likes, messages, gifts)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (room_id, show_ms, minute) DO UPDATE SET
            online = max(online, excluded.online), joins = joins + excluded.joins,
            likes = likes + excluded.likes, messages = messages + excluded.messages,
            gifts = gifts + excluded.gifts`,
    args: [roomId, showMs, minute, online, joins, likes, messages, gifts],
  }));

export const readMinutes = (
  database: Database,
  roomId: string,
  showMs: number,
): Promise<RoomMinute[]> =>
  database.read<RoomMinute>(
    `SELECT minute, online, joins, likes, messages, gifts FROM minutes
     WHERE room_id = ? AND show_ms = ? ORDER BY minute LIMIT 2880`,
    roomId,
    showMs,
  );

export const saveSummary = ({ minutes: _, ...summary }: RoomSummary): Statement => ({
  sql: 'INSERT OR REPLACE INTO summaries (room_id, show_ms, summary) VALUES (?, ?, ?)',
  args: [summary.roomId, summary.startedAtMs, JSON.stringify(summary)],
});

/** The last show of a room; null where there was none. */
export async function readSummary(database: Database, roomId: string): Promise<RoomSummary | null> {
  const rows = await database.read<{ summary: string }>(
    'SELECT summary FROM summaries WHERE room_id = ? ORDER BY show_ms DESC LIMIT 1',
    roomId,
  );
  if (!rows[0]) return null;
  const summary = JSON.parse(rows[0].summary) as Omit<RoomSummary, 'minutes'>;
  return { ...summary, minutes: await readMinutes(database, roomId, summary.startedAtMs) };
}

/** Rooms that were open when the server ended. They are listed again when their stream is there. */
export async function loadRooms(database: Database, nowMs: number): Promise<Room[]> {
  const rows = await database.read<RoomRow>(
    `SELECT r.*, a.name, a.avatar FROM rooms r LEFT JOIN accounts a ON a.user_id = r.owner_id
     WHERE r.state <> 'close' ORDER BY r.created_ms`,
  );
  return Promise.all(
    rows.map(async (row) => {
      const room = emptyRoom({
        roomId: row.room_id,
        ownerId: row.owner_id,
        ownerName: row.name ?? row.owner_id,
        ownerAvatar: row.avatar ?? '',
        state: row.state,
        info: readInfo(row.info),
        roomInfo: row.room_info,
        invite: row.invite,
        createdMs: row.created_ms,
        startedMs: row.started_ms,
        meter: row.started_ms === null ? null : new Meter(row.started_ms, nowMs, row.stats),
        heardMs: nowMs,
      });
      await loadPeople(database, room, nowMs);
      return room;
    }),
  );
}

/**
 * Writes a room that opens, without what stood in it before, and reads who has a role in it or is
 * banned. False, and nothing done, where it was somebody else's before.
 */
export async function openRoom(database: Database, room: Room, nowMs: number): Promise<boolean> {
  const { roomId } = room;
  const before = await database.read<{ owner_id: string }>(
    'SELECT owner_id FROM rooms WHERE room_id = ?',
    roomId,
  );
  if (before[0] && before[0].owner_id !== room.ownerId) return false;
  const written = database.writeAll([
    { sql: 'DELETE FROM anchors WHERE room_id = ?', args: [roomId] },
    { sql: 'DELETE FROM custom_fields WHERE room_id = ?', args: [roomId] },
    saveRoom(room, nowMs),
  ]);
  await Promise.all([written, loadPeople(database, room, nowMs)]);
  return true;
}

/** Anchors, roles, bans and fields. */
async function loadPeople(database: Database, room: Room, nowMs: number): Promise<void> {
  const { roomId } = room;
  const [anchors, given, banned, fields] = await Promise.all([
    database.read<Anchor & { user_id: string }>('SELECT * FROM anchors WHERE room_id = ?', roomId),
    database.read<{ user_id: string; role: string }>(
      'SELECT user_id, role FROM room_roles WHERE room_id = ?',
      roomId,
    ),
    database.read<{ user_id: string }>('SELECT user_id FROM room_bans WHERE room_id = ?', roomId),
    database.read<{ name: string; value: string }>(
      'SELECT name, value FROM custom_fields WHERE room_id = ?',
      roomId,
    ),
  ]);
  for (const { user_id: userId, name, avatar, stream } of anchors)
    room.anchors.set(userId, { userId, name, avatar, stream, lastBeatMs: nowMs });
  for (const { user_id: userId, role } of given) {
    const known = roles.find((it) => it === role);
    if (known) room.roles.set(userId, known);
  }
  for (const { user_id: userId } of banned) room.banned.add(userId);
  for (const { name, value } of fields) room.fields.set(name, value);
}

function readInfo(text: string): Room['info'] {
  try {
    return roomInfoSchema.parse(JSON.parse(text));
  } catch {
    return { ...emptyInfo, title: 'live' };
  }
}

/** Also of a room that is closed. */
export async function isOwnedBy(
  database: Database,
  roomId: string,
  userId: string,
): Promise<boolean> {
  const sql = 'SELECT 1 FROM rooms WHERE room_id = ? AND owner_id = ?';
  return (await database.read(sql, roomId, userId)).length > 0;
}

/** What its anchors publish, or published when it was closed. */
export async function readStreams(database: Database, roomId: string): Promise<string[]> {
  const sql = 'SELECT stream FROM anchors WHERE room_id = ?';
  const rows = await database.read<{ stream: string }>(sql, roomId);
  return rows.map(({ stream }) => stream);
}
