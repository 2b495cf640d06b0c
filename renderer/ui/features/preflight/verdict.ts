import type { Preflight, PreflightCheck } from '../../../../common/live/delivery.ts';

/** All checks in one word: a key under `preflight.verdicts.` of the texts. */
export type Verdict = {
  readonly word: 'none' | 'running' | 'cancelled' | 'ready' | 'look' | 'blocked';
  /** Red ones of `blocked`, amber ones of `look`; else 0. */
  readonly count: number;
  readonly done: number;
  readonly all: number;
};

/** What to think of what has been found so far. */
export function verdictOf(preflight: Preflight | null): Verdict {
  if (!preflight) return { word: 'none', count: 0, done: 0, all: 0 };
  const { checks, finishedAtMs } = preflight;
  const number = (state: PreflightCheck['state']) =>
    checks.filter((it) => it.state === state).length;
  const red = number('red');
  const amber = number('amber');
  const all = checks.length;
  const done = all - number('running');
  if (finishedAtMs === null) return { word: 'running', count: 0, done, all };
  // One that was stopped has checks that never came to an end.
  if (done < all || all === 0) return { word: 'cancelled', count: 0, done, all };
  if (red > 0) return { word: 'blocked', count: red, done, all };
  return amber > 0
    ? { word: 'look', count: amber, done, all }
    : { word: 'ready', count: 0, done, all };
}

export type CheckGroup = {
  /** Null for this machine. */
  readonly destinationId: string | null;
  readonly checks: readonly PreflightCheck[];
};

/** The checks by what they are about: destinations in the order of the list, then this machine. */
export function groupsOf(
  checks: readonly PreflightCheck[],
  destinationIds: readonly string[],
): CheckGroup[] {
  const found = new Set(checks.map((it) => it.destinationId));
  const known = destinationIds.filter((id) => found.has(id));
  const gone = [...found].filter((id) => id !== null && !destinationIds.includes(id));
  const order = [...known, ...gone, ...(found.has(null) ? [null] : [])];
  return order.map((destinationId) => ({
    destinationId,
    checks: checks.filter((it) => it.destinationId === destinationId),
  }));
}
