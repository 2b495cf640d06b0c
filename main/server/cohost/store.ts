import type { PkRound } from '../../../common/chat/message.ts';
import type { Statement } from '../data/batch.ts';
import type { Database } from '../data/database.ts';
import type { Shelf } from './kept.ts';

/** A state under its name in the database. */
export const shelfOf = (database: Database, name: string): Shelf => ({
  async read() {
    const rows = await database.read<{ state: string }>(
      'SELECT state FROM cohost_states WHERE name = ?',
      name,
    );
    return rows[0]?.state ?? null;
  },
  write: (text) =>
    text === null
      ? database.write('DELETE FROM cohost_states WHERE name = ?', name)
      : database.write(
          'INSERT OR REPLACE INTO cohost_states (name, state) VALUES (?, ?)',
          ...[name, text],
        ),
});

/** Keeps how a round ended for the summaries of all rooms that were in it; once, however often. */
export const saveRound = (roomId: string, round: PkRound, atMs: number): Statement => ({
  sql: `INSERT OR IGNORE INTO pk_rounds (room_id, pk_id, round, at_ms, result)
        VALUES (?, ?, ?, ?, ?)`,
  args: [roomId, round.pkId, round.round, atMs, JSON.stringify(round)],
});

/** JSON that this server wrote; null for what is damaged or of another kind. */
export function readState<State>(text: string | null, fields: readonly string[]): State | null {
  if (text === null) return null;
  try {
    const state: unknown = JSON.parse(text);
    const isState =
      typeof state === 'object' && state !== null && fields.every((name) => name in state);
    return isState ? (state as State) : null;
  } catch {
    return null;
  }
}
