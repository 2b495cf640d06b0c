import type { Person, PkRound } from '../../../common/chat/message.ts';
import type { Statement } from '../data/batch.ts';
import type { Database } from '../data/database.ts';
import type { Identity } from '../identity/identity.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Clock } from './clock.ts';
import type { GuestLinks } from './guestLinks.ts';
import type { Ice } from './ice.ts';
import type { CohostServerLimits } from './limits.ts';

/** What the chat does for co-hosting and PK. */
export type CohostChat = {
  /** Somebody who is in the room now. */
  person(roomId: string, userId: string): Person | null;
  /** Somebody of this network was put out of the room for good, not long ago. */
  isShunned(roomId: string, network: string): boolean;
  /** To one person, from somebody. */
  direct(from: string, to: string, data: unknown): void;
  /** To everybody in a room. */
  broadcast(roomId: string, data: unknown): void;
  /** What the audience sees of a room's PK has changed. */
  pkChanged(roomId: string): void;
  /** Says how a round ended, once however often it is asked to. */
  pkResult(roomId: string, round: PkRound, also: readonly Statement[]): Promise<void>;
};

/** What all desks, PKs and connections of one server share. */
export type CohostContext = {
  readonly database: Database;
  readonly identity: Identity;
  readonly rooms: Pick<Rooms, 'room' | 'roomOfStream' | 'removeAnchor' | 'mayEnter' | 'isBanned'>;
  readonly chat: CohostChat;
  readonly links: GuestLinks;
  readonly ice: Ice;
  readonly limits: CohostServerLimits;
  readonly clock: Clock;
  /** Never used twice. */
  readonly newId: () => string;
  /** Joins that were refused since the start, by error code. */
  readonly refusedJoins: Map<string, number>;
  /** Gets one line without secrets. */
  readonly log: (line: string) => void;
};
