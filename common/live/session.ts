import type { CompositorName } from '../media/compositor.ts';
import type { StudioError } from '../result.ts';
import type { DestinationStatus, RecordingStatus } from './telemetry.ts';

/** A camera or microphone the system offers. */
export type Device = { readonly id: string; readonly label: string };

/** The broadcast as a whole. `failed` means no output could start; one lost destination alone does not end the show. */
export type LiveStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'starting' }
  | { readonly state: 'live'; readonly startedAtMs: number }
  | { readonly state: 'stopping' }
  | { readonly state: 'failed'; readonly error: StudioError };

/** The embedded server. `shared` means it listens beyond 127.0.0.1. */
export type ServerStatus =
  | { readonly state: 'starting' }
  | {
      readonly state: 'running';
      /** The viewer's page, with its play token where one is needed. */
      readonly watchUrl: string;
      readonly shared: boolean;
    }
  | { readonly state: 'restarting' }
  | { readonly state: 'failed'; readonly error: StudioError };

/** The picture-making process. */
export type StageStatus =
  | { readonly state: 'starting' }
  | {
      readonly state: 'running';
      readonly compositor: CompositorName;
      /** RFC 6381 name; empty until the encoder has been chosen. */
      readonly videoCodec: string;
      readonly audioCodec: string;
    }
  | { readonly state: 'restarting' }
  | { readonly state: 'failed'; readonly error: StudioError };

/** Why a source shows its stand-in instead of itself. Keyed by source id; absent when all is well. */
export type SourceProblem = { readonly error: StudioError };

/** Everything of the moment that views draw beside the document. Not saved, not undone. Written by main only. */
export type Session = {
  readonly live: LiveStatus;
  readonly recording: RecordingStatus;
  /** Milliseconds since the epoch at which the running recording began. */
  readonly recordingStartedAtMs: number | null;
  readonly destinations: Readonly<Record<string, DestinationStatus>>;
  /** Ids of destinations whose stream key is stored. */
  readonly keysStored: readonly string[];
  readonly server: ServerStatus;
  readonly stage: StageStatus;
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly sourceProblems: Readonly<Record<string, SourceProblem>>;
  /** False where the system has no secret store: keys then last until the app closes. */
  readonly secretsPersist: boolean;
  readonly locale: 'zh-CN' | 'en';
  /** Folder that new recordings go to. */
  readonly recordingFolder: string;
  /** A message main wants seen (e.g. a show file that was set aside); dismissed by the person. */
  readonly notices: readonly { readonly id: string; readonly error: StudioError }[];
};
