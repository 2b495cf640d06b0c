import type { ChatItem } from '../chat/message.ts';
import type { ChatConnection } from '../chat/service.ts';
import type { CohostSession } from '../cohost/session.ts';
import type { CompositorName } from '../media/compositor.ts';
import type { StudioError } from '../result.ts';
import type { Question, RoomInfo, StudioRoom } from '../rooms/room.ts';
import type { FileUse } from '../show/files.ts';
import type { Delivery, Drill, Outage, Preflight } from './delivery.ts';
import type { OwnHttps } from './ownHttps.ts';
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
      /** Null while it is not shared. */
      readonly https: OwnHttps | null;
    }
  | { readonly state: 'restarting' }
  | { readonly state: 'failed'; readonly error: StudioError };

/** A server that the embedded one sends the show on to. Its push URL, with the key, is main's alone. */
export type Relay = {
  readonly id: string;
  /** Its push URL as it may be shown, e.g. `rtmp://live.example.com/app/***`. */
  readonly place: string;
  /** `failed` is tried again by itself; `idle` and `stopped` wait for the show. */
  readonly status: DestinationStatus;
  /** Of the room on the server of one's own: it comes and goes with the room. */
  readonly own: boolean;
};

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

/** What a step of undo was: a key under `undo.` of the texts, and the name of what it changed (may be empty). */
export type HistoryLabel = { readonly key: string; readonly subject: string };

/** One scene collection of the studio. `problem` says why it cannot be opened. */
export type CollectionEntry = {
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
  readonly problem: StudioError | null;
};

/** A file the document names that is not there. */
export type MissingFile = {
  readonly path: string;
  readonly uses: readonly Omit<FileUse, 'path'>[];
};

/** What is on air as the stage tells it. */
export type ProgrammeStatus = {
  /** A transition under way; null between them. With the T-bar it lasts as long as the hand does. */
  readonly transition: { readonly toSceneId: string; readonly byHand: boolean } | null;
  /** The last scene that came on air, and the first frame of the programme's grid that shows it alone. */
  readonly lastTake: { readonly sceneId: string; readonly frame: number } | null;
};

/** How to reach Tencent's services with the customer's own account. */
export type TencentSettings = {
  readonly sdkAppId: number;
  /** Asked with `POST {userID}` for `{userSig}`; https. */
  readonly userSigUrl: string;
  /** Base address of the room service (docs/protocols.md); empty for the embedded one. */
  readonly roomServiceUrl: string;
  /** Domain of push URLs, e.g. `push.example.com`; empty where the room service issues them. */
  readonly pushDomain: string;
  /** Who this studio is there. */
  readonly userId: string;
};

/** A server of one's own (`npm run server`) that has the rooms and the chat. Its secret is main's alone. */
export type OwnServerSettings = {
  /** Origin, e.g. `https://live.example.com`. */
  readonly url: string;
  /** Who this studio is there. */
  readonly userId: string;
};

/** Everything of the moment that views draw beside the document. Not saved, not undone. Written by main only. */
export type Session = {
  readonly live: LiveStatus;
  readonly recording: RecordingStatus;
  /** Milliseconds since the epoch at which the running recording began. */
  readonly recordingStartedAtMs: number | null;
  readonly destinations: Readonly<Record<string, DestinationStatus>>;
  /** How each destination that was started is doing. */
  readonly delivery: Readonly<Record<string, Delivery>>;
  /** When the push URL that a destination makes of its parts expires, ms since the epoch. */
  readonly urlExpiry: Readonly<Record<string, number>>;
  /** Interruptions of this run of the app, newest first; at most 50. */
  readonly outages: readonly Outage[];
  readonly drill: Drill | null;
  readonly preflight: Preflight | null;
  /** Names of stored secrets: `<destination id>` (stream key or token), `<id>:backup`, `<id>:pushKey`. */
  readonly keysStored: readonly string[];
  readonly server: ServerStatus;
  /** Where the embedded server sends the show on to. */
  readonly relays: readonly Relay[];
  readonly stage: StageStatus;
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly sourceProblems: Readonly<Record<string, SourceProblem>>;
  /** Loudspeakers and headphones that the monitor can be heard on. */
  readonly speakers: readonly Device[];
  /** Size of each source's own picture, pixels, before filters; absent until it is known. */
  readonly sourceSizes: Readonly<
    Record<string, { readonly width: number; readonly height: number }>
  >;
  /** Warnings that hold now, silenced or not: `<kind>:<source or strip id>`, and since when. */
  readonly warnings: Readonly<Record<string, { readonly sinceMs: number }>>;
  readonly programme: ProgrammeStatus;
  readonly history: { readonly undo: HistoryLabel | null; readonly redo: HistoryLabel | null };
  readonly collections: readonly CollectionEntry[];
  readonly missingFiles: readonly MissingFile[];
  /** System-wide hotkeys that the system or another program refuses, by accelerator. */
  readonly hotkeyProblems: Readonly<Record<string, StudioError>>;
  /** False where the system has no secret store: keys then last until the app closes. */
  readonly secretsPersist: boolean;
  readonly locale: 'zh-CN' | 'en';
  /** Folder that new recordings go to. */
  readonly recordingFolder: string;
  /** What the studio's room is called and who may find it; kept over restarts. */
  readonly roomInfo: RoomInfo;
  /** What the host is called in the room and its chat; empty for the usual word. Kept over restarts. */
  readonly hostName: string;
  /** The room of the running or coming show; null where there is none. */
  readonly room: StudioRoom | null;
  readonly chat: ChatConnection;
  /** The message pinned in the room. */
  readonly pinned: ChatItem | null;
  /** Of this show, oldest first; at most 200. */
  readonly questions: readonly Question[];
  /** Whether the chat's own window for a second screen is open. */
  readonly chatWindow: boolean;
  /** Guests and PK. */
  readonly cohost: CohostSession;
  /** Tencent's services, where they are set up. Secrets are not here. */
  readonly tencent: TencentSettings | null;
  /** The server of one's own, where it is set up. */
  readonly ownServer: OwnServerSettings | null;
  /** A message main wants seen (e.g. a show file that was set aside); dismissed by the person. */
  readonly notices: readonly { readonly id: string; readonly error: StudioError }[];
};
