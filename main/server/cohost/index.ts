import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { personAt } from '../../../common/cohost/desk.ts';
import { mayPush } from '../../../common/cohost/pushed.ts';
import { COHOST_FRAME_BYTES } from '../../../common/cohost/wire.ts';
import type { PkView } from '../../../common/pk/pkView.ts';
import type { Database } from '../data/database.ts';
import type { Identity } from '../identity/identity.ts';
import type { Room } from '../rooms/room.ts';
import { mainAnchor } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Streams } from '../rooms/streams.ts';
import { Gate } from '../sockets/gate.ts';
import { Arbiter } from './arbiter.ts';
import { createClock } from './clock.ts';
import { Connection } from './connection.ts';
import type { CohostChat, CohostContext } from './context.ts';
import { Desks } from './desks.ts';
import { type CohostFigures, countsOf } from './figures.ts';
import { GuestLinks } from './guestLinks.ts';
import { createIce, type IceSettings } from './ice.ts';
import { hearAnswer, tellInvited } from './invitations.ts';
import { type CohostServerLimits, cohostServerLimits } from './limits.ts';
import { LiveRoomDoor } from './liveRoom.ts';
import { LiveRoomPk } from './liveRoomPk.ts';
import { Pushers } from './pushers.ts';

/** Whose picture a host takes in: of a guest, or of the anchor of another room. */
export type MediaParty = { readonly user: string } | { readonly room: string };

export type CohostOptions = {
  readonly database: Database;
  readonly identity: Identity;
  readonly rooms: Rooms;
  readonly streams: Pick<Streams, 'isLive' | 'drop'>;
  /** Where this server plays what is pushed into a room; empty for nothing. */
  readonly playUrl: (room: Room) => string;
  readonly chat: CohostChat;
  readonly links: GuestLinks;
  readonly ice: IceSettings;
  readonly limits?: Partial<CohostServerLimits>;
  /** True for requests that no other site's page has made. */
  readonly isOurs: (request: IncomingMessage) => boolean;
  /** Whom limits are counted for. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Gets one line without secrets. */
  readonly log: (line: string) => void;
};

export type Cohost = {
  /** For the HTTP server's `upgrade` of `/cohost`. Takes the socket over, also to turn it away. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What a room's audience sees of its PK; null for none. */
  view(roomId: string): PkView | null;
  /** Whether viewers may raise a hand: there is a desk, and it takes requests. */
  handsOpen(roomId: string): boolean;
  /** Whether somebody is at the desk of a room, or on the way there. */
  isAtDesk(roomId: string, userId: string): boolean;
  /** Counts a gift that is on disk, or hearts that were taken, for a round that runs. */
  count(roomId: string, what: { readonly points?: number; readonly likes?: number }): void;
  /** A message between two people in the chat. True where it is not to be delivered. */
  hear(from: string, to: string, message: unknown): boolean;
  /** Counts for `/metrics`. */
  figures(): CohostFigures;
  /** Guests who push by RTMP. */
  readonly pushers: Pushers;
  /**
   * The stream of somebody whose picture the host of a room takes in from the server; null where there
   * is none that is theirs to see.
   */
  streamFor(roomId: string, from: MediaParty): string | null;
  /** The ingest has a stream, or has it no more. */
  streamChanged(name: string): void;
  /** Resolves when everything that was decided about PKs is on disk. */
  settled(): Promise<void>;
  /** Ends all connections; desks and PKs are on disk, and go on from there. */
  close(): Promise<void>;
};

/** Co-hosting and PK of all rooms of a server: WebSocket `/cohost`, docs/protocols.md. */
export async function createCohost(options: CohostOptions): Promise<Cohost> {
  const { rooms, isOurs, addressOf } = options;
  const limits: CohostServerLimits = { ...cohostServerLimits, ...options.limits };
  const context: CohostContext = {
    ...{ database: options.database, identity: options.identity, rooms, chat: options.chat },
    ...{ links: options.links, ice: createIce(options.ice), log: options.log, limits },
    clock: createClock(),
    refusedJoins: new Map(),
    newId: () => randomBytes(12).toString('base64url'),
  };
  const desks = new Desks(context);
  const { streams, playUrl } = options;
  const pushers = new Pushers(context, desks, streams);
  const arbiter = await Arbiter.open(context, (roomId) => !desks.find(roomId)?.isOfStudio);
  const isGuest = (userId: string) => pushers.acceptedAnywhere(userId);
  const appPk = new LiveRoomPk({ context, desks, arbiter, streams, playUrl, isGuest });
  const liveRoom = new LiveRoomDoor(context, desks, appPk);
  desks.onOpened = (desk) => {
    const follow = liveRoom.watch(desk);
    desk.onChanged = (now, before) => {
      follow(now, before);
      pushers.follow(desk, now, before);
      tellInvited(context, desk, now, before);
    };
  };
  const sockets = { connections: 0, refused: 0 };
  const gate = new Gate<Connection>({
    ...{ limits, isOurs, addressOf, frameBytes: COHOST_FRAME_BYTES },
    figures: sockets,
    open: (socket, wire, network) =>
      new Connection(socket, wire, network, { context, desks, arbiter }),
  });
  arbiter.onChanged((roomId) => {
    for (const connection of gate) connection.pkChanged(roomId);
  });
  const stopListening = rooms.onClosed((roomId) => {
    // Rooms that have become private are told of, too.
    if (rooms.get(roomId)) for (const connection of gate) connection.recheck(roomId);
    else {
      arbiter.closeRoom(roomId);
      const desk = desks.find(roomId);
      if (desk) pushers.close(desk);
      void desks.closeRoom(roomId);
    }
  });
  return {
    upgrade: (request, socket, head) => gate.upgrade(request, socket, head),
    view: (roomId) => arbiter.view(roomId),
    handsOpen: (roomId) => desks.find(roomId)?.desk.open ?? false,
    isAtDesk: (roomId, userId) => desks.find(roomId)?.has(userId) ?? false,
    count: (roomId, what) => arbiter.count(roomId, what),
    hear: (from, to, message) =>
      hearAnswer(context, desks, { from, to, message }) || liveRoom.hear(from, to, message),
    figures: () => ({
      connections: sockets.connections,
      ...countsOf(desks, arbiter),
      refusedJoins: { ...Object.fromEntries(context.refusedJoins), GATE: sockets.refused },
    }),
    pushers,
    streamChanged(name) {
      pushers.streamChanged(name);
      appPk.streamChanged(name);
    },
    streamFor(roomId, from) {
      if ('room' in from) {
        const room = arbiter.areConnected(roomId, from.room) ? rooms.room(from.room) : null;
        return (room && mainAnchor(room)?.stream) ?? null;
      }
      const desk = desks.find(roomId)?.desk;
      const person = desk && personAt(desk, from.user);
      return (person && mayPush(person) && person.push) || null;
    },
    settled: () => arbiter.settled(),
    async close() {
      stopListening();
      gate.close();
      await desks.close();
      await arbiter.close();
    },
  };
}
