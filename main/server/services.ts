import { join } from 'node:path';
import type { PkRound } from '../../common/chat/message.ts';
import { ok, type Result } from '../../common/result.ts';
import type { OpenDatabase } from './data/open.ts';
import { openDatabase } from './data/open.ts';
import { Accounts } from './identity/accounts.ts';
import type { SigKey } from './identity/userSig.ts';
import { Covers } from './rooms/covers.ts';
import type { GiftsOf } from './rooms/figures.ts';
import type { GuestAnchors } from './rooms/guestAnchors.ts';
import { Keeper } from './rooms/keeper.ts';
import { Rooms } from './rooms/rooms.ts';
import type { Streams } from './rooms/streams.ts';

const MOST_GIVERS = 10;
const MOST_ROUNDS = 200;

export type ServicesOptions = {
  /** Empty: nothing is kept. */
  readonly dataFolder: string;
  /** Secret. */
  readonly ownerSecret: string;
  /** Secret; empty for none. */
  readonly studioSecret?: string;
  readonly sigKey: SigKey | null;
  /** The play token that guests come with; empty where none is asked for. Secret. */
  readonly invitedBy?: string;
  /** Resolves when the rounds of PKs that have ended are in the database. */
  readonly pkSettled?: () => Promise<void>;
  readonly ownerStream: string;
  readonly streams: Streams;
  readonly guestAnchors?: GuestAnchors;
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
  const {
    dataFolder,
    ownerSecret,
    studioSecret = '',
    sigKey,
    invitedBy,
    ownerStream,
    streams,
    log,
  } = options;
  const clock = options.now ? { now: options.now } : {};
  const opened = await openDatabase(dataFolder ? join(dataFolder, 'server.db') : ':memory:');
  if (!opened.ok) return opened;
  const database = opened.value;
  if (database.setAside) log(`data: the file was damaged; it is kept as ${database.setAside}`);
  const accounts = new Accounts({
    ...{ database, ownerSecret, studioSecret, sigKey, ...clock },
    ...(invitedBy ? { invitedBy } : {}),
  });
  const giftsOf = givenIn(database, options.pkSettled ?? (async () => {}));
  const { guestAnchors } = options;
  const rooms = await Rooms.open({
    ...{ database, streams, ownerStream, giftsOf, log, ...clock },
    ...(guestAnchors ? { guestAnchors } : {}),
  });
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

/** What the chat has added up, gift by gift, and rounds: on the disk before anybody was told. */
const givenIn =
  (database: OpenDatabase, pkSettled: () => Promise<void>): GiftsOf =>
  async (roomId, sinceMs) => {
    const of = 'FROM chat_givers WHERE room_id = ? AND last_ms >= ?';
    await pkSettled();
    const [sums, topGivers, rounds] = await Promise.all([
      database.read<{ gifts: number | null; giftPoints: number | null }>(
        `SELECT sum(gifts) AS gifts, sum(points) AS giftPoints ${of}`,
        ...[roomId, sinceMs],
      ),
      database.read<{ name: string; points: number }>(
        `SELECT name, points ${of} ORDER BY points DESC, user_id LIMIT ${MOST_GIVERS}`,
        ...[roomId, sinceMs],
      ),
      database.read<{ result: string }>(
        `SELECT result FROM pk_rounds WHERE room_id = ? AND at_ms >= ? ORDER BY at_ms, round LIMIT ${MOST_ROUNDS}`,
        ...[roomId, sinceMs],
      ),
    ]);
    const { gifts, giftPoints } = sums[0] ?? {};
    const pk = rounds.map(({ result }) => JSON.parse(result) as PkRound);
    return { gifts: gifts ?? 0, giftPoints: giftPoints ?? 0, topGivers, pk };
  };
