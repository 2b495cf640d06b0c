import type { StudioState } from '../../common/ipc/contract.ts';
import { maskUrl } from '../../common/live/mask.ts';
import type {
  DestinationFigures,
  RecordingFigures,
  StageFigures,
} from '../../common/live/telemetry.ts';
import type { StudioError } from '../../common/result.ts';
import type { ProcessName } from '../supervision/usage.ts';
import type { OutputFigures } from './broadcast.ts';

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
  ackedBps: -1,
  rttMs: -1,
  rung: null,
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

/** What a receipt is made of. */
export type ReceiptParts = {
  readonly state: StudioState;
  /** When the first go live was asked for, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly bornAtMs: number;
  readonly firstPacketAtMs: number | null;
  /** Every URL that was to get the programme, by destination id. */
  readonly urls: ReadonlyMap<string, string>;
  /** All stages together. */
  readonly stage: Pick<StageFigures, 'composed' | 'encoded' | 'skipped' | 'encodedAudioFrames'>;
  /** Null when the output process does not answer. */
  readonly output: OutputFigures | null;
} & Pick<Receipt, 'stageRestarts' | 'outputRestarts' | 'uiRestarts' | 'cpuSeconds' | 'peakRssMb'>;

/** Adds up what one broadcast did. */
export function receiptOf(parts: ReceiptParts): Receipt {
  const { state, stage, output, stageRestarts, outputRestarts, uiRestarts } = parts;
  const { show, session } = state;
  const canvas = show.canvases[0];
  const running = session.stage.state === 'running' ? session.stage : null;
  const recordingFile = 'file' in session.recording ? session.recording.file : null;
  const received = output?.received.video;
  return {
    electron: process.versions.electron ?? '',
    engine: 'builtin',
    compositor: running?.compositor ?? '',
    videoCodec: running?.videoCodec ?? '',
    audioCodec: running?.audioCodec ?? '',
    size: `${canvas?.width}x${canvas?.height}`,
    fps: canvas?.fps ?? 0,
    startedAt: new Date(parts.startedAtMs).toISOString(),
    seconds: Math.round(Date.now() - parts.startedAtMs) / 1000,
    video: {
      composed: stage.composed,
      // What reached the output is the truth; a lost stage cannot be asked any more.
      encoded:
        stageRestarts > 0 && outputRestarts === 0
          ? (received ?? stage.encoded)
          : // A stage that hangs has not told of its last frames.
            Math.max(stage.encoded, received ?? 0),
      skipped: stage.skipped,
    },
    audio: { encodedFrames: stage.encodedAudioFrames },
    // Also those that the output process cannot answer for: they got nothing that is known of.
    destinations: [...parts.urls].map(([id, url]) => {
      const figures = output?.destinations[id];
      const status = session.destinations[id];
      const error = status && 'error' in status ? status.error : undefined;
      const ended = figures && status ? status.state : 'failed';
      return destinationLine(url, ended, figures ?? NOTHING_SENT, error);
    }),
    recording: recordingFile
      ? { file: recordingFile, ...(output?.recording ?? NOTHING_RECORDED) }
      : null,
    stageRestarts,
    outputRestarts,
    uiRestarts,
    startToFirstPacketMs:
      parts.firstPacketAtMs === null ? -1 : Math.round(parts.firstPacketAtMs - parts.bornAtMs),
    cpuSeconds: parts.cpuSeconds,
    peakRssMb: parts.peakRssMb,
  };
}

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
