/** What the page shows. `playing` is the picture itself; every other state has a card. */
export type WatchState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'playing' }
  | { readonly kind: 'reconnecting'; readonly attempt: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'token' }
  | { readonly kind: 'full' }
  | { readonly kind: 'kicked' }
  | { readonly kind: 'banned' }
  | { readonly kind: 'unsupported' };

/** What the server says of the stream. */
export type StreamAnswer =
  | {
      readonly kind: 'live';
      readonly viewers: number;
      /** Nobody else would be let in now. */
      readonly full: boolean;
    }
  | { readonly kind: 'notLive' }
  /** Somebody has ended it: it is not waited for. */
  | { readonly kind: 'over' }
  | { readonly kind: 'token' }
  /** The viewer was put out of the room. */
  | { readonly kind: 'kicked' | 'banned' }
  | { readonly kind: 'unreachable' };

/** How long an interrupted show may be away before it counts as ended, ms. */
export const ENDED_AFTER_MS = 8_000;

/** The face for an answer that is not `live`. `lostAtMs` is null for who has not seen the show yet. */
export function stateWhileAway(
  answer: Exclude<StreamAnswer, { kind: 'live' }>,
  lostAtMs: number | null,
  attempt: number,
  nowMs: number,
): WatchState {
  if (answer.kind === 'token') return { kind: 'token' };
  if (answer.kind === 'kicked' || answer.kind === 'banned') return { kind: answer.kind };
  if (answer.kind === 'over') return { kind: 'ended' };
  const lostLately = lostAtMs !== null && nowMs - lostAtMs < ENDED_AFTER_MS;
  if (lostLately) return { kind: 'reconnecting', attempt };
  if (answer.kind === 'unreachable') return { kind: 'unreachable' };
  return { kind: lostAtMs === null ? 'waiting' : 'ended' };
}

/** Wait before asking again, ms: short after a loss, longer the longer it lasts. */
export const retryAfterMs = (attempt: number): number => Math.min(4_000, 500 * 1.5 ** attempt);
