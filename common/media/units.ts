/** Audio sample rate of the programme, hertz. */
export const SAMPLE_RATE = 48_000;

/** Start of video frame `index` on the fixed grid, integer microseconds. */
export const frameTimeUs = (index: number, fps: number): number =>
  Math.round((index * 1_000_000) / fps);

/** Linear gain of a level in decibels; `-Infinity` (or ≤ -96 dB) is silence. */
export const gainOfDb = (db: number): number => (db <= -96 ? 0 : 10 ** (db / 20));

/** Level in dBFS of a linear amplitude; silence is -Infinity. */
export const dbOfGain = (gain: number): number => 20 * Math.log10(gain);
