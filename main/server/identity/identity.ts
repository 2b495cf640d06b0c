import type { Role } from '../../../common/chat/message.ts';
import type { Result } from '../../../common/result.ts';

/** Who somebody is, as far as the server knows. */
export type Account = {
  readonly userId: string;
  readonly name: string;
  readonly avatar: string;
  /** The studio that this server belongs to: may do everything in every room. */
  readonly owner: boolean;
};

/** Tokens and who they stand for. */
export interface Identity {
  /** `AUTH` for a token that is unknown, expired or taken back. */
  verify(token: string): Promise<Result<Account>>;
}

/** Rooms as the chat needs them. */
export interface RoomDirectory {
  /** Null where there is no such room, or it is closed. */
  get(roomId: string): {
    readonly roomId: string;
    readonly ownerId: string;
    readonly visibility: 'public' | 'private';
  } | null;
  roleOf(roomId: string, account: Account): Role;
  /** A private room opens with its invite secret only, and to its owner. */
  mayEnter(roomId: string, account: Account, invite: string): boolean;
  isBanned(roomId: string, userId: string): boolean;
  /** Kept in the database. */
  setRole(roomId: string, userId: string, role: Role): Promise<void>;
  /** `network`: where they are connected, if nobody else of the room is; its picture ends there for a while, too. */
  setBanned(
    roomId: string,
    userId: string,
    banned: boolean,
    network?: string | null,
  ): Promise<void>;
  isFollower(ownerId: string, userId: string): boolean;
  /** Told when a room closes or is made private. */
  onClosed(listener: (roomId: string) => void): () => void;
  /** What the chat counts, for lists and statistics. */
  counted(roomId: string, change: RoomCounts): void;
}

/** Changes since the last call; `online` is the number now. */
export type RoomCounts = {
  readonly online: number;
  /** People who came for the first time in this show. */
  readonly joins: number;
  readonly likes: number;
  readonly messages: number;
  readonly gifts: number;
  readonly giftPoints: number;
};
