import { ok, type Result } from '../../../common/result.ts';
import type { Executor, Operation, Outcome, Statement } from './batch.ts';
import type { Database, SqlValue } from './database.ts';
import { openHere, openOnThread } from './executors.ts';

/** What is asked within this time of each other goes to disk together, ms. */
const GATHER_MS = 5;
/** More than this waiting for the disk: something is very wrong, and memory is not without end. */
const MOST_WAITING = 100_000;

/** Figures of a database since it was opened. */
export type DatabaseFigures = {
  readonly operations: number;
  readonly commits: number;
  readonly waiting: number;
  /** Of the last batch: from its sending to its answer, ms. */
  readonly lastBatchMs: number;
};

export type OpenDatabase = Database & {
  /** Where a damaged file was put when this one was opened; null mostly. */
  readonly setAside: string | null;
  readonly figures: () => DatabaseFigures;
};

/** The built thread beside this bundle; the sources as they are run on the calling thread. */
const builtThread = import.meta.url.endsWith('.ts')
  ? null
  : new URL('./databaseThread.mjs', import.meta.url);

type Asked = {
  readonly operation: Operation;
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Opens the database `file`, or one that is forgotten (`:memory:`). `DATA_VERSION` of a newer
 * version, `BUSY` when another server has it, `PATH_UNWRITABLE`.
 */
export async function openDatabase(file: string): Promise<Result<OpenDatabase>> {
  const opened = builtThread ? await openOnThread(file, builtThread) : await openHere(file);
  return opened.ok ? ok(new GroupCommit(opened.value)) : opened;
}

/** Puts what is asked for at about the same time into one transaction. */
class GroupCommit implements OpenDatabase {
  readonly setAside: string | null;
  private readonly executor: Executor;
  private waiting: Asked[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private closed = false;
  private operations = 0;
  private commits = 0;
  private lastBatchMs = 0;

  constructor(executor: Executor) {
    this.executor = executor;
    this.setAside = executor.opened.setAside;
  }

  figures = (): DatabaseFigures => ({
    operations: this.operations,
    commits: this.commits,
    waiting: this.waiting.length,
    lastBatchMs: this.lastBatchMs,
  });

  async write(sql: string, ...args: readonly SqlValue[]): Promise<void> {
    await this.ask({ kind: 'write', statements: [{ sql, args }] });
  }

  async writeAll(statements: readonly Statement[]): Promise<void> {
    if (statements.length > 0) await this.ask({ kind: 'write', statements });
  }

  async read<Row>(sql: string, ...args: readonly SqlValue[]): Promise<Row[]> {
    return (await this.ask({ kind: 'read', statement: { sql, args } })) as Row[];
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    while (this.waiting.length > 0 || this.running) await (this.running ?? this.flush());
    await this.executor.close();
  }

  private ask(operation: Operation): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new Error('the database is closed'));
      if (this.waiting.length >= MOST_WAITING) return reject(new Error('the database is too slow'));
      this.waiting.push({ operation, resolve, reject });
      // While a batch is under way the next one gathers by itself.
      if (this.running || this.timer) return;
      this.timer = setTimeout(() => void this.flush(), GATHER_MS);
    });
  }

  private flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = [];
    this.running = this.runBatch(batch).finally(() => {
      this.running = null;
      if (this.waiting.length > 0) void this.flush();
    });
    return this.running;
  }

  private async runBatch(batch: readonly Asked[]): Promise<void> {
    const startedAtMs = performance.now();
    try {
      const outcomes = await this.executor.run(batch.map(({ operation }) => operation));
      this.operations += batch.length;
      this.commits += 1;
      for (const [index, asked] of batch.entries()) settle(asked, outcomes[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
    this.lastBatchMs = performance.now() - startedAtMs;
  }
}

function settle({ resolve, reject }: Asked, outcome: Outcome | undefined): void {
  if (outcome?.ok) resolve(outcome.rows);
  else reject(new Error(outcome?.message ?? 'the database gave no answer'));
}
