import { z } from 'zod';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { ChatItem, Person, RoomRules } from '../../../common/chat/message.ts';
import type { Database, SqlValue } from '../data/database.ts';
import { type PostedItem, postItem } from './history.ts';

export type Statement = { readonly sql: string; readonly args: readonly SqlValue[] };

/** What a room is besides its items. */
export type RoomState = {
  readonly likes: number;
  readonly rules: RoomRules;
  readonly pinned: string | null;
  readonly attributes: Readonly<Record<string, string>>;
};

/** A room as it was when the server last wrote of it. */
export type StoredRoom = RoomState & {
  readonly newestSeq: number;
  /** The last items, oldest first. */
  readonly items: readonly PostedItem[];
  /** What was sent lately, so that it is not said twice: `sender` and the client's own id. */
  readonly sent: readonly { readonly key: string; readonly id: string; readonly seq: number }[];
  /** User and the end of the silence, ms since the epoch. */
  readonly mutes: readonly (readonly [userId: string, untilMs: number])[];
};

export const sentKey = (sender: string, clientId: string): string => `${sender} ${clientId}`;

const schema = [
  `create table if not exists chat_items (
    room_id text not null, seq integer not null, id text not null, at_ms integer not null,
    sender text not null, client_id text, json text not null,
    primary key (room_id, seq)) without rowid`,
  `create table if not exists chat_rooms (
    room_id text primary key, first_seq integer not null default 1, closed_ms integer,
    state text not null) without rowid`,
  `create table if not exists chat_mutes (
    room_id text not null, user_id text not null, until_ms integer not null,
    primary key (room_id, user_id)) without rowid`,
  // Sums of what everybody gave: items are not kept for long, and figures are written seldom.
  `create table if not exists chat_givers (
    room_id text not null, user_id text not null, name text not null,
    gifts integer not null, points integer not null, last_ms integer not null,
    primary key (room_id, user_id)) without rowid`,
];

const emptyState: RoomState = {
  likes: 0,
  rules: { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] },
  pinned: null,
  attributes: {},
};
/** Our own writing; a file that was damaged must not stop a room. */
const stateSchema = z.object({
  likes: z.number(),
  rules: z.object({
    slowModeSeconds: z.number(),
    followersOnly: z.boolean(),
    muteAll: z.boolean(),
    bannedWords: z.array(z.string()),
  }),
  pinned: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
});

type ItemRow = { seq: number; json: string };

/** The chat's tables. Items are numbered per room; what a room is otherwise is one JSON text. */
export class ChatStore {
  private readonly database: Database;
  private readonly kept: number;

  constructor(database: Database, kept: number) {
    this.database = database;
    this.kept = kept;
  }

  /** Makes the tables and removes what closed before `beforeMs`. */
  async open(beforeMs: number): Promise<void> {
    const closed = '(select room_id from chat_rooms where closed_ms < ?)';
    await this.database.writeAll([
      ...schema.map((sql) => ({ sql, args: [] })),
      { sql: `delete from chat_items where room_id in ${closed}`, args: [beforeMs] },
      { sql: `delete from chat_mutes where room_id in ${closed}`, args: [beforeMs] },
      { sql: `delete from chat_givers where room_id in ${closed}`, args: [beforeMs] },
      { sql: 'delete from chat_rooms where closed_ms < ?', args: [beforeMs] },
    ]);
  }

  async load(roomId: string): Promise<StoredRoom> {
    // It is open again, and not to be removed; the givers were those of its last show.
    const wasClosed = 'room_id in (select room_id from chat_rooms where closed_ms is not null)';
    await this.database.writeAll([
      { sql: `delete from chat_givers where room_id = ? and ${wasClosed}`, args: [roomId] },
      {
        sql: `update chat_rooms set closed_ms = null where room_id = ? and closed_ms is not null`,
        args: [roomId],
      },
    ]);
    const [rooms, items, sent, mutes, newest] = await Promise.all([
      this.database.read<{ first_seq: number; state: string }>(
        'select first_seq, state from chat_rooms where room_id = ?',
        roomId,
      ),
      this.database.read<ItemRow>(
        `select seq, json from chat_items where room_id = ? and seq >=
          coalesce((select first_seq from chat_rooms where room_id = ?), 1)
          order by seq desc limit ?`,
        ...[roomId, roomId, chatLimits.history],
      ),
      this.database.read<{ seq: number; id: string; sender: string; client_id: string }>(
        `select seq, id, sender, client_id from chat_items
          where room_id = ? and client_id is not null order by seq desc limit ?`,
        ...[roomId, this.kept],
      ),
      this.database.read<{ user_id: string; until_ms: number }>(
        'select user_id, until_ms from chat_mutes where room_id = ?',
        roomId,
      ),
      this.database.read<{ newest: number | null }>(
        'select max(seq) as newest from chat_items where room_id = ?',
        roomId,
      ),
    ]);
    return {
      ...readState(rooms[0]?.state),
      newestSeq: Math.max(newest[0]?.newest ?? 0, (rooms[0]?.first_seq ?? 1) - 1),
      items: items.reverse().flatMap(readItem),
      sent: sent.reverse().map((it) => ({ ...it, key: sentKey(it.sender, it.client_id) })),
      mutes: mutes.map((it) => [it.user_id, it.until_ms] as const),
    };
  }

  /** Items of which nothing is kept in memory any more: after `afterSeq` and before `beforeSeq`, oldest first. */
  async between(roomId: string, afterSeq: number, beforeSeq: number): Promise<PostedItem[]> {
    const rows = await this.database.read<ItemRow>(
      `select seq, json from chat_items where room_id = ? and seq > ? and seq < ?
        order by seq desc limit ?`,
      ...[roomId, afterSeq, beforeSeq, this.kept],
    );
    return rows.reverse().flatMap(readItem);
  }

  /** Resolves when they are on disk. */
  write(statements: readonly Statement[]): Promise<void> {
    return this.database.writeAll(statements);
  }

  item(roomId: string, posted: PostedItem, atMs: number, clientId: string | null): Statement[] {
    const statements: Statement[] = [
      {
        sql: `insert into chat_items (room_id, seq, id, at_ms, sender, client_id, json)
          values (?, ?, ?, ?, ?, ?, ?)`,
        args: [roomId, posted.seq, posted.id, atMs, posted.sender, clientId, posted.json],
      },
    ];
    // The last ones are kept; looked after now and then.
    if (posted.seq % 500 === 0) {
      statements.push({
        sql: 'delete from chat_items where room_id = ? and seq <= ?',
        args: [roomId, posted.seq - this.kept],
      });
    }
    return statements;
  }

  /** Adds a gift to what its giver gave in this show. */
  gave(
    roomId: string,
    { userId, name }: Person,
    what: { readonly gifts: number; readonly giftPoints: number },
    atMs: number,
  ): Statement {
    return {
      sql: `insert into chat_givers (room_id, user_id, name, gifts, points, last_ms)
        values (?, ?, ?, ?, ?, ?)
        on conflict (room_id, user_id) do update set name = excluded.name,
          gifts = gifts + excluded.gifts, points = points + excluded.points,
          last_ms = excluded.last_ms`,
      args: [roomId, userId, name, what.gifts, what.giftPoints, atMs],
    };
  }

  changed(roomId: string, posted: PostedItem): Statement {
    return {
      sql: 'update chat_items set json = ? where room_id = ? and seq = ?',
      args: [posted.json, roomId, posted.seq],
    };
  }

  state(roomId: string, state: RoomState): Statement {
    return {
      sql: `insert into chat_rooms (room_id, state) values (?, ?)
        on conflict (room_id) do update set state = excluded.state, closed_ms = null`,
      args: [roomId, JSON.stringify(state)],
    };
  }

  mute(roomId: string, userId: string, untilMs: number | null): Statement {
    return untilMs === null
      ? {
          sql: 'delete from chat_mutes where room_id = ? and user_id = ?',
          args: [roomId, userId],
        }
      : {
          sql: `insert into chat_mutes (room_id, user_id, until_ms) values (?, ?, ?)
            on conflict (room_id, user_id) do update set until_ms = excluded.until_ms`,
          args: [roomId, userId, untilMs],
        };
  }

  /** A room that opens again under this name begins without what was said before. */
  closed(roomId: string, nextSeq: number, nowMs: number): Statement[] {
    return [
      {
        sql: `insert into chat_rooms (room_id, state, first_seq, closed_ms) values (?, ?, ?, ?)
          on conflict (room_id) do update set state = excluded.state,
            first_seq = excluded.first_seq, closed_ms = excluded.closed_ms`,
        args: [roomId, JSON.stringify(emptyState), nextSeq, nowMs],
      },
      { sql: 'delete from chat_mutes where room_id = ?', args: [roomId] },
    ];
  }
}

function readItem({ json }: ItemRow): PostedItem[] {
  try {
    return [postItem(JSON.parse(json) as ChatItem)];
  } catch {
    return [];
  }
}

function readState(text: string | undefined): RoomState {
  if (text === undefined) return emptyState;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return emptyState;
  }
}
