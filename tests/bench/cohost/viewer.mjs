import { spawn } from 'node:child_process';
import { firstSeen, timeIn } from './light.mjs';

/** What a new viewer is given at once is older than what follows, ms. */
const SETTLE_MS = 3_000;
/** From the start of the decoder to its first picture, at the most, ms. */
const BEGIN_MS = 30_000;

/**
 * How old the light of each rectangle is where a viewer's player would have decoded it: HTTP-FLV of the
 * server, decoded by FFmpeg with no player's buffer, ms.
 * @param {string} url
 * @param {{ width: number, height: number }} size
 * @param {readonly { x: number, y: number, width: number, height: number }[]} rects
 * @param {number} ms
 * @param {import('./owned.mjs').Owned} owned
 * @returns {Promise<number[]>}
 */
export async function readViewer(url, { width, height }, rects, ms, owned) {
  const child = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-flags', 'low_delay', '-threads', '1'],
      ...['-probesize', '200000', '-analyzeduration', '0', '-i', url, '-an'],
      ...['-fps_mode', 'passthrough', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const disown = owned.child(child);
  const seen = rects.map(() => firstSeen());
  const frame = Buffer.alloc(width * height);
  const lumaAt = (/** @type {number} */ x, /** @type {number} */ y) => frame[y * width + x] ?? 0;
  let filled = 0;
  let judgeFrom = Number.POSITIVE_INFINITY;
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + frame.length - filled);
      part.copy(frame, filled);
      filled += part.length;
      at += part.length;
      if (filled < frame.length) continue;
      filled = 0;
      const nowMs = Date.now();
      judgeFrom = Math.min(judgeFrom, performance.now() + SETTLE_MS);
      if (performance.now() < judgeFrom) continue;
      for (const [index, rect] of rects.entries())
        seen[index]?.see(timeIn(lumaAt, rect, nowMs), nowMs);
    }
  });
  try {
    const hasBegun = () => judgeFrom < Number.POSITIVE_INFINITY;
    await owned.until(hasBegun, 'the server’s output was not decoded', BEGIN_MS);
    await owned.pause(SETTLE_MS + ms);
  } finally {
    await disown();
  }
  return seen.flatMap(({ agesMs }) => agesMs);
}
