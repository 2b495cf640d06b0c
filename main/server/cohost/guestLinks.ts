import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Database } from '../data/database.ts';

const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64url');
const codePattern = /^[A-Za-z0-9_-]{32}$/;

/** Links that lead a guest to the green room of one room. Kept in the database, by their hash. */
export class GuestLinks {
  private readonly database: Database;
  private readonly most: number;
  private readonly now: () => number;

  /** @param most links of one room that are good at one time */
  constructor(database: Database, most: number, now: () => number = Date.now) {
    this.database = database;
    this.most = most;
    this.now = now;
  }

  /** `ROOM_FULL` with too many links that are still good. The code is secret, and given only here. */
  async make(
    roomId: string,
    hours: number,
  ): Promise<Result<{ code: string; expiresAtMs: number }>> {
    const nowMs = this.now();
    await this.database.write('DELETE FROM guest_links WHERE expires_ms <= ?', nowMs);
    const code = randomBytes(24).toString('base64url');
    const expiresAtMs = nowMs + hours * 3_600_000;
    await this.database.write(
      `INSERT INTO guest_links (hash, room_id, expires_ms) SELECT ?, ?, ?
       WHERE (SELECT count(*) FROM guest_links WHERE room_id = ?) < ?`,
      ...[hashOf(code), roomId, expiresAtMs, roomId, this.most],
    );
    const made = await this.database.read('SELECT 1 FROM guest_links WHERE hash = ?', hashOf(code));
    return made.length > 0
      ? ok({ code, expiresAtMs })
      : err('ROOM_FULL', `a room has ${this.most} guest links at most`);
  }

  /** Takes one link back, or all of the room. */
  revoke(roomId: string, code: string | null): Promise<void> {
    return code === null
      ? this.database.write('DELETE FROM guest_links WHERE room_id = ?', roomId)
      : this.database.write(
          'DELETE FROM guest_links WHERE room_id = ? AND hash = ?',
          ...[roomId, hashOf(code)],
        );
  }

  /** Whether `use` would find it good for this person, or for somebody new where `userId` is empty. */
  async isGood(roomId: string, code: string, userId: string): Promise<boolean> {
    if (!codePattern.test(code)) return false;
    const rows = await this.database.read(
      `SELECT 1 FROM guest_links
       WHERE hash = ? AND room_id = ? AND user_id IN ('', ?) AND expires_ms > ?`,
      ...[hashOf(code), roomId, userId, this.now()],
    );
    return rows.length > 0;
  }

  /** True where the link is good for this room and person: it belongs to the first who brings it. */
  async use(roomId: string, code: string, userId: string): Promise<boolean> {
    if (!codePattern.test(code)) return false;
    const hash = hashOf(code);
    const nowMs = this.now();
    const claimed = this.database.write(
      `UPDATE guest_links SET user_id = ?
       WHERE hash = ? AND room_id = ? AND user_id = '' AND expires_ms > ?`,
      ...[userId, hash, roomId, nowMs],
    );
    // Asked at once: it sees what was written before it, whoever else comes at the same moment.
    const found = this.database.read(
      `SELECT 1 FROM guest_links
       WHERE hash = ? AND room_id = ? AND user_id = ? AND expires_ms > ?`,
      ...[hash, roomId, userId, nowMs],
    );
    const [rows] = await Promise.all([found, claimed]);
    return rows.length > 0;
  }
}
