import type { StudioError } from '../../../common/result.ts';
import type { SqlValue } from './database.ts';

export type Statement = { readonly sql: string; readonly args: readonly SqlValue[] };

/** What is asked of the file: statements that hold together, or rows. */
export type Operation =
  | { readonly kind: 'write'; readonly statements: readonly Statement[] }
  | { readonly kind: 'read'; readonly statement: Statement };

/** One per operation, in the same order. */
export type Outcome =
  | { readonly ok: true; readonly rows: readonly unknown[] }
  | { readonly ok: false; readonly message: string };

export type Opened = {
  /** Where a damaged file was put, if there was one. */
  readonly setAside: string | null;
};

/** What runs whole batches, each in one transaction: here or on a thread. */
export type Executor = {
  readonly opened: Opened;
  /** Resolves when all of it is on disk. Rejects when nothing of it is. */
  run(operations: readonly Operation[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
};

/** To the thread. */
export type ThreadOrder =
  | { readonly type: 'run'; readonly batch: number; readonly operations: readonly Operation[] }
  | { readonly type: 'close' };

/** From the thread. */
export type ThreadEvent =
  | { readonly type: 'opened'; readonly opened: Opened }
  | { readonly type: 'failed'; readonly error: StudioError }
  | { readonly type: 'done'; readonly batch: number; readonly outcomes: readonly Outcome[] }
  /** Nothing of the batch was kept. */
  | { readonly type: 'lost'; readonly batch: number; readonly message: string };
