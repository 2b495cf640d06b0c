/** Elapsed time as `h:mm:ss` with at least two digits of hours. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Bits per second as `820 kbps` or `3.0 Mbps`. */
export const formatBitrate = (bps: number): string =>
  bps < 999_500 ? `${Math.round(bps / 1000)} kbps` : `${(bps / 1_000_000).toFixed(1)} Mbps`;

/** A level as `−3.0 dB`; `−∞ dB` at and below the bottom of the fader. */
export function formatDb(db: number, bottomDb = -60): string {
  if (db <= bottomDb) return '−∞ dB';
  const text = Math.abs(db).toFixed(1);
  const sign = text === '0.0' ? '' : db < 0 ? '−' : '+';
  return `${sign}${text} dB`;
}

/** MiB as `612 MB` or `1.2 GB`. */
export const formatMemory = (mb: number): string =>
  mb < 1000 ? `${Math.round(mb)} MB` : `${(mb / 1024).toFixed(1)} GB`;

/** A share of a whole as `0.4%`. */
export const formatShare = (part: number, whole: number): string =>
  `${(whole > 0 ? (100 * part) / whole : 0).toFixed(1)}%`;

/** Waiting time as `120 ms` or `2.4 s`. */
export const formatWait = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** Local time of day as `23:41:52`. */
export const formatTimeOfDay = (epochMs: number): string =>
  new Date(epochMs).toTimeString().slice(0, 8);

/** The last part of a path of any system. */
export const fileName = (path: string): string => path.split(/[\\/]/).pop() ?? path;

/** A number of people or things as `12,408`, and from a hundred thousand on as `862K` or `86.2万`. */
export function formatCount(count: number, language: string): string {
  const short = count >= 100_000;
  return new Intl.NumberFormat(
    language,
    short ? { notation: 'compact', maximumFractionDigits: 1 } : {},
  ).format(count);
}
