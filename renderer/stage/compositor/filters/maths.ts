import type { Bench } from './bench.ts';
import type { Pass, Size } from './pass.ts';
import type { PreparedFilter } from './prepared.ts';

/** A filter of one kind, with its files loaded. */
export type PreparedOf<K extends PreparedFilter['kind']> = Extract<PreparedFilter, { kind: K }>;

/** The two forms of one filter: the same maths on the CPU and on a GPU. */
export type FilterMaths<K extends PreparedFilter['kind']> = {
  /** The size of what comes out; absent where it stays. */
  readonly sizeAfter?: (filter: PreparedOf<K>, size: Size) => Size;
  /** Works on the bench's picture. */
  readonly onBench: (bench: Bench, filter: PreparedOf<K>) => void;
  readonly passes: (filter: PreparedOf<K>, size: Size) => readonly Pass[];
};
