import { type CohostDesk, personAt } from '../../../common/cohost/desk.ts';
import { mayPush, pushed, unpushed } from '../../../common/cohost/pushed.ts';
import type { GuestAnchors, WhyGone } from '../rooms/guestAnchors.ts';
import type { Streams } from '../rooms/streams.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import type { RoomDesk } from './roomDesk.ts';

/**
 * Guests who bring their picture by RTMP, as LiveRoom's apps do: only whom the host has taken in is an
 * anchor of the room, and whoever is no longer at the desk is no longer one, nor goes their stream on.
 */
export class Pushers implements GuestAnchors {
  private readonly context: CohostContext;
  private readonly desks: Desks;
  private readonly streams: Pick<Streams, 'isLive' | 'drop'>;

  constructor(context: CohostContext, desks: Desks, streams: Pick<Streams, 'isLive' | 'drop'>) {
    this.context = context;
    this.desks = desks;
    this.streams = streams;
  }

  accepted(roomId: string, userId: string): boolean | null {
    const desk = this.desks.find(roomId);
    // Anybody may have come there first.
    if (!desk?.isOfStudio || userId === desk.hostId) return null;
    return isIn(desk.desk, userId);
  }

  acceptedAnywhere(userId: string): boolean {
    for (const { desk } of this.desks.all) if (isIn(desk, userId)) return true;
    return false;
  }

  changed(roomId: string, userId: string): void {
    const desk = this.desks.find(roomId);
    if (desk) this.look(desk, userId);
  }

  removed(roomId: string, userId: string, why: WhyGone): void {
    this.desks.find(roomId)?.note((desk, nowMs) => unpushed(desk, userId, why, nowMs));
  }

  heard(roomId: string, userId: string): void {
    const desk = this.desks.find(roomId);
    if (desk && personAt(desk.desk, userId)?.push !== undefined) desk.heard(userId);
  }

  /** The ingest has a stream, or has it no more. */
  streamChanged(name: string): void {
    const room = this.context.rooms.roomOfStream(name);
    const desk = room && this.desks.find(room.roomId);
    if (!desk) return;
    for (const { userId, stream } of room.anchors.values())
      if (stream === name) this.look(desk, userId);
  }

  /** For each change of a desk. */
  follow(desk: RoomDesk, now: CohostDesk, before: CohostDesk): void {
    for (const person of before.people)
      if (person.push !== undefined && mayPush(person) && !personAt(now, person.userId))
        this.putOut(desk, person.userId, person.push);
    for (const person of now.people)
      if (mayPush(person) && person.push === '') this.look(desk, person.userId);
  }

  /** The room is over. */
  close({ desk }: RoomDesk): void {
    for (const { push } of desk.people) if (push) this.streams.drop(push);
  }

  private look(desk: RoomDesk, userId: string): void {
    const anchor = this.context.rooms.room(desk.roomId)?.anchors.get(userId);
    if (!anchor) return;
    const stream = this.streams.isLive(anchor.stream) ? anchor.stream : '';
    desk.note((it, nowMs) => pushed(it, userId, stream, nowMs));
  }

  private putOut(desk: RoomDesk, userId: string, stream: string): void {
    const { rooms, log } = this.context;
    const room = rooms.room(desk.roomId);
    const own = room?.anchors.get(userId)?.stream ?? stream;
    if (own) this.streams.drop(own);
    if (room)
      rooms
        .removeAnchor(room, userId)
        .catch((error: Error) => log(`cohost: an anchor stays: ${error.message}`));
  }
}

function isIn(desk: CohostDesk, userId: string): boolean {
  const person = personAt(desk, userId);
  return person !== undefined && mayPush(person);
}
