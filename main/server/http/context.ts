import type { Admission } from '../admission/admission.ts';
import type { HlsRooms } from '../hls/rooms.ts';
import type { Hub } from '../hub.ts';
import type { Viewers } from '../play/audience.ts';
import type { StaticFiles } from './staticFiles.ts';

/** What the routes need of the server. */
export type HttpContext = {
  readonly hub: Hub;
  readonly rooms: HlsRooms;
  readonly viewers: Viewers;
  readonly admission: Admission;
  readonly app: string;
  readonly files: StaticFiles;
  readonly playToken: string;
  readonly port: () => number;
  readonly shared: () => boolean;
  readonly log: (line: string) => void;
};
