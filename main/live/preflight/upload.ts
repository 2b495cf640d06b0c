import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { RtmpPublisher } from '../../output/rtmp/index.ts';
import { TestMedia, testAudio, testVideo } from './testMedia.ts';

/** How much more than is needed is tried to be sent. */
const OFFERED_SHARE = 2;
const SECONDS = 3;
/** The connection needs a moment to come up to speed, ms. */
const WARM_UP_MS = 400;
const CONNECT_MS = 8_000;
const STEP_MS = 20;
/** Fewer acknowledgements than this tell nothing. */
const FEWEST_ACKS = 2;

export type Upload = {
  /** `Publish.Start` was answered. */
  readonly accepted: Result<null>;
  /** What went through, kilobits per second; an error where the connection broke. Null where it was not accepted. */
  readonly measured: Result<number> | null;
};

type Sample = { readonly atMs: number; readonly sent: number; readonly acked: number };

/**
 * Publishes a black, silent picture for a few seconds at twice the bitrate that is needed, and sees
 * how much of it goes through. Whoever watches the stream sees it.
 * @param neededKbps picture and sound together
 */
export async function tryUpload(
  url: string,
  neededKbps: number,
  signal: AbortSignal,
): Promise<Upload> {
  const watch = new StatusWatch();
  const publisher = new RtmpPublisher({
    url,
    onStatus: (status) => watch.take(status),
    onKeyframeWanted: () => {},
    connectTimeoutMs: CONNECT_MS,
  });
  try {
    const offeredKbps = neededKbps * OFFERED_SHARE;
    publisher.setFormat(testVideo(offeredKbps));
    publisher.setFormat(testAudio);
    publisher.start();
    const accepted = await watch.accepted(signal);
    if (!accepted.ok) return { accepted, measured: null };
    const samples: Sample[] = [];
    const media = new TestMedia(offeredKbps);
    const startedMs = performance.now();
    for (;;) {
      const atMs = performance.now() - startedMs;
      if (atMs > SECONDS * 1000 || watch.lost || signal.aborted) break;
      for (const packet of media.until(atMs * 1000)) publisher.write(packet);
      const { bytesSent, bytesAcknowledged } = publisher.figures;
      samples.push({ atMs, sent: bytesSent, acked: bytesAcknowledged });
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    if (watch.lost) {
      // A server that checks the key after its answer closes at once.
      const { error } = watch.lost;
      const refused = error.code === 'AUTH';
      const failed = { ok: false, error } as const;
      return refused ? { accepted: failed, measured: null } : { accepted, measured: failed };
    }
    return { accepted, measured: ok(throughputKbps(samples)) };
  } finally {
    await publisher.stop();
  }
}

/** What went through by the server's acknowledgements, or by what the socket took where it sends none. */
export function throughputKbps(samples: readonly Sample[]): number {
  const warm = samples.filter(({ atMs }) => atMs >= WARM_UP_MS);
  const acks = warm.filter(({ acked }, index) => acked > (warm[index - 1]?.acked ?? acked));
  const rate = (first: Sample, last: Sample, of: 'sent' | 'acked') =>
    ((last[of] - first[of]) * 8) / Math.max(1, last.atMs - first.atMs);
  const [first, last] = [acks[0], acks.at(-1)];
  if (first && last && acks.length >= FEWEST_ACKS) {
    // One that has gone silent has not taken anything since: count until the end then.
    const end = warm.at(-1) as Sample;
    const gapMs = (last.atMs - first.atMs) / (acks.length - 1);
    return rate(first, end.atMs - last.atMs > 3 * gapMs + 200 ? end : last, 'acked');
  }
  const [begin, end] = [warm[0], warm.at(-1)];
  return begin && end ? rate(begin, end, 'sent') : 0;
}

/** Follows what a publisher says of itself. */
class StatusWatch {
  #status: DestinationStatus = { state: 'idle' };
  #onChange: () => void = () => {};

  take(status: DestinationStatus): void {
    this.#status = status;
    this.#onChange();
  }

  get lost(): Extract<DestinationStatus, { state: 'failed' | 'reconnecting' }> | null {
    const { state } = this.#status;
    return state === 'failed' || state === 'reconnecting'
      ? (this.#status as Extract<DestinationStatus, { state: 'failed' | 'reconnecting' }>)
      : null;
  }

  /** Waits for the first answer; the publisher has a time limit of its own. */
  accepted(signal: AbortSignal): Promise<Result<null>> {
    return new Promise((resolve) => {
      const settle = (result: Result<null>) => {
        this.#onChange = () => {};
        signal.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const onAbort = () => settle(err('DISCONNECTED', 'the look before going live was ended'));
      const look = () => {
        if (this.#status.state === 'live') settle(ok(null));
        else if (this.lost) settle({ ok: false, error: this.lost.error });
      };
      this.#onChange = look;
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      else look();
    });
  }
}
