import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../../common/result.ts';
import { uploadLimits } from '../../../common/rooms/api.ts';
import type { Room } from '../rooms/room.ts';
import type { RoomCalled } from './apiContext.ts';

type Sample = { readonly atMs: number; readonly bytes: number };

/**
 * Takes what a studio sends to see what its line carries, and throws it away. Answers with what came in
 * the best 400 ms, kilobits per second. `RATE_LIMITED`, `INPUT_INVALID` for more than 2 MiB,
 * `TIMEOUT` for longer than 5 s, `DISCONNECTED`.
 */
export async function takeUpload(
  { callers, account, request }: RoomCalled,
  _room: Room,
): Promise<Result<unknown>> {
  const may = callers.mayUpload(account?.userId ?? '');
  if (!may.ok) return may;
  const taken = await samplesOf(request);
  return taken.ok ? ok({ kbps: bestKbps(taken.value) }) : taken;
}

/** The greatest rate of any stretch of at least 400 ms, kilobits per second; of all where it was shorter. */
export function bestKbps(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return 0;
  const rate = (from: Sample, to: Sample) =>
    ((to.bytes - from.bytes) * 8) / Math.max(1, to.atMs - from.atMs);
  let best = last.atMs - first.atMs < uploadLimits.windowMs ? rate(first, last) : 0;
  let at = 0;
  for (const from of samples) {
    while (at < samples.length && (samples[at]?.atMs ?? 0) - from.atMs < uploadLimits.windowMs)
      at++;
    const to = samples[at];
    if (!to) break;
    best = Math.max(best, rate(from, to));
  }
  return Math.round(best);
}

function samplesOf(request: IncomingMessage): Promise<Result<Sample[]>> {
  return new Promise((resolve) => {
    const samples: Sample[] = [];
    let bytes = 0;
    const settle = (result: Result<Sample[]>) => {
      clearTimeout(late);
      resolve(result);
    };
    const late = setTimeout(() => {
      request.pause();
      settle(err('TIMEOUT', 'the upload took too long', { afterMs: uploadLimits.ms }));
    }, uploadLimits.ms);
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      const atMs = performance.now();
      const before = samples.at(-1);
      // As many as tell something, however small the parts are.
      if (before && atMs - before.atMs < 5) samples[samples.length - 1] = { ...before, bytes };
      else samples.push({ atMs, bytes });
      if (bytes <= uploadLimits.bytes) return;
      request.pause();
      settle(err('INPUT_INVALID', 'the upload is too long', { mostBytes: uploadLimits.bytes }));
    });
    request.on('end', () => settle(ok(samples)));
    request.on('error', () => settle(err('DISCONNECTED', 'the upload was cut')));
    request.on('close', () => settle(err('DISCONNECTED', 'the upload was cut')));
  });
}
