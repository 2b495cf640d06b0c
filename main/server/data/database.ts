/** A `Uint8Array` comes back as an `ArrayBuffer`. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * The server's SQLite file. Writes are put together into few transactions, off the thread that
 * serves media; they are done in the order they were asked for.
 */
export interface Database {
  /** Resolves once it is on disk: what was acknowledged after that outlives a crash. */
  write(sql: string, ...args: readonly SqlValue[]): Promise<void>;
  /** All of them or none. */
  writeAll(
    statements: readonly { readonly sql: string; readonly args: readonly SqlValue[] }[],
  ): Promise<void>;
  /** Sees every write that was asked for before it. */
  read<Row>(sql: string, ...args: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}
