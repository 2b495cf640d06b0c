import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Opened, Operation, Outcome, Statement } from './batch.ts';
import { migrations } from './migrations.ts';

/** A file that nobody else may have open is waited for so long, ms. */
const LOCK_WAIT_MS = 4_000;
/** Prepared statements kept. */
const MOST_STATEMENTS = 200;

type Code = { readonly code?: unknown; readonly message?: unknown };
const textOf = (error: unknown): string => String((error as Code).message ?? error);
const isDamage = (error: unknown): boolean =>
  /SQLITE_(CORRUPT|NOTADB)|malformed|not a database/i.test(
    `${String((error as Code).code)} ${textOf(error)}`,
  );

/** The SQLite file itself. Everything here blocks: it has a thread of its own. */
export class Store {
  private readonly db: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement<unknown[]>>();

  constructor(db: Libsql.Database) {
    this.db = db;
  }

  /** Runs a batch in one transaction. An operation that fails takes only itself back. */
  run(operations: readonly Operation[]): Outcome[] {
    const writes = operations.some(({ kind }) => kind === 'write');
    if (!writes) return operations.map((operation) => this.attempt(operation));
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = operations.map((operation) => this.attempt(operation));
      this.db.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.prepared.clear();
    release(this.db);
  }

  private attempt(operation: Operation): Outcome {
    if (operation.kind === 'read') {
      try {
        const { sql, args } = operation.statement;
        return { ok: true, rows: this.prepare(sql).all([...args]) };
      } catch (error) {
        return { ok: false, message: textOf(error) };
      }
    }
    this.db.exec('SAVEPOINT operation');
    try {
      for (const { sql, args } of operation.statements) this.write({ sql, args });
      this.db.exec('RELEASE operation');
      return { ok: true, rows: [] };
    } catch (error) {
      // A full disk may have ended the transaction itself: then the batch fails as a whole.
      this.db.exec('ROLLBACK TO operation; RELEASE operation');
      return { ok: false, message: textOf(error) };
    }
  }

  private write({ sql, args }: Statement): void {
    this.prepare(sql).run([...args]);
  }

  private prepare(sql: string): Libsql.Statement<unknown[]> {
    const known = this.prepared.get(sql);
    if (known) return known;
    if (this.prepared.size >= MOST_STATEMENTS) this.prepared.clear();
    const statement = this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}

/**
 * Opens or makes a file and brings it up to date; `:memory:` keeps nothing. A damaged file is put
 * aside and a fresh one made. `DATA_VERSION`, `BUSY`, `PATH_UNWRITABLE`.
 */
export function openStore(file: string): Result<{ store: Store; opened: Opened }> {
  let setAside: string | null = null;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    let db: Libsql.Database;
    try {
      db = openChecked(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      setAside = putAside(file);
      db = openChecked(file);
    }
    const migrated = migrate(db, file);
    if (!migrated.ok) {
      release(db);
      return migrated;
    }
    return ok({ store: new Store(db), opened: { setAside } });
  } catch (error) {
    const busy = /SQLITE_BUSY|locked/i.test(`${String((error as Code).code)} ${textOf(error)}`);
    return busy
      ? err('BUSY', `${file} is open in another server; stop that one first.`, { file })
      : err('PATH_UNWRITABLE', `cannot open the database ${file}: ${textOf(error)}`, {
          folder: dirname(file),
        });
  }
}

function openChecked(file: string): Libsql.Database {
  const db = new Libsql(file);
  try {
    db.exec(`PRAGMA busy_timeout = ${LOCK_WAIT_MS}`);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    const rows = db.prepare('PRAGMA quick_check(1)').all() as { quick_check?: string }[];
    if (rows[0]?.quick_check !== 'ok') throw new Error('database disk image is malformed');
    // One server a file. Set after the journal's mode, or it could not be given back.
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (error) {
    release(db);
    throw error;
  }
}

/**
 * Closing alone leaves the file locked until the garbage collector finds the statements; out of WAL
 * an idle connection holds no lock.
 */
function release(db: Libsql.Database): void {
  try {
    db.exec('PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_master LIMIT 1');
    db.exec('PRAGMA journal_mode = DELETE');
  } catch {
    // What is damaged has nothing to give back.
  }
  db.close();
}

function migrate(db: Libsql.Database, file: string): Result<void> {
  const row = db.prepare('PRAGMA user_version').all()[0] as { user_version: number };
  const done = row.user_version;
  if (done > migrations.length) {
    return err(
      'DATA_VERSION',
      `${file} is of a newer version (${done}; this one knows ${migrations.length}). Update the app, or use another folder.`,
      { file, version: done },
    );
  }
  for (const [index, step] of migrations.entries()) {
    if (index < done) continue;
    db.exec(`BEGIN; ${step}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
  return ok(undefined);
}

/** Renames the file and its journal; a journal without its file would be taken for the next one's. */
function putAside(file: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = `${file}.damaged-${stamp}`;
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(file + end)) renameSync(file + end, target + end);
  }
  return target;
}
