/** Lowest level the fader and the meter show; the fader's bottom is silence. */
export const BOTTOM_DB = -60;
/** Highest gain of the fader. */
export const TOP_DB = 6;
/** What the fader's bottom asks for: the show document's silence. */
export const SILENCE_DB = -96;

/**
 * Places on the scale, 0 at the bottom and 1 at the top. Fader and meter share it, so that
 * 0 dB stands at one height for both; the levels that speech and music use get most of it.
 */
const points: readonly (readonly [db: number, position: number])[] = [
  [-60, 0],
  [-48, 0.07],
  [-36, 0.18],
  [-24, 0.36],
  [-12, 0.62],
  [-6, 0.76],
  [0, 0.88],
  [6, 1],
];

/** Marks beside the fader, dB. */
export const scaleMarksDb = [6, 0, -6, -12, -24, -36, -60] as const;

function interpolate(value: number, from: 0 | 1, to: 0 | 1): number {
  for (let index = 1; index < points.length; index++) {
    const low = points[index - 1];
    const high = points[index];
    if (!low || !high || (value > high[from] && index < points.length - 1)) continue;
    const share = (value - low[from]) / (high[from] - low[from]);
    return low[to] + Math.min(1, Math.max(0, share)) * (high[to] - low[to]);
  }
  return 0;
}

/** Place of a level on the scale, 0..1; -Infinity is 0. */
export const positionOfDb = (db: number): number => (db > BOTTOM_DB ? interpolate(db, 0, 1) : 0);

/** Gain at a place on the scale, rounded to 0.1 dB; the bottom is `SILENCE_DB`. */
export const gainAtPosition = (position: number): number =>
  position <= 0 ? SILENCE_DB : Math.round(interpolate(position, 1, 0) * 10) / 10;

/** The next gain in steps of `stepDb` from `gainDb`, between silence and the top. */
export function stepGain(gainDb: number, stepDb: number): number {
  const next = Math.min(TOP_DB, Math.max(BOTTOM_DB, Math.round(gainDb)) + stepDb);
  return next <= BOTTOM_DB ? SILENCE_DB : next;
}
