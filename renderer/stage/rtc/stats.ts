import type { WhipStats } from '../../../common/ipc/output.ts';

/** Of the picture, since its sender was made: what left, and how long it waited in the browser before, all packets together. */
export type PictureCounts = {
  readonly bytes: number;
  readonly packets: number;
  readonly waitedSeconds: number;
};

/** What is read of a connection in one look. */
export type Look = {
  readonly stats: WhipStats;
  /** Grows with whatever comes from the server: feedback, reports, answers to checks. */
  readonly heard: number;
  readonly picture: PictureCounts;
};

type Entry = Readonly<Record<string, unknown>> & { readonly type: string };

const number = (entry: Entry | undefined, name: string, otherwise = -1): number => {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
};

const seconds = (entry: Entry | undefined, name: string): number => {
  const value = number(entry, name);
  return value < 0 ? -1 : Math.round(value * 1000);
};

/** Reads a report of `RTCPeerConnection.getStats()` (W3C webrtc-stats). */
export function look(report: Iterable<Entry>): Look {
  const entries = [...report];
  const of = (type: string, kind?: string) =>
    entries.find((it) => it.type === type && (kind === undefined || it.kind === kind));
  const video = of('outbound-rtp', 'video');
  const audio = of('outbound-rtp', 'audio');
  const transport = of('transport');
  const pair = entries.find(
    (it) => it.type === 'candidate-pair' && it.id === transport?.selectedCandidatePairId,
  );
  const sent = (it: Entry | undefined) =>
    number(it, 'bytesSent', 0) + number(it, 'headerBytesSent', 0);
  const lost = entries
    .filter((it) => it.type === 'remote-inbound-rtp')
    .reduce((sum, it) => sum + number(it, 'packetsLost', 0), 0);
  return {
    stats: {
      bytesSent: sent(video) + sent(audio),
      videoFramesSent: number(video, 'framesSent', 0),
      audioPacketsSent: number(audio, 'packetsSent', 0),
      // Reports are behind what was sent: counts of a beginning may be below zero.
      packetsLost: Math.max(0, lost),
      rttMs: seconds(pair, 'currentRoundTripTime'),
      availableBps: Math.round(number(pair, 'availableOutgoingBitrate')),
      targetBps: Math.round(number(video, 'targetBitrate')),
      fps: number(video, 'framesPerSecond'),
      width: number(video, 'frameWidth'),
      height: number(video, 'frameHeight'),
      pliCount: number(video, 'pliCount', 0),
    },
    picture: {
      bytes: sent(video),
      packets: number(video, 'packetsSent', 0),
      waitedSeconds: number(video, 'totalPacketSendDelay', 0),
    },
    heard: number(transport, 'packetsReceived', 0) + number(pair, 'responsesReceived', 0),
  };
}

/** Counts of a connection whose sender of the picture is made anew now and then. */
export class Totals {
  #last: WhipStats | null = null;
  #bytes = 0;
  #before = { bytes: 0, frames: 0, plis: 0 };

  /** The same counts, without going back. */
  continued({ stats, picture }: Look): WhipStats {
    const last = this.#last;
    if (last && picture.bytes < this.#bytes)
      this.#before = {
        bytes: this.#before.bytes + this.#bytes,
        frames: last.videoFramesSent,
        plis: last.pliCount,
      };
    this.#bytes = picture.bytes;
    this.#last = {
      ...stats,
      bytesSent: stats.bytesSent + this.#before.bytes,
      videoFramesSent: stats.videoFramesSent + this.#before.frames,
      packetsLost: Math.max(stats.packetsLost, last?.packetsLost ?? 0),
      pliCount: stats.pliCount + this.#before.plis,
    };
    return this.#last;
  }
}
