import type { Result } from '../../common/result.ts';
import type { Cut } from '../output/recorder/index.ts';

/** What the process that cuts tells main. */
export type CutEvent =
  /** 0..1. */
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'cut'; readonly result: Result<Cut> };
