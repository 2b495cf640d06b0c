import type { Networks } from '../address.ts';
import type { Admission } from '../admission/admission.ts';
import type { HlsRooms } from '../hls/rooms.ts';
import type { Hub } from '../hub.ts';
import type { Viewers } from '../play/audience.ts';
import type { Authority } from '../tls/authority.ts';
import type { ApiContext } from './apiContext.ts';
import type { Reach } from './guards.ts';
import type { StaticFiles } from './staticFiles.ts';

/** What requests are for, as far as figures tell them apart. */
export type RequestKind = 'page' | 'stream' | 'api' | 'other';

/** What the routes need of the server. */
export type HttpContext = {
  readonly hub: Hub;
  readonly rooms: HlsRooms;
  readonly viewers: Viewers;
  readonly admission: Admission;
  readonly app: string;
  readonly files: StaticFiles;
  /** The page of guests; empty where it is not built. */
  readonly guestFiles: StaticFiles;
  readonly playToken: string;
  readonly reach: () => Reach;
  /** Whom limits are counted for. */
  readonly networks: Networks;
  /** HTTPS by the studio's own authority; nulls where it is not open. */
  readonly https: {
    readonly port: () => number | null;
    readonly authority: () => Authority | null;
  };
  /** Rooms and people. */
  readonly api: ApiContext;
  /** Text of `/metrics`. */
  readonly metrics: () => Promise<string>;
  /** Counts an answered request. */
  readonly answered: (kind: RequestKind, status: number, seconds: number) => void;
  readonly log: (line: string) => void;
};
