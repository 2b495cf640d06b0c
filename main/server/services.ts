import { join } from 'node:path';
import { giftById } from '../../common/chat/gifts.ts';
import { ok, type Result } from '../../common/result.ts';
import type { OpenDatabase } from './data/open.ts';
import { openDatabase } from './data/open.ts';
import { Accounts } from './identity/accounts.ts';
import type { SigKey } from './identity/userSig.ts';
import { Covers } from './rooms/covers.ts';
import type { GiversOf } from './rooms/figures.ts';
import { Keeper } from './rooms/keeper.ts';
import { Rooms, type Streams } from './rooms/rooms.ts';

const MOST_GIVERS = 10;

export type ServicesOptions = {
  /** Empty: nothing is kept. */
  readonly dataFolder: string;
  /** Secret. */
  readonly ownerSecret: string;
  readonly sigKey: SigKey | null;
  /** The play token that guests come with; empty where none is asked for. Secret. */
  readonly invitedBy?: string;
  readonly ownerStream: string;
  readonly streams: Streams;
  /** Ms since the epoch. */
  readonly now?: () => number;
  readonly log: (line: string) => void;
};

/** People and rooms, with the file they are kept in. */
export type Services = {
  readonly database: OpenDatabase;
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly covers: Covers;
  /** Ends the looking after, and what reads the database; then the database. */
  close(): Promise<void>;
  readonly keeper: Keeper;
};

/** `DATA_VERSION`, `BUSY`, `PATH_UNWRITABLE`. */
export async function openServices(options: ServicesOptions): Promise<Result<Services>> {
  const { dataFolder, ownerSecret, sigKey, invitedBy, ownerStream, streams, log } = options;
  const clock = options.now ? { now: options.now } : {};
  const opened = await openDatabase(dataFolder ? join(dataFolder, 'server.db') : ':memory:');
  if (!opened.ok) return opened;
  const database = opened.value;
  if (database.setAside) log(`data: the file was damaged; it is kept as ${database.setAside}`);
  const accounts = new Accounts({
    ...{ database, ownerSecret, sigKey, ...clock },
    ...(invitedBy ? { invitedBy } : {}),
  });
  const giversOf = giversFromChat(database);
  const rooms = await Rooms.open({ database, streams, ownerStream, giversOf, log, ...clock });
  const keeper = new Keeper(rooms, streams);
  keeper.start((error) => log(`rooms: ${error.message}`));
  return ok({
    database,
    accounts,
    rooms,
    keeper,
    covers: new Covers(dataFolder && join(dataFolder, 'covers')),
    async close() {
      keeper.stop();
      accounts.close();
      await rooms.saveFigures().catch(() => {});
      await database.close();
    },
  });
}

/** Adds up the gifts that the chat has written. */
const giversFromChat =
  (database: OpenDatabase): GiversOf =>
  async (roomId, sinceMs) => {
    const rows = await database.read<{ sender: string; name: string; gift: string; sent: number }>(
      `SELECT sender, json_extract(json, '$.from.name') AS name,
              json_extract(json, '$.giftId') AS gift, sum(json_extract(json, '$.count')) AS sent
       FROM chat_items
       WHERE room_id = ? AND at_ms >= ? AND json_extract(json, '$.kind') = 'gift'
       GROUP BY sender, gift`,
      roomId,
      sinceMs,
    );
    const givers = new Map<string, { name: string; points: number }>();
    for (const { sender, name, gift, sent } of rows) {
      const points = (giftById.get(gift)?.points ?? 0) * sent;
      givers.set(sender, { name, points: (givers.get(sender)?.points ?? 0) + points });
    }
    return [...givers.values()].sort((a, b) => b.points - a.points).slice(0, MOST_GIVERS);
  };
