/**
 * @typedef {{ at: number, connection: number, kind: 'audio' | 'video', ts: number, bytes: number }} Arrival
 *   of one coded picture or sound; `at` in ms since the epoch
 * @typedef {{ at: number, line: string }} Word what the contestant said, and when
 */

/** Bits that arrived between two moments, kilobits per second of video. */
export const kbpsBetween = (/** @type {readonly Arrival[]} */ arrivals, from, to) =>
  (arrivals
    .filter(({ kind, at }) => kind === 'video' && at >= from && at < to)
    .reduce((sum, { bytes }) => sum + bytes, 0) *
    8) /
  (to - from);

/** Long enough that a keyframe every two seconds does not show. */
const WINDOW_MS = 4_000;

/** When the picture was at nine tenths of its bitrate again, and stayed there for a while. */
export function fullSince(arrivals, from, wantedKbps, now) {
  for (let at = from; at + WINDOW_MS <= now; at += 250)
    if (kbpsBetween(arrivals, at, at + WINDOW_MS) >= 0.9 * wantedKbps) return at;
  return null;
}

/**
 * Longest time without a new picture, ms beyond the ordinary distance of two: where none arrived, and
 * where the pictures of one connection leave out a part of the programme.
 */
export function longestFreeze(arrivals, from, to, fps) {
  const pictures = arrivals.filter((it) => it.kind === 'video' && it.at >= from && it.at <= to);
  const ends = { at: to, connection: -1, ts: 0 };
  let longest = 0;
  let before = { at: from, connection: -1, ts: 0 };
  for (const now of [...pictures, ends]) {
    const left = now.connection === before.connection ? now.ts - before.ts : 0;
    longest = Math.max(longest, now.at - before.at, left);
    before = now;
  }
  return Math.max(0, Math.round(longest - 1000 / fps));
}

/**
 * What one fault did.
 * @param {{ arrivals: readonly Arrival[], words: readonly Word[], noticed: RegExp, fps: number, kbps: number }} seen
 * @param {{ beganAt: number, endedAt: number, measuredAt: number, offAir: boolean }} times ms since the epoch
 */
export function outcome({ arrivals, words, noticed, fps, kbps }, times) {
  const { beganAt, endedAt, measuredAt, offAir } = times;
  const word = words.find(
    ({ at, line }) => at >= beganAt && at <= measuredAt && noticed.test(line),
  );
  const video = arrivals.filter(({ kind }) => kind === 'video');
  const back = video.find(({ at }) => at >= endedAt);
  const during = video.filter(({ at }) => at >= beganAt && at <= measuredAt);
  const expected = Math.round(((measuredAt - beganAt) * fps) / 1000);
  const full = fullSince(arrivals, endedAt, kbps, measuredAt);
  const steps = arrivals
    .filter(({ at }) => at >= beganAt - 2_000 && at <= measuredAt)
    .reduce(backwards, { last: new Map(), count: 0 });
  return {
    noticeMs: word ? Math.round(word.at - beganAt) : null,
    said: word?.line.slice(0, 160) ?? null,
    backMs: offAir ? (back ? Math.round(back.at - endedAt) : null) : 0,
    missing: Math.max(0, expected - during.length),
    freezeMs: longestFreeze(arrivals, beganAt, measuredAt, fps),
    fullMs: full === null ? null : Math.round(full - endedAt),
    connections: new Set(during.map(({ connection }) => connection)).size,
    /** Times that went back within a connection. */
    backwards: steps.count,
  };
}

function backwards({ last, count }, { connection, kind, ts }) {
  const key = `${connection}-${kind}`;
  const before = last.get(key) ?? -1;
  last.set(key, ts);
  return { last, count: count + (ts < before ? 1 : 0) };
}
