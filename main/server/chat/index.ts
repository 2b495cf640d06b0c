import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { Person, PkRound } from '../../../common/chat/message.ts';
import { networkOf } from '../address.ts';
import type { Statement } from '../data/batch.ts';
import type { Database } from '../data/database.ts';
import { sameOrigin } from '../http/guards.ts';
import type { Identity, RoomDirectory } from '../identity/identity.ts';
import { Gate } from '../sockets/gate.ts';
import { Rates } from '../sockets/rate.ts';
import { createTextBudgets } from './budget.ts';
import { cleanText } from './clean.ts';
import { Connection } from './connection.ts';
import type { ChatCohost, ChatContext } from './context.ts';
import { createLocalFanout, type Fanout, personTopic } from './fanout.ts';
import { type ChatFigures, noFigures } from './figures.ts';
import { Hall } from './hall.ts';
import { type ChatServerLimits, chatServerLimits } from './limits.ts';
import { Spread } from './spread.ts';
import { ChatStore } from './store.ts';
import { BannedWords } from './words.ts';

export type { ChatFigures } from './figures.ts';

export type ChatOptions = {
  readonly database: Database;
  readonly identity: Identity;
  readonly rooms: RoomDirectory;
  /** Words that are not said in any room. */
  readonly words?: readonly string[];
  readonly limits?: Partial<ChatServerLimits>;
  /** True for requests that no other site's page has made. Default `sameOrigin` of the HTTP side. */
  readonly isOurs?: (request: IncomingMessage) => boolean;
  /** Whom limits are counted for; behind a proxy that is not who is connected. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** None by default. */
  readonly cohost?: ChatCohost;
  /** One process by default. */
  readonly fanout?: Fanout;
  /** Gets one line without secrets. */
  readonly log?: (line: string) => void;
  /** ms since the epoch. */
  readonly now?: () => number;
};

export type Chat = {
  /** For the HTTP server's `upgrade` of `/chat`. Takes the socket over, also to turn it away. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What the owner has written over the room, for everybody in it; empty takes it down. */
  notice(roomId: string, text: string): Promise<void>;
  /** Somebody who is in the room now. */
  person(roomId: string, userId: string): Person | null;
  /** Somebody of this network was put out of the room for good, not long ago. */
  isShunned(roomId: string, network: string): boolean;
  /** What is seen of a room's PK has changed. */
  pkChanged(roomId: string): void;
  /** Says how a round ended, once however often it is asked to; written with `also`. */
  pkResult(roomId: string, round: PkRound, also: readonly Statement[]): Promise<void>;
  /** To one person, from somebody. */
  direct(from: string, to: string, data: unknown): void;
  /** To everybody in a room, as if its owner had told each. */
  broadcast(roomId: string, data: unknown): void;
  /** Everybody is told and out. The directory's `onClosed` does this by itself. */
  closeRoom(roomId: string): Promise<void>;
  figures(): Readonly<ChatFigures>;
  /** Ends all connections; what was acknowledged is in the database, which stays open. */
  close(): Promise<void>;
};

/** The chat of all rooms of a server: WebSocket `/chat`, docs/protocols.md. */
export function createChat(options: ChatOptions): Chat {
  const { database, identity, rooms, log = () => {}, now = Date.now } = options;
  const limits: ChatServerLimits = { ...chatServerLimits, ...options.limits };
  const spread = new Spread(limits.sliceMs);
  const rates = (burst: number, perSecond: number) =>
    new Rates(burst, perSecond, limits.remembered);
  const context: ChatContext = {
    ...{ identity, rooms, limits, log, now, spread },
    store: new ChatStore(database, limits.kept),
    cohost: options.cohost ?? { view: () => null, count() {}, hear: () => false },
    fanout: options.fanout ?? createLocalFanout(),
    figures: noFigures(),
    textBudget: createTextBudgets(limits, now()),
    words: new BannedWords(options.words ?? []),
    rates: {
      orders: rates(limits.orderBurst, limits.ordersPerSecond),
      audiences: rates(limits.audienceBurst, limits.audiencePerSecond),
      directs: rates(limits.directBurst, limits.directPerSecond),
      attributes: rates(limits.attributesBurst, limits.attributesPerSecond),
    },
  };
  const hall = new Hall(context);
  const gate = new Gate({
    ...{ limits, frameBytes: chatLimits.frameBytes, figures: context.figures },
    isOurs: options.isOurs ?? sameOrigin,
    addressOf: options.addressOf ?? ((request) => networkOf(request.socket.remoteAddress ?? '')),
    open: (socket, wire, network) => new Connection(socket, wire, network, hall, context),
  });
  const stopListening = rooms.onClosed((roomId) => {
    // Private rooms are told of, too: those with the invite stay.
    if (rooms.get(roomId)) for (const connection of gate) connection.recheck(roomId);
    else void hall.closeRoom(roomId);
  });
  return {
    upgrade: (request, socket, head) => gate.upgrade(request, socket, head),
    closeRoom: (roomId) => hall.closeRoom(roomId),
    figures: () => ({ ...context.figures }),
    person: (roomId, userId) => hall.now(roomId)?.find(userId)?.person ?? null,
    isShunned: (roomId, network) =>
      hall.now(roomId)?.shunned.isBanned(network, context.now()) ?? false,
    direct(from, to, data) {
      const said = { kind: 'direct', from, data: JSON.stringify(data) } as const;
      void context.fanout.publish(personTopic(to), said);
    },
    broadcast: (roomId, data) => hall.now(roomId)?.broadcast(data),
    pkChanged: (roomId) => hall.now(roomId)?.pkChanged(),
    async pkResult(roomId, round, also) {
      const found = rooms.get(roomId);
      if (!found) return database.writeAll(also);
      const { room } = await hall.room(roomId, found.ownerId);
      const id = `pk:${round.pkId}:${round.round}`;
      const said = await room.announce(id, (place) => ({ kind: 'pk', ...place, ...round }), also);
      if (!said.ok) await database.writeAll(also);
    },
    async notice(roomId, text) {
      const found = rooms.get(roomId);
      if (!found) return;
      const { room } = await hall.room(roomId, found.ownerId);
      const said = [...cleanText(text)].slice(0, chatLimits.textChars).join('');
      await room.post((place) => ({ kind: 'notice', ...place, text: said }));
    },
    async close() {
      stopListening();
      gate.close();
      await hall.close();
      spread.close();
    },
  };
}
