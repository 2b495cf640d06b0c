import type { Session } from '../../../../common/live/session.ts';
import { MASTER } from '../../../../common/show/mixer.ts';
import type { WarningKind } from '../../../../common/show/schema.ts';
import type { ShowState } from '../../../../common/show/slices.ts';

/** A warning that holds now; `id` is the source's or strip's. */
export type ActiveWarning = {
  readonly key: string;
  readonly kind: WarningKind;
  readonly id: string;
  readonly sinceMs: number;
};

/** Reads `<kind>:<id>`. */
export function readKey(key: string): { kind: WarningKind; id: string } {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon) as WarningKind, id: key.slice(colon + 1) };
}

/** What holds now and is not silenced, the oldest first. Warnings of things that have gone are left out. */
export function activeWarnings(
  { warnings }: Pick<Session, 'warnings'>,
  { sources, silencedWarnings }: Pick<ShowState, 'sources' | 'silencedWarnings'>,
): ActiveWarning[] {
  return Object.entries(warnings)
    .map(([key, { sinceMs }]) => ({ key, sinceMs, ...readKey(key) }))
    .filter(({ key, id }) => !silencedWarnings.includes(key) && (id === MASTER || sources[id]))
    .sort((a, b) => a.sinceMs - b.sinceMs);
}
