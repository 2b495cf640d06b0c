import type { GuestLink } from '../../../common/ipc/contract.ts';
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
  /** As the service counts; null where it does not. */
  readonly stats: RoomStats | null;
  /** Ms since the epoch; null before it is active. */
  readonly startedAtMs: number | null;
  /** Where it is watched, as its service says; empty where it does not. */
  readonly watchUrl: string;
};

/** A page of rooms that are live; `page` counts from 0. */
export type RoomPage = { readonly category: Category | null; readonly page: number };

/**
 * The room service as the studio uses it: the embedded server's, or another over the network.
 * Every call may fail with `AUTH`, `TIMEOUT`, `DISCONNECTED`, `DNS`, `TLS`, `RATE_LIMITED`, and
 * with `SERVICE` and a reason.
 */
export interface RoomService {
  /** Of the server that answers, e.g. `https://live.example.com`. */
  readonly origin: string;
  /** The studio's token, made anew where there is none. Secret. */
  token(): Promise<Result<string>>;
  /** Whether a room could be opened; nothing is. Gives the stream that the service expects in it, or null for any. */
  check(): Promise<Result<{ readonly stream: string | null }>>;
  /** The server was started again: what it gave before may not hold any more. */
  forget(): void;
  /** Makes the room, or takes up the one of this id that is open. `FORBIDDEN` for somebody else's. */
  open(roomId: string, info: RoomInfo): Promise<Result<OwnRoom>>;
  /** Says that the anchor is there, and asks how the room is. `ROOM_MISSING` for one that is closed. */
  beat(roomId: string): Promise<Result<OwnRoom>>;
  /** Where the show is to be sent on to, for a day; null where the person's own destinations go there. Secret. */
  pushUrl(roomId: string): Promise<Result<string | null>>;
  setInfo(roomId: string, info: RoomInfo): Promise<Result<null>>;
  /** What is left of the show; null where the service keeps nothing, or nothing was on air. */
  close(roomId: string): Promise<Result<RoomSummary | null>>;
  /** Of the show under way; null where the service does not count. */
  summary(roomId: string): Promise<Result<RoomSummary | null>>;
  list(page: RoomPage): Promise<Result<{ rooms: RoomCard[]; total: number }>>;
  /** A new link to the room's green room, for one guest. `COHOST_MISSING` where the service has none. */
  guestLink(roomId: string): Promise<Result<GuestLink>>;
  /** Whether a link of `guestLink` still waits for somebody. `COHOST_MISSING`. */
  isGuestLinkGood(roomId: string, url: string): Promise<Result<boolean>>;
  /** Takes back all of them. */
  revokeGuestLinks(roomId: string): Promise<Result<null>>;
  /** Keeps a picture (PNG, JPEG or WebP of `roomLimits.coverBytes`); gives its address on the server. */
  putCover(picture: Uint8Array): Promise<Result<string>>;
}
