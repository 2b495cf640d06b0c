import type { OwnHttps } from '../live/ownHttps.ts';
import type { DestinationFigures, DestinationStatus } from '../live/telemetry.ts';
import type { StudioError } from '../result.ts';

/** What is published as `stream` is sent on to `url` as well. */
export type RelayOrder = {
  /** Of the target, for its events. */
  readonly id: string;
  readonly stream: string;
  /** `rtmp://` or `rtmps://` push URL with its key. Secret. */
  readonly url: string;
};

/** Most places that the studio sends its stream on to; the server itself takes 32. */
export const MAX_RELAYS = 16;

/** Orders from main to the embedded server's process (`utilityProcess.postMessage`). */
export type ServerOrder =
  | {
      readonly type: 'start';
      /** `127.0.0.1`, or `0.0.0.0` when the server was shared before a restart. */
      readonly host: string;
      /** 0 picks a free port; after a crash main passes the ports of before. */
      readonly rtmpPort: number;
      readonly httpPort: number;
      /** Of HTTPS while shared; 0 or one that is taken gives another. */
      readonly httpsPort?: number;
      /** The studio's certificate authority, as `authority` told it; empty for none yet. Secret. */
      readonly authority?: string;
      /** Key of `txSecret`. Secret: it must never be logged or sent anywhere else. */
      readonly publishKey: string;
      /** Folder of the database of rooms and chat; made where it is missing. */
      readonly dataFolder: string;
      /** What main logs in with, as the owner of its rooms and of all that this server does. Secret. */
      readonly ownerSecret: string;
      /** Folder of the built viewer page. */
      readonly watchFolder: string;
      /** Folder of the built page of guests; without it `/guest` is not there. */
      readonly guestFolder?: string;
      /** Token of the watch URL while shared, kept by main so that links outlive a restart. Secret. */
      readonly playToken: string;
      /** The stream that the watch URL shows, `[A-Za-z0-9_-]{1,64}`. */
      readonly streamName: string;
      /** More viewers than this are never let in, whatever the machine could serve. Default 1000. */
      readonly maxViewers?: number;
      /** `stun:host:port`, `turn:host:port`: how connections of media find their way. */
      readonly stunUrls?: readonly string[];
      readonly turnUrls?: readonly string[];
      /** `static-auth-secret` of coturn. Secret. */
      readonly turnSecret?: string;
    }
  /** Answered with `shared`, or with `failed` while the server goes on as it was. */
  | { readonly type: 'share'; readonly shared: boolean }
  /** Replaces the list of relays. Answered by `relay` events, or with `failed` and the list stays. */
  | { readonly type: 'relay'; readonly relays: readonly RelayOrder[] }
  | { readonly type: 'stop' };

/** What the server's process tells main (`process.parentPort.postMessage`). */
export type ServerEvent =
  | {
      readonly type: 'started';
      readonly rtmpPort: number;
      readonly httpPort: number;
      readonly shared: boolean;
      /** The viewer's page, with its play token while shared. */
      readonly watchUrl: string;
      /** Null while HTTPS is closed. */
      readonly https: OwnHttps | null;
    }
  | {
      readonly type: 'shared';
      readonly shared: boolean;
      readonly watchUrl: string;
      readonly https: OwnHttps | null;
    }
  /** A certificate authority was made, to be kept for the next `start`. Secret: for the secret store alone. */
  | { readonly type: 'authority'; readonly authority: string }
  /** `during: 'start'` is final for this process; the others leave the server as it was. */
  | {
      readonly type: 'failed';
      readonly during: 'start' | 'share' | 'relay';
      readonly error: StudioError;
    }
  /** Sent when it changes, at most twice a second. */
  | {
      readonly type: 'stream';
      readonly name: string;
      readonly live: boolean;
      readonly viewers: number;
      readonly viewersByKind: { readonly flv: number; readonly hls: number };
    }
  /** The state of one relay changed. */
  | {
      readonly type: 'relay';
      readonly id: string;
      readonly stream: string;
      readonly status: DestinationStatus;
      readonly figures: DestinationFigures | null;
    }
  /** One line for the log, without any secret. */
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'stopped' };
