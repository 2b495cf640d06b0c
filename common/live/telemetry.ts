import type { StudioError } from '../result.ts';
import type { Rung } from './ladder.ts';

/** Levels of one mixer strip since the last tick, dBFS per channel (left, right); silence is -Infinity. */
export type Level = {
  /** After the fader: what goes into the programme. */
  readonly peakDb: readonly [number, number];
  /** Before the fader and the mute. */
  readonly inputDb: readonly [number, number];
};

/** Loudness of the programme (ITU-R BS.1770-4, EBU R 128), LUFS and dBTP; -Infinity while not known. */
export type Loudness = {
  readonly momentary: number;
  readonly shortTerm: number;
  readonly integrated: number;
  /** Greatest since the last reset. */
  readonly truePeakDb: number;
};

/** Where a media source stands in its playlist. */
export type MediaState = {
  readonly state: 'empty' | 'loading' | 'playing' | 'paused' | 'ended';
  /** Of the current file. */
  readonly positionSeconds: number;
  readonly durationSeconds: number;
  /** From 0. */
  readonly index: number;
};

/** What the stage tells, lossy, over a MessagePort. */
export type StageTelemetry =
  /** 20 Hz or more. Keyed by source id; the master strip is `master`. */
  | { readonly kind: 'meters'; readonly levels: Readonly<Record<string, Level>> }
  /** 10 Hz. */
  | { readonly kind: 'loudness'; readonly loudness: Loudness }
  /** 1 Hz: how much faster than the master clock each captured source's clock runs, parts per million. */
  | { readonly kind: 'drift'; readonly ppm: Readonly<Record<string, number>> }
  /** 4 Hz, keyed by source id. */
  | { readonly kind: 'media'; readonly media: Readonly<Record<string, MediaState>> }
  /** A scene as it looks now: a JPEG of about 160 pixels in width. Each scene every few seconds, when it changed. */
  | { readonly kind: 'thumbnail'; readonly sceneId: string; readonly jpeg: Uint8Array<ArrayBuffer> }
  /** A guest in the green room as they look now, while the host sees it: a JPEG of 192 pixels in width. 5 Hz at most. `id` as `RemotePerson.id`. */
  | { readonly kind: 'guestPicture'; readonly id: string; readonly jpeg: Uint8Array<ArrayBuffer> }
  /** How loud they are, dBFS; -Infinity for silence. 10 Hz while the host sees the green room. */
  | { readonly kind: 'guestLevels'; readonly levels: Readonly<Record<string, number>> }
  /** 2 Hz. */
  | { readonly kind: 'figures'; readonly figures: StageFigures };

/** Counters run from the start of the stage process's session; rates are over the last tick. */
export type StageFigures = {
  readonly fps: number;
  readonly composed: number;
  readonly encoded: number;
  /** Frames of the grid that were not encoded: composed too late, or the encoder's queue was full. */
  readonly skipped: number;
  readonly encodedAudioFrames: number;
  /** Milliseconds to compose one frame, median of the last tick. */
  readonly composeMs: number;
  /** Milliseconds from `encode()` to the packet, median of the last tick. */
  readonly encodeMs: number;
  /** Short-term loudness of the programme, LUFS; null for silence, absent where it is not measured. */
  readonly loudnessLufs?: number | null;
};

/** Before anything has been made, and where the stage does not answer. */
export const NO_STAGE_FIGURES: StageFigures = {
  fps: 0,
  composed: 0,
  encoded: 0,
  skipped: 0,
  encodedAudioFrames: 0,
  composeMs: 0,
  encodeMs: 0,
};

/** State of one destination. `failed` is final until told to retry; the others move by themselves. */
export type DestinationStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | {
      readonly state: 'reconnecting';
      /** 1 for the first try after the loss. */
      readonly attempt: number;
      /** Milliseconds since the epoch of the next try; in the past while a try is under way. */
      readonly nextTryAtMs: number;
      readonly error: StudioError;
    }
  | { readonly state: 'failed'; readonly error: StudioError }
  | { readonly state: 'stopped' };

/** Counters of one destination, from the start of its publishing. */
export type DestinationFigures = {
  /** Time from the start of the first try to the server's `NetStream.Publish.Start`, ms; -1 before. */
  readonly connectMs: number;
  /** Audio and video packets handed to the socket. */
  readonly packetsSent: number;
  readonly videoPacketsSent: number;
  readonly audioPacketsSent: number;
  readonly bytesSent: number;
  /** By the server's RTMP Acknowledgement messages, over all connections. */
  readonly bytesAcknowledged: number;
  /** Packets never sent: the queue was full, or the connection was lost. */
  readonly dropped: number;
  readonly reconnects: number;
  /** Time between the loss of a connection and the next `Publish.Start`, summed, ms. */
  readonly offAirMs: number;
  /** Bits per second handed to the socket over the last second or so. */
  readonly sendBps: number;
  /** Media time waiting in the queue, ms. */
  readonly queueMs: number;
  /** Bits per second that the server acknowledged over the last second or so; -1 where it does not tell. */
  readonly ackedBps: number;
  /** Time from a question to the server's answer, with what waits on the way; -1 while not known. */
  readonly rttMs: number;
  /** What the picture is encoded at for it now; null before it is on air. */
  readonly rung: Rung | null;
};

export type RecordingStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'recording'; readonly file: string }
  | { readonly state: 'finishing'; readonly file: string }
  | { readonly state: 'finished'; readonly file: string }
  | { readonly state: 'failed'; readonly file: string; readonly error: StudioError };

export type RecordingFigures = {
  readonly videoFrames: number;
  readonly audioFrames: number;
  readonly durationMs: number;
  readonly bytes: number;
  /** Each of its files that has a picture, in order; absent before the first. */
  readonly parts?: readonly RecordedPart[];
};

/** One file of a recording, and where it stands in time. */
export type RecordedPart = {
  /** Its name when it is finished; until then it grows beside it, see `recordingPathOf`. */
  readonly file: string;
  /**
   * When its time zero was, ms since the epoch, by when its frames came from the encoder: the
   * moment at which they were handed to the destinations too.
   */
  readonly startedAtEpochMs: number;
  readonly seconds: number;
};

/** What the output process tells, lossy, over a MessagePort, at 2 Hz. */
export type OutputTelemetry = {
  readonly destinations: Readonly<Record<string, DestinationFigures>>;
  readonly recording: RecordingFigures;
};

/** What main tells about the machine, at 1 Hz. */
export type SystemTelemetry = {
  /** All processes of the app together, per cent of one core. */
  readonly cpuPercent: number;
  /** All processes of the app together, MiB of working set. */
  readonly memoryMb: number;
};
