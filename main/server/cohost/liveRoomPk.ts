import { isFresh, type LiveRoomSignal } from '../../../common/cohost/liveRoom.ts';
import { type PkStep, pkSteps, streamOfPlayUrl } from '../../../common/cohost/liveRoomPk.ts';
import type { PkCommand } from '../../../common/pk/commands.ts';
import { memberOf, membersIn, type Pk, pkRulesSchema } from '../../../common/pk/pk.ts';
import { mainAnchor, type Room } from '../rooms/room.ts';
import type { Streams } from '../rooms/streams.ts';
import type { Arbiter } from './arbiter.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import type { RoomDesk } from './roomDesk.ts';

type PkSignal = Extract<LiveRoomSignal, { cmd: 'pk' }>;
type Said =
  | { readonly type: 'request'; readonly action: 'start' | 'stop' }
  | { readonly type: 'response'; readonly result: 'accept' | 'reject'; readonly reason: string };

export type LiveRoomPkParts = {
  readonly context: CohostContext;
  readonly desks: Desks;
  readonly arbiter: Arbiter;
  readonly streams: Pick<Streams, 'isLive'>;
  /** Where this server plays what is pushed into a room; empty for nothing. */
  readonly playUrl: (room: Room) => string;
  /** Is with some host as a guest: for an app of LiveRoom's the one excludes the other. */
  readonly isGuest: (userId: string) => boolean;
};

/**
 * PKs between a studio and an anchor whose app is LiveRoom's: their `pk` messages are read into the
 * arbiter's commands, and what the arbiter decides is said in them. What such an app has no word for
 * (that it sees, that it is there) the server knows by its own ingest.
 */
export class LiveRoomPk {
  private readonly parts: LiveRoomPkParts;
  private readonly known = new Map<string, Pk | null>();

  constructor(parts: LiveRoomPkParts) {
    this.parts = parts;
    parts.arbiter.onChanged((roomId) => this.changed(roomId));
  }

  /** True where it is not to be delivered: one of the two has a studio. */
  hear(from: string, to: string, signal: PkSignal): boolean {
    const { desks } = this.parts;
    const desk = [...desks.all].find((it) => it.hostId === to && it.isHostHere());
    if (!desk) return false;
    if (isFresh(signal, Date.now())) void this.read(desk, from, signal.data);
    return true;
  }

  /** The ingest has a stream, or has it no more. */
  streamChanged(name: string): void {
    const { context, arbiter, streams } = this.parts;
    const room = context.rooms.roomOfStream(name);
    if (!room || mainAnchor(room)?.stream !== name) return;
    const { pk } = arbiter.snapshot(room.roomId);
    if (!pk || pk.phase === 'ended') return;
    if (memberOf(pk, room.roomId)?.push) arbiter.heard(room.roomId, streams.isLive(name));
    for (const { roomId, push } of membersIn(pk)) if (push) this.tellSight(roomId, pk);
  }

  private async read(desk: RoomDesk, from: string, data: PkSignal['data']): Promise<void> {
    const room = this.roomOf(from, data);
    if (data.type === 'request' && data.action === 'start') {
      const refused = await this.invite(desk, from, room);
      if (refused)
        this.say(desk.roomId, from, { type: 'response', result: 'reject', reason: refused });
      return;
    }
    const { pk } = this.parts.arbiter.snapshot(room?.roomId ?? '');
    if (!room || !pk || pk.phase === 'ended' || !memberOf(pk, desk.roomId)) return;
    const isOurs = pk.inviter === room.roomId;
    const isOpen = pk.phase === 'inviting';
    const pkId = pk.id;
    if (data.type === 'request')
      await this.command(room.roomId, { do: isOpen && isOurs ? 'cancel' : 'leave', pkId });
    else if (isOpen && !isOurs && data.result === 'accept')
      await this.command(room.roomId, { do: 'accept', pkId });
    else if (isOpen && !isOurs)
      await this.command(room.roomId, { do: 'decline', pkId, busy: /busy/i.test(data.reason) });
  }

  /** Null where the host of the desk is asked. */
  private async invite(desk: RoomDesk, from: string, room: Room | null): Promise<string | null> {
    if (!room) return 'NO_ROOM';
    // Its app would say the same: either guests, or a PK.
    if (room.anchors.size > 1 || this.parts.isGuest(from)) return 'BUSY';
    const rules = pkRulesSchema.parse({});
    return this.command(room.roomId, { do: 'invite', rooms: [desk.roomId], rules });
  }

  /** The sender's own room: by its number, else by the stream that they say they push. Others' are nothing to go by. */
  private roomOf(from: string, data: PkSignal['data']): Room | null {
    const { rooms } = this.parts.context;
    const stream = streamOfPlayUrl(data.accelerateURL);
    const named = [rooms.room(data.roomID), stream === null ? null : rooms.roomOfStream(stream)];
    const { pk } = this.parts.arbiter.snapshot(data.roomID);
    // Of an answer the number may be that of the room that asked.
    const peers = pk ? membersIn(pk).map(({ roomId }) => rooms.room(roomId)) : [];
    return [...named, ...peers].find((it) => it?.ownerId === from) ?? null;
  }

  private async command(roomId: string, command: PkCommand): Promise<string | null> {
    const { arbiter, context } = this.parts;
    // Not within the news of the last change.
    await Promise.resolve();
    return arbiter.command(roomId, context.newId(), command).catch((error: Error) => {
      context.log(`cohost: a PK of an app: ${error.message}`);
      return 'INVALID';
    });
  }

  private changed(roomId: string): void {
    const { pk } = this.parts.arbiter.snapshot(roomId);
    const before = this.known.get(roomId) ?? null;
    if (pk && memberOf(pk, roomId)?.push && pk.phase !== 'ended') this.known.set(roomId, pk);
    else this.known.delete(roomId);
    for (const step of pkSteps(pk, before, roomId)) if (pk) this.take(step, roomId, pk);
    if (pk) this.tellSight(roomId, pk);
  }

  private take(step: PkStep, roomId: string, pk: Pk): void {
    const { rooms } = this.parts.context;
    const to = rooms.room(roomId)?.ownerId ?? '';
    const other = pk.members.find((it) => it.roomId !== roomId)?.roomId ?? '';
    switch (step) {
      case 'request':
        // Who has guests of their own says no to that; their app would.
        if ((rooms.room(roomId)?.anchors.size ?? 0) > 1)
          return void this.command(roomId, { do: 'decline', pkId: pk.id, busy: true });
        return this.say(other, to, { type: 'request', action: 'start' });
      case 'accept':
        return this.say(other, to, { type: 'response', result: 'accept', reason: '' });
      case 'reject':
        return this.say(other, to, { type: 'response', result: 'reject', reason: pk.ended ?? '' });
      case 'stop':
        return this.say(other, to, { type: 'request', action: 'stop' });
      case 'start':
        return void this.command(roomId, { do: 'start', pkId: pk.id });
      case 'decline':
        return void this.command(
          roomId,
          pk.phase === 'inviting'
            ? { do: 'decline', pkId: pk.id, busy: true }
            : { do: 'leave', pkId: pk.id },
        );
    }
  }

  /** An app sees whoever is on this server's air: it plays them from here. */
  private tellSight(roomId: string, pk: Pk): void {
    const { arbiter, context, streams } = this.parts;
    const own = memberOf(pk, roomId);
    if (!own?.push || own.out !== null || own.lostAtMs !== null) return;
    if (pk.phase === 'inviting' || pk.phase === 'ended') return;
    const sees = membersIn(pk).every((it) => {
      const room = context.rooms.room(it.roomId);
      const stream = room && mainAnchor(room)?.stream;
      return it.roomId === roomId || (stream ? streams.isLive(stream) : false);
    });
    if (sees !== own.sees && arbiter.snapshot(roomId).pk?.id === pk.id)
      void this.command(roomId, { do: 'sees', pkId: pk.id, sees });
  }

  /** In the words of the app, from the host of a room. */
  private say(roomId: string, to: string, said: Said): void {
    const { context, playUrl } = this.parts;
    const room = context.rooms.room(roomId);
    if (!room) return;
    const who =
      said.type === 'request'
        ? { userID: room.ownerId, userName: room.ownerName, userAvatar: room.ownerAvatar }
        : {};
    const data = {
      ...{ ...said, ...who, roomID: roomId },
      ...{ accelerateURL: playUrl(room), timestamp: Date.now() },
    };
    context.chat.direct(room.ownerId, to, { cmd: 'pk', data });
  }
}
