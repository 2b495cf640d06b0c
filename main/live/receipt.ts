import { maskUrl } from '../../common/live/mask.ts';
import type { DestinationFigures, RecordingFigures } from '../../common/live/telemetry.ts';
import type { StudioError } from '../../common/result.ts';
import type { ProcessName } from '../supervision/usage.ts';

/** What one broadcast did, written by `--report` and shown when it ends. */
export type Receipt = {
  readonly electron: string;
  readonly engine: 'builtin';
  readonly compositor: string;
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly size: string;
  readonly fps: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly video: { readonly composed: number; readonly encoded: number; readonly skipped: number };
  readonly audio: { readonly encodedFrames: number };
  readonly destinations: readonly ({
    readonly url: string;
    readonly state: string;
    /** Why it was off air at the end. */
    readonly error?: string;
  } & Omit<DestinationFigures, 'sendBps' | 'queueMs'>)[];
  readonly recording: ({ readonly file: string } & RecordingFigures) | null;
  /** Stages lost and replaced on the way. */
  readonly stageRestarts: number;
  readonly outputRestarts: number;
  readonly uiRestarts: number;
  readonly startToFirstPacketMs: number;
  readonly cpuSeconds: Readonly<Record<ProcessName, number>>;
  readonly peakRssMb: Readonly<Record<ProcessName, number>>;
};

/** Of a destination that the output process knows nothing of. */
export const NOTHING_SENT: DestinationFigures = {
  connectMs: -1,
  packetsSent: 0,
  videoPacketsSent: 0,
  audioPacketsSent: 0,
  bytesSent: 0,
  bytesAcknowledged: 0,
  dropped: 0,
  reconnects: 0,
  offAirMs: 0,
  sendBps: 0,
  queueMs: 0,
};

/** Of a recording that the output process knows nothing of. */
export const NOTHING_RECORDED: RecordingFigures = {
  videoFrames: 0,
  audioFrames: 0,
  durationMs: 0,
  bytes: 0,
};

export const destinationLine = (
  url: string,
  state: string,
  { sendBps: _sendBps, queueMs: _queueMs, ...figures }: DestinationFigures,
  error?: StudioError,
): Receipt['destinations'][number] => ({
  url: maskUrl(url),
  state,
  ...(error ? { error: error.message } : {}),
  ...figures,
});

/** What kept an output from getting every encoded frame; empty when all did. One line each. */
export function lossesOf(receipt: Receipt): string[] {
  const { encoded } = receipt.video;
  const losses: string[] = [];
  if (encoded === 0) losses.push('no frame was encoded');
  for (const it of receipt.destinations) {
    const missing = encoded - it.videoPacketsSent;
    if (it.state === 'failed' || it.state === 'reconnecting')
      losses.push(
        `${it.url} was off air at the end (${it.videoPacketsSent} of ${encoded} frames sent)${it.error ? `: ${it.error}` : ''}`,
      );
    else if (missing > 0 || it.dropped > 0)
      losses.push(
        `${it.url} missed ${Math.max(missing, 0)} of ${encoded} frames (${it.dropped} packets dropped, ${it.reconnects} reconnects, ${it.offAirMs} ms off air)`,
      );
  }
  if (receipt.recording) {
    const missing = encoded - receipt.recording.videoFrames;
    if (missing > 0)
      losses.push(`recording ${receipt.recording.file} missed ${missing} of ${encoded} frames`);
  }
  return losses;
}
