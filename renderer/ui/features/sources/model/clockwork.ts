import type { SourceOf } from '../../../../../common/show/sources.ts';

type Clock = SourceOf<'text'>['clock'];
type Kind = 'countdown' | 'stopwatch';

/** Longest that a standing clock may show, seconds. */
const MAX_SECONDS = 360_000;
/** What each countdown was set to when it was last started, so that "reset" brings it back. Not kept over a restart. */
const lengths = new Map<string, number>();

/** What it shows now, seconds. */
export function shownSeconds(clock: Clock, kind: Kind, nowMs: number): number {
  if (clock.targetMs === null) return clock.standingSeconds;
  const ms = kind === 'countdown' ? clock.targetMs - nowMs : nowMs - clock.targetMs;
  const seconds = Math.max(0, ms / 1000);
  // A countdown says 1 through its last second; a stopwatch says 0 through its first.
  return kind === 'countdown' ? Math.ceil(seconds) : Math.floor(seconds);
}

/** Goes on from what it shows; a countdown at zero starts anew. */
export function started(clock: Clock, kind: Kind, sourceId: string, nowMs: number): Clock {
  if (kind === 'stopwatch')
    return { ...clock, targetMs: Math.round(nowMs - clock.standingSeconds * 1000) };
  const seconds = clock.standingSeconds || (lengths.get(sourceId) ?? 0);
  if (!lengths.has(sourceId) || seconds > (lengths.get(sourceId) ?? 0))
    lengths.set(sourceId, seconds);
  return { ...clock, standingSeconds: seconds, targetMs: Math.round(nowMs + seconds * 1000) };
}

/** Stands at what it shows. */
export function stopped(clock: Clock, kind: Kind, nowMs: number): Clock {
  const standingSeconds = Math.min(MAX_SECONDS, shownSeconds(clock, kind, nowMs));
  return { ...clock, targetMs: null, standingSeconds };
}

/** Stands at its beginning. */
export function reset(clock: Clock, kind: Kind, sourceId: string): Clock {
  const standingSeconds =
    kind === 'stopwatch' ? 0 : (lengths.get(sourceId) ?? clock.standingSeconds);
  lengths.delete(sourceId);
  return { ...clock, targetMs: null, standingSeconds };
}

/** The next time the local clock shows `HH:mm`, milliseconds since the epoch; null for anything else. */
export function nextTimeOfDay(text: string, nowMs: number): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const at = new Date(nowMs);
  at.setHours(Number(hours), Number(minutes), 0, 0);
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1);
  return at.getTime();
}
