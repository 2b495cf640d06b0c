import type { RoomSummary } from '../../../common/rooms/room.ts';
import type { Statement } from '../data/batch.ts';
import type { Database } from '../data/database.ts';
import type { Room } from './room.ts';
import * as storage from './storage.ts';

/** What was given in a room since a moment, those who gave most, by points, and its rounds of PK. */
export type GiftsOf = (
  roomId: string,
  sinceMs: number,
) => Promise<
  Pick<RoomSummary, 'topGivers' | 'pk'> & { readonly gifts: number; readonly giftPoints: number }
>;

const noGifts: GiftsOf = async () => ({ gifts: 0, giftPoints: 0, topGivers: [] });

/** Counts who is in the rooms on air, and writes what was counted. */
export async function saveFigures(
  database: Database,
  rooms: Iterable<Room>,
  onlineOf: (room: Room) => number,
  nowMs: number,
): Promise<void> {
  const statements: Statement[] = [];
  for (const room of rooms) {
    const { roomId, meter, startedMs } = room;
    if (!meter || startedMs === null) continue;
    meter.observe(onlineOf(room), nowMs);
    statements.push(...storage.saveMinutes(roomId, startedMs, meter.takeMinutes()), {
      sql: 'UPDATE rooms SET stats = ? WHERE room_id = ?',
      args: [meter.save(nowMs), roomId],
    });
  }
  await database.writeAll(statements);
}

/** Writes that a room is closed, and what is left of its show; null where there was none. */
export async function endShow(
  database: Database,
  room: Room,
  nowMs: number,
  giftsOf: GiftsOf = noGifts,
): Promise<RoomSummary | null> {
  const { roomId, meter, startedMs } = room;
  if (!meter || startedMs === null) {
    await database.writeAll([storage.saveRoom(room, nowMs)]);
    return null;
  }
  const given = await giftsOf(roomId, startedMs).catch(() => noGifts(roomId, startedMs));
  const counted = meter.stats(nowMs);
  const summary: RoomSummary = {
    ...{ roomId, title: room.info.title, startedAtMs: startedMs, endedAtMs: nowMs },
    stats: {
      ...counted,
      // The figures may have missed those of the seconds before a crash.
      gifts: Math.max(counted.gifts, given.gifts),
      giftPoints: Math.max(counted.giftPoints, given.giftPoints),
    },
    ...{ minutes: [], topGivers: given.topGivers },
    ...(given.pk?.length ? { pk: given.pk } : {}),
  };
  await database.writeAll([
    ...storage.saveMinutes(roomId, startedMs, meter.takeMinutes()),
    storage.saveSummary(summary),
    storage.saveRoom(room, nowMs),
    { sql: 'DELETE FROM pk_rounds WHERE room_id = ?', args: [roomId] },
  ]);
  return { ...summary, minutes: await storage.readMinutes(database, roomId, startedMs) };
}
