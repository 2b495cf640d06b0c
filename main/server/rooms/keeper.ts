import { roomLimits } from '../../../common/rooms/api.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import type { Streams } from './streams.ts';

/**
 * Looks after rooms that nobody ends: anchors that fall silent, streams that are gone, rooms that
 * were never used. What it does depends on the clock of the rooms alone.
 */
export class Keeper {
  private readonly rooms: Rooms;
  private readonly streams: Streams;
  private timers: NodeJS.Timeout[] = [];

  constructor(rooms: Rooms, streams: Streams) {
    this.rooms = rooms;
    this.streams = streams;
  }

  start(onError: (error: Error) => void): void {
    const every = (seconds: number, look: () => Promise<void>) => {
      const timer = setInterval(() => void look().catch(onError), seconds * 1000);
      this.timers.push(timer.unref());
    };
    every(roomLimits.heartbeatSweepSeconds, () => this.lookAtAnchors());
    every(roomLimits.heartbeatSweepSeconds, () => this.rooms.saveFigures());
    every(roomLimits.sweepSeconds, () => this.lookAtRooms());
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  /** Every 5 s: who has been silent for 20 s goes, unless the stream is there. */
  async lookAtAnchors(): Promise<void> {
    const { now } = this.rooms;
    for (const room of [...this.rooms.all]) {
      for (const anchor of [...room.anchors.values()]) {
        if (now - anchor.lastBeatMs <= roomLimits.heartbeatTimeoutSeconds * 1000) continue;
        if (this.streams.isLive(anchor.stream)) anchor.lastBeatMs = now;
        else await this.rooms.removeAnchor(room, anchor.userId);
      }
    }
  }

  /** Every 10 s: the third look that finds no stream closes a room; so do 30 s of nothing. */
  async lookAtRooms(): Promise<void> {
    for (const room of [...this.rooms.all]) {
      if (room.state === 'unactive') await this.lookAtIdle(room);
      else await this.lookAtActive(room);
    }
  }

  private async lookAtActive(room: Room): Promise<void> {
    const isLive = [...room.anchors.values()].some(({ stream }) => this.streams.isLive(stream));
    if (isLive) {
      room.misses = 0;
      room.isSeen = true;
      return;
    }
    room.misses += 1;
    if (room.misses >= roomLimits.sweepMisses) await this.rooms.close(room, 'nothing is published');
  }

  private async lookAtIdle(room: Room): Promise<void> {
    if (this.rooms.now - room.heardMs < roomLimits.idleRoomSeconds * 1000) return;
    await this.rooms.close(room, 'never published');
  }
}
