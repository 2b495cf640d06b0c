/** How near the end of a push address is. */
export type Expiry = 'fine' | 'soon' | 'past';

/** A warning comes an hour before the end, or when a fifth of a short validity is left. */
export function expiryOf(nowMs: number, atMs: number, validHours: number): Expiry {
  if (nowMs >= atMs) return 'past';
  const warnMs = Math.min(1, validHours / 5) * 3_600_000;
  return atMs - nowMs <= warnMs ? 'soon' : 'fine';
}

export type TimeLeft = { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number };

/** A stretch of time in one round number; never 0, as it is only told while there is some left. */
export function timeLeft(ms: number): TimeLeft {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 120) return { unit: 'minutes', count: minutes };
  const hours = Math.round(ms / 3_600_000);
  return hours < 48
    ? { unit: 'hours', count: hours }
    : { unit: 'days', count: Math.round(hours / 24) };
}
