import type {
  DestinationFigures,
  DestinationStatus,
  RecordingFigures,
  RecordingStatus,
} from '../live/telemetry.ts';
import type { EncodedPacket, ExtraFormat, ExtraPacket, TrackFormat } from '../media/packet.ts';
import type { StudioError } from '../result.ts';

/**
 * Orders from main to the output process (`utilityProcess.postMessage`).
 * `attachStage` and `attachUi` carry one MessagePort each; a new stage port replaces the old one.
 */
export type OutputOrder =
  | { readonly type: 'attachStage' }
  | { readonly type: 'attachUi' }
  /** `url` holds the stream key: it must never be logged or sent anywhere but to its server. */
  | { readonly type: 'startDestination'; readonly id: string; readonly url: string }
  | { readonly type: 'stopDestination'; readonly id: string }
  | { readonly type: 'retryNow'; readonly id: string }
  | { readonly type: 'networkUp' }
  | { readonly type: 'startRecording'; readonly file: string }
  | { readonly type: 'stopRecording' }
  /** Finishes what a crash left in the folder; each file is answered with `recovered`. */
  | { readonly type: 'recoverRecordings'; readonly folder: string }
  /** Answered with `figures`. */
  | { readonly type: 'getFigures'; readonly requestId: number };

/** What the output process tells main (`process.parentPort.postMessage`). */
export type OutputEvent =
  | { readonly type: 'ready' }
  /** The stage has sent its last packet (see `StageToOutput`); every sink has been given it. */
  | { readonly type: 'drained' }
  | { readonly type: 'destination'; readonly id: string; readonly status: DestinationStatus }
  | { readonly type: 'recording'; readonly status: RecordingStatus }
  /** A leftover of a crash is an ordinary MP4 now, or `error` says why it is not. */
  | { readonly type: 'recovered'; readonly file: string; readonly error: StudioError | null }
  /** The first media packet of the session has been handed to a socket. */
  | { readonly type: 'firstPacket'; readonly atEpochMs: number }
  | {
      readonly type: 'figures';
      readonly requestId: number;
      readonly destinations: Readonly<Record<string, DestinationFigures>>;
      readonly recording: RecordingFigures;
      /** Packets that have come from the stage. */
      readonly received: { readonly video: number; readonly audio: number };
    };

/** Stage to output, over their MessagePort. */
export type StageToOutput =
  | { readonly type: 'format'; readonly format: TrackFormat | ExtraFormat }
  | { readonly type: 'packet'; readonly packet: EncodedPacket | ExtraPacket }
  /** The encoders were told to end and everything they held has been sent before this. */
  | { readonly type: 'drained' };

/** Output to stage, over the same port: a new output wants to start, or a queue was cut. */
export type OutputToStage = { readonly type: 'keyframeWanted' };
