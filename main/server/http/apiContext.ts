import type { IncomingMessage } from 'node:http';
import type { Result } from '../../../common/result.ts';
import type { GuestLinks } from '../cohost/guestLinks.ts';
import type { Cohost } from '../cohost/index.ts';
import type { Hub } from '../hub.ts';
import type { Accounts } from '../identity/accounts.ts';
import type { Account } from '../identity/identity.ts';
import type { Covers } from '../rooms/covers.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Streams } from '../rooms/streams.ts';
import type { Addresses, AddressParts } from './addresses.ts';
import type { Callers } from './caller.ts';

/** What the calls about rooms and people need of the server. */
export type ApiContext = {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly covers: Covers;
  readonly callers: Callers;
  readonly streams: Streams;
  readonly links: GuestLinks;
  readonly hub: Pick<Hub, 'get'>;
  /** See `Cohost.streamFor`. */
  readonly streamFor: Cohost['streamFor'];
  readonly log: (line: string) => void;
  /** Whether viewers of a room may raise a hand. */
  readonly handsOpen: (roomId: string) => boolean;
  /** See `Cohost.isAtDesk`. */
  readonly isAtDesk: Cohost['isAtDesk'];
  readonly addressParts: AddressParts;
};

/** One call under `/api/rooms`, with who makes it. */
export type RoomCalled = ApiContext & {
  readonly request: IncomingMessage;
  /** Null for those who have no token. */
  readonly account: Account | null;
  readonly addresses: Addresses;
  readonly query: URLSearchParams;
};

/** A call about one room that the caller may see. */
export type RoomCall = (called: RoomCalled, room: Room) => Promise<Result<unknown>>;
