import type { DeliveryEvent } from '../live/delivery.ts';
import type { Rung } from '../live/ladder.ts';
import type {
  DestinationFigures,
  DestinationStatus,
  RecordingFigures,
  RecordingStatus,
} from '../live/telemetry.ts';
import type {
  EncodedPacket,
  ExtraFormat,
  ExtraPacket,
  LaneId,
  LaneTarget,
  TrackFormat,
  VideoCodec,
} from '../media/packet.ts';
import type { StudioError } from '../result.ts';

/**
 * Orders from main to the output process (`utilityProcess.postMessage`).
 * `attachStage` and `attachUi` carry one MessagePort each; a new stage port replaces the old one.
 */
export type OutputOrder =
  | { readonly type: 'attachStage' }
  | { readonly type: 'attachUi' }
  | ({ readonly type: 'startDestination'; readonly id: string } & DestinationOrder)
  /** Another address and other secrets from the next connection on; the running one stays. */
  | {
      readonly type: 'renewDestination';
      readonly id: string;
      readonly url: string;
      readonly backupUrl: string | null;
      /** Of WHIP: where it is a signed URL it is renewed with it. */
      readonly token: string | null;
    }
  /** Cuts the destination's cable: for `seconds` nothing reaches its server, and no try to. */
  | { readonly type: 'drill'; readonly id: string; readonly seconds: number }
  | { readonly type: 'stopDestination'; readonly id: string }
  | { readonly type: 'retryNow'; readonly id: string }
  | { readonly type: 'networkUp' }
  | { readonly type: 'startRecording'; readonly file: string }
  | { readonly type: 'stopRecording' }
  /** Finishes what a crash left in the folder; each file is answered with `recovered`. */
  | { readonly type: 'recoverRecordings'; readonly folder: string }
  /** Answered with `figures`. */
  | { readonly type: 'getFigures'; readonly requestId: number };

/** Where and how to publish. URLs and the token hold secrets: never logged, sent nowhere but to their server. */
export type DestinationOrder = {
  readonly kind: 'rtmp' | 'whip' | 'file';
  /** Push URL with its key, WHIP endpoint, or the path of the file. */
  readonly url: string;
  /** Takes over when the first cannot be reached. */
  readonly backupUrl: string | null;
  /** WHIP's bearer token. */
  readonly token: string | null;
  readonly codec: VideoCodec;
  readonly adaptive: boolean;
  /** The embedded server: it refuses nobody of ours, and is started again where it was lost. */
  readonly own?: boolean;
};

/** What the output process tells main (`process.parentPort.postMessage`). */
export type OutputEvent =
  | { readonly type: 'ready' }
  /** The stage has sent its last packet (see `StageToOutput`); every sink has been given it. */
  | { readonly type: 'drained' }
  | { readonly type: 'destination'; readonly id: string; readonly status: DestinationStatus }
  /** Something worth a line in the destination's log. */
  | { readonly type: 'delivery'; readonly id: string; readonly event: DeliveryEvent }
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
      /** Packets of the main lane and of sound that have come from the stage. */
      readonly received: { readonly video: number; readonly audio: number };
    };

/** Stage to output, over their MessagePort. */
export type StageToOutput =
  | { readonly type: 'format'; readonly format: TrackFormat | ExtraFormat }
  | { readonly type: 'packet'; readonly packet: EncodedPacket | ExtraPacket }
  /** The encoders were told to end and everything they held has been sent before this. */
  | { readonly type: 'drained' }
  /** A lane that was asked for cannot be made (no such encoder), or broke for good. */
  | { readonly type: 'laneFailed'; readonly lane: LaneId; readonly error: StudioError }
  | { readonly type: 'whip'; readonly id: string; readonly message: FromWhipPeer };

/** Output to stage, over the same port. */
export type OutputToStage =
  /** A new output wants to start, or a queue was cut. */
  | { readonly type: 'keyframeWanted'; readonly lane?: LaneId }
  /**
   * Every lane that is wanted beside the main one; those of before that are not named end. The
   * bitrate of a lane that stays changes without a break; another size begins with a keyframe and
   * a format of its own. `main: false` means that nobody takes the main lane for now: it need not
   * be encoded.
   */
  | { readonly type: 'lanes'; readonly main: boolean; readonly lanes: readonly LaneTarget[] }
  | { readonly type: 'whip'; readonly id: string; readonly message: ToWhipPeer };

/** Output to the `RTCPeerConnection` of one WHIP destination; the HTTP side of WHIP, with its token, stays in output. */
export type ToWhipPeer =
  | {
      readonly type: 'open';
      readonly iceServers: readonly {
        readonly urls: readonly string[];
        readonly username?: string;
        readonly credential?: string;
      }[];
    }
  | { readonly type: 'answer'; readonly sdp: string }
  /** Answered with a new `offer`. */
  | { readonly type: 'restartIce' }
  | { readonly type: 'close' };

export type FromWhipPeer =
  /** What the show is encoded as, which is the most that is sent; before the first offer, and when it changes. */
  | { readonly type: 'chosen'; readonly rung: Rung }
  | { readonly type: 'offer'; readonly sdp: string; readonly iceRestart: boolean }
  /** Null: there are no more. */
  | { readonly type: 'candidate'; readonly candidate: string | null; readonly mid: string | null }
  | { readonly type: 'state'; readonly state: RTCPeerState }
  /** Once a second. */
  | { readonly type: 'stats'; readonly stats: WhipStats }
  /** What the road can carry is sent from now on; null for what was chosen. `linkKbps` is of picture. */
  | { readonly type: 'picture'; readonly rung: Rung | null; readonly linkKbps: number }
  | { readonly type: 'failed'; readonly error: StudioError };

/** As `RTCPeerConnection.connectionState`. */
export type RTCPeerState =
  | 'new'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'failed'
  | 'closed';

/** Of the peer connection so far; -1 where it is not known. */
export type WhipStats = {
  readonly bytesSent: number;
  readonly videoFramesSent: number;
  readonly audioPacketsSent: number;
  readonly packetsLost: number;
  readonly rttMs: number;
  /** What the congestion control allows, bits per second. */
  readonly availableBps: number;
  /** What the encoder is told, bits per second. */
  readonly targetBps: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly pliCount: number;
};
