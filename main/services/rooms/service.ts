import type { Result } from '../../../common/result.ts';
import type {
  Category,
  RoomCard,
  RoomInfo,
  RoomState,
  RoomStats,
  RoomSummary,
} from '../../../common/rooms/room.ts';

/** A room as its owner sees it. */
export type OwnRoom = {
  readonly roomId: string;
  readonly state: RoomState;
  readonly info: RoomInfo;
  /** Opens a private room; empty where the service has none. Secret. */
  readonly invite: string;
  /** The viewer's page, where the service says so; else empty. */
  readonly watchUrl: string;
  /** As the service counts; null where it does not. */
  readonly stats: RoomStats | null;
  /** Ms since the epoch; null before it is active. */
  readonly startedAtMs: number | null;
};

/** The room service as the studio uses it: the embedded server's, or another over the network. */
export interface RoomService {
  /** The studio's token, made anew where there is none. Secret. `AUTH`, `SERVICE`, `TIMEOUT`, `DISCONNECTED`. */
  token(): Promise<Result<string>>;
  /** The server was started again: what it gave before may not hold any more. */
  forget(): void;
  /** Makes the room, or takes up the one of this id that is still open. */
  open(room: { readonly roomId: string; readonly info: RoomInfo }): Promise<Result<OwnRoom>>;
  /** `ROOM_MISSING` for one that is closed or was never made. */
  get(roomId: string): Promise<Result<OwnRoom>>;
  /** Says that the anchor is there. `ROOM_MISSING`. */
  heartbeat(roomId: string): Promise<Result<null>>;
  setInfo(roomId: string, info: RoomInfo): Promise<Result<null>>;
  close(roomId: string): Promise<Result<null>>;
  /** Null where the service keeps none. */
  summary(roomId: string): Promise<Result<RoomSummary | null>>;
  list(page: {
    readonly category: Category | null;
    readonly page: number;
  }): Promise<Result<{ rooms: RoomCard[]; total: number }>>;
  /** Keeps a picture; gives its address on the server. */
  putCover(picture: { readonly type: string; readonly bytes: Uint8Array }): Promise<Result<string>>;
}
