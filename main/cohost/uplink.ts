import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { uploadLimits } from '../../common/rooms/api.ts';

/** Tried one after another, kilobits per second and ms each: a narrow line is not flooded by the last. */
const STEPS = [
  { kbps: 1_000, ms: 300 },
  { kbps: 2_000, ms: 300 },
  { kbps: 4_000, ms: 400 },
  { kbps: 8_000, ms: 600 },
] as const;
const ALL_MS = STEPS.reduce((sum, { ms }) => sum + ms, 0);
const TICK_MS = 20;
/** So much that the line has not taken yet is a line that is full, bytes. */
const MOST_WAITING_BYTES = 128 * 1024;

export type UploadTry = {
  /** Of the room service, e.g. `https://example.com`. */
  readonly origin: string;
  readonly roomId: string;
  /** Secret. */
  readonly token: string;
  /** Asked again and again: true ends the try at once, because the broadcast suffers. */
  readonly isHarmed: () => boolean;
};

/**
 * Sends the room service up to a megabyte in 1.6 s, faster and faster, beside whatever is on air.
 * @returns what got there of it in its best 400 ms, kbit/s; 0 where the broadcast suffered; null where
 * it could not be measured
 */
export function tryUpload({ origin, roomId, token, isHarmed }: UploadTry): Promise<number | null> {
  const url = new URL(`/api/rooms/${encodeURIComponent(roomId)}/upload`, origin);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const call = ask(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      // A connection of its own, which is not kept.
      agent: false,
    });
    let timer: NodeJS.Timeout | undefined;
    const settle = (kbps: number | null) => {
      clearInterval(timer);
      clearTimeout(late);
      resolve(kbps);
      call.destroy();
    };
    const late = setTimeout(() => settle(null), uploadLimits.ms);
    call.on('error', () => settle(null));
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text = (text + part).slice(0, 4_096);
      });
      response.on('end', () => settle(response.statusCode === 200 ? kbpsOf(text) : null));
      response.on('error', () => settle(null));
    });
    const startMs = performance.now();
    let sent = 0;
    timer = setInterval(() => {
      if (isHarmed()) return settle(0);
      const atMs = performance.now() - startMs;
      const due = Math.min(uploadLimits.bytes, dueBytes(atMs)) - sent;
      if (due > 0 && call.writableLength < MOST_WAITING_BYTES) {
        // A line that stood still is not given at once what it missed.
        const part = Math.min(due, MOST_WAITING_BYTES);
        call.write(Buffer.alloc(part));
        sent += part;
      }
      if (atMs < ALL_MS) return;
      clearInterval(timer);
      call.end();
    }, TICK_MS);
  });
}

/** What is to be sent until then, bytes. */
function dueBytes(atMs: number): number {
  let bytes = 0;
  let leftMs = atMs;
  for (const { kbps, ms } of STEPS) {
    const partMs = Math.max(0, Math.min(ms, leftMs));
    bytes += (kbps * partMs) / 8;
    leftMs -= partMs;
  }
  return Math.floor(bytes);
}

function kbpsOf(text: string): number | null {
  try {
    const value: unknown = JSON.parse(text);
    const kbps = (value as { kbps?: unknown } | null)?.kbps;
    return typeof kbps === 'number' && kbps >= 0 && kbps < 1e8 ? Math.round(kbps) : null;
  } catch {
    return null;
  }
}
