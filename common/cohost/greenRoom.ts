import type { Source } from '../show/sources.ts';

/** Whom in the green room the host hears, and to whom the host speaks: accounts; null for nobody. */
export type Backstage = { readonly listen: string | null; readonly talk: string | null };

/** A view says again that the green room is seen after so long, ms; who does not see it any more ends what goes on there. */
export const SEEN_EVERY_MS = 2_000;
export const SEEN_FOR_MS = 7_000;

/** Whether what the monitor plays is captured for the programme: then nobody who waits may be heard in it. */
export const hearsItself = (sources: Readonly<Record<string, Source>>): boolean =>
  Object.values(sources).some((it) => it.kind === 'screen' && it.systemAudio);

/** Strips that the host speaks by. */
export const voicesOf = (sources: Readonly<Record<string, Source>>): string[] =>
  Object.values(sources).flatMap(({ id, kind }) => (kind === 'microphone' ? [id] : []));
