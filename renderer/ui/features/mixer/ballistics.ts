import { BOTTOM_DB } from './scale.ts';

/** Fall of the bar and of the held peak, dB per second, and how long the peak is held. */
const FALL_DB_PER_S = 26;
const HOLD_MS = 1500;

/** What one channel of a meter shows. */
export type Needle = { barDb: number; peakDb: number; peakAtMs: number };

export const restingNeedle = (): Needle => ({
  barDb: BOTTOM_DB,
  peakDb: BOTTOM_DB,
  peakAtMs: 0,
});

/** Up at once, down slowly; the highest of the last moments stays as a line. */
export function moveNeedle(needle: Needle, levelDb: number, nowMs: number, sinceMs: number): void {
  const fallDb = (FALL_DB_PER_S * Math.min(sinceMs, 1000)) / 1000;
  const level = Math.max(levelDb, BOTTOM_DB);
  needle.barDb = Math.max(level, needle.barDb - fallDb);
  if (needle.barDb >= needle.peakDb) {
    needle.peakDb = needle.barDb;
    needle.peakAtMs = nowMs;
  } else if (nowMs - needle.peakAtMs > HOLD_MS) {
    needle.peakDb = Math.max(needle.barDb, needle.peakDb - fallDb);
  }
}
