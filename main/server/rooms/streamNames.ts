import { randomBytes } from 'node:crypto';
import type { Database } from '../data/database.ts';
import type { Account } from '../identity/identity.ts';

/** Whose stream is whose, and which may not be published any more. */
export class StreamNames {
  private readonly database: Database;
  private readonly ownerStream: string;
  private readonly nameByUser = new Map<string, string>();
  private readonly userByName = new Map<string, string>();
  private readonly refused = new Set<string>();

  private constructor(database: Database, ownerStream: string) {
    this.database = database;
    this.ownerStream = ownerStream;
  }

  /** @param ownerStream the one name that the server's owner publishes as */
  static async open(database: Database, ownerStream: string): Promise<StreamNames> {
    const names = new StreamNames(database, ownerStream);
    const rows = await database.read<{ name: string; user_id: string; refused: number }>(
      'SELECT name, user_id, refused FROM streams',
    );
    for (const row of rows) {
      if (row.user_id) names.know(row.name, row.user_id);
      if (row.refused) names.refused.add(row.name);
    }
    return names;
  }

  /** People who have a name. */
  get known(): number {
    return this.nameByUser.size;
  }

  /** The name that this person publishes as; the same one every time. */
  async of(account: Account): Promise<string> {
    if (account.owner) return this.ownerStream;
    const known = this.nameByUser.get(account.userId);
    if (known) return known;
    // Readable, and not to be guessed.
    const readable = account.userId.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 40);
    const name = `${readable}_${randomBytes(6).toString('hex')}`;
    this.know(name, account.userId);
    await this.database.write(
      'INSERT OR IGNORE INTO streams (name, user_id) VALUES (?, ?)',
      name,
      account.userId,
    );
    return name;
  }

  /** True where this person may publish as `name`. */
  isOf(name: string, account: Account): boolean {
    return account.owner || this.userByName.get(name) === account.userId;
  }

  /** Who publishes as `name`; null where nobody has it. */
  userOf(name: string): string | null {
    return this.userByName.get(name) ?? null;
  }

  isRefused(name: string): boolean {
    return this.refused.has(name);
  }

  /** From now on, or no longer. Resolves when it is on disk. */
  async refuse(names: readonly string[], refused: boolean): Promise<void> {
    for (const name of names) {
      if (refused) this.refused.add(name);
      else this.refused.delete(name);
    }
    await this.database.writeAll(
      names.map((name) => ({
        sql: `INSERT INTO streams (name, user_id, refused) VALUES (?, '', ?)
              ON CONFLICT (name) DO UPDATE SET refused = excluded.refused`,
        args: [name, refused ? 1 : 0],
      })),
    );
  }

  private know(name: string, userId: string): void {
    this.nameByUser.set(userId, name);
    this.userByName.set(name, userId);
  }
}
