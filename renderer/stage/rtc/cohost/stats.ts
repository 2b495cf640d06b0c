import type { RemoteStats } from '../../../../common/cohost/stage.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a look has in common with the next one. */
export type Counts = {
  readonly atMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** All that came over the wire, also what is no media. */
  readonly wireIn: number;
  readonly received: number;
  readonly lost: number;
  readonly decoded: number;
  /** From the first packet of a frame to its picture, of all frames, s. */
  readonly processing: number;
};

const number = (entry: Entry | undefined, name: string): number => {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};

/** What a connection that is not connected tells. */
export const noStats = (state: RemoteStats['state']): RemoteStats => ({
  ...{ state, inKbps: 0, outKbps: 0, loss: 0, rttMs: null },
  ...{ width: 0, height: 0, fps: 0, freezeMs: 0, delayMs: null, speaking: false },
});

/** Reads a report of `RTCPeerConnection.getStats()` (W3C webrtc-stats), against the look before. */
export function read(
  report: Iterable<Entry>,
  before: Counts | null,
  atMs: number,
): {
  readonly stats: Omit<RemoteStats, 'state' | 'speaking'>;
  readonly counts: Counts;
  readonly wireKbps: number;
} {
  const entries = [...report];
  const all = (type: string) => entries.filter((it) => it.type === type);
  const sum = (type: string, ...names: string[]) =>
    all(type).reduce(
      (total, it) => total + names.reduce((of, name) => of + number(it, name), 0),
      0,
    );
  const video = all('inbound-rtp').find(({ kind }) => kind === 'video');
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = entries.find(
    (it) => it.type === 'candidate-pair' && it.id === transport?.selectedCandidatePairId,
  );
  const counts: Counts = {
    atMs,
    bytesIn: sum('inbound-rtp', 'bytesReceived', 'headerBytesReceived'),
    bytesOut: sum('outbound-rtp', 'bytesSent', 'headerBytesSent'),
    wireIn: sum('transport', 'bytesReceived'),
    received: sum('inbound-rtp', 'packetsReceived'),
    lost: sum('inbound-rtp', 'packetsLost'),
    decoded: number(video, 'framesDecoded'),
    processing: number(video, 'totalProcessingDelay'),
  };
  const since = (name: keyof Counts) =>
    Math.max(0, counts[name] - (before?.[name] ?? counts[name]));
  const kbps = (bytes: number) => (since('atMs') > 0 ? Math.round((bytes * 8) / since('atMs')) : 0);
  const packets = since('received') + since('lost');
  const rtt = pair?.currentRoundTripTime;
  const rttMs = typeof rtt === 'number' ? rtt * 1000 : null;
  const processingMs =
    since('decoded') > 0 ? (since('processing') * 1000) / since('decoded') : null;
  return {
    counts,
    wireKbps: Math.max(kbps(since('bytesIn')), kbps(since('wireIn'))),
    stats: {
      inKbps: kbps(since('bytesIn')),
      outKbps: kbps(since('bytesOut')),
      loss: packets > 0 ? since('lost') / packets : 0,
      rttMs: rttMs === null ? null : Math.round(rttMs),
      width: number(video, 'frameWidth'),
      height: number(video, 'frameHeight'),
      fps: number(video, 'framesPerSecond'),
      freezeMs: Math.round(number(video, 'totalFreezesDuration') * 1000),
      delayMs:
        rttMs === null || processingMs === null ? null : Math.round(rttMs / 2 + processingMs),
    },
  };
}
