import type { Database } from '../data/database.ts';

/** Who follows whom. */
export class Followers {
  private readonly database: Database;
  private readonly byOwner = new Map<string, Set<string>>();

  private constructor(database: Database) {
    this.database = database;
  }

  static async open(database: Database): Promise<Followers> {
    const followers = new Followers(database);
    const rows = await database.read<{ owner_id: string; user_id: string }>(
      'SELECT owner_id, user_id FROM followers',
    );
    for (const row of rows) followers.of(row.owner_id).add(row.user_id);
    return followers;
  }

  has(ownerId: string, userId: string): boolean {
    return this.byOwner.get(ownerId)?.has(userId) ?? false;
  }

  count(ownerId: string): number {
    return this.byOwner.get(ownerId)?.size ?? 0;
  }

  /** True where that is new. */
  async follow(ownerId: string, userId: string, nowMs: number): Promise<boolean> {
    const known = this.of(ownerId);
    if (known.has(userId)) return false;
    known.add(userId);
    await this.database.write(
      'INSERT OR IGNORE INTO followers VALUES (?, ?, ?)',
      ownerId,
      userId,
      nowMs,
    );
    return true;
  }

  async unfollow(ownerId: string, userId: string): Promise<void> {
    if (!this.byOwner.get(ownerId)?.delete(userId)) return;
    await this.database.write(
      'DELETE FROM followers WHERE owner_id = ? AND user_id = ?',
      ownerId,
      userId,
    );
  }

  private of(ownerId: string): Set<string> {
    const known = this.byOwner.get(ownerId) ?? new Set();
    this.byOwner.set(ownerId, known);
    return known;
  }
}
