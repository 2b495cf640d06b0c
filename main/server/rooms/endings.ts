import type { RoomSummary } from '../../../common/rooms/room.ts';
import type { Database } from '../data/database.ts';
import { endShow, type GiftsOf } from './figures.ts';
import type { Room } from './room.ts';

export type EndingsOptions = {
  readonly database: Database;
  /** What was given in a room since a moment, from the chat. */
  readonly giftsOf?: GiftsOf;
};

/** What happens when rooms close: whoever listens is told, and what is left of the show is written. */
export class Endings {
  private readonly options: EndingsOptions;
  private readonly listeners = new Set<(roomId: string) => void>();
  /** Rooms whose show is still being written. */
  private readonly writing = new Map<string, Promise<unknown>>();

  constructor(options: EndingsOptions) {
    this.options = options;
  }

  /** Told of rooms that are closed, and of such as have become private. Returns an unsubscribe. */
  listen(listener: (roomId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(roomId: string): void {
    for (const listener of this.listeners) listener(roomId);
  }

  /** Resolves when the last show under this id is written, or could not be. */
  async written(roomId: string): Promise<void> {
    await this.writing.get(roomId)?.catch(() => {});
  }

  /** Of a room that is closed and in no list any more: what is left of the show; null where there was none. */
  async end(room: Room, nowMs: number): Promise<RoomSummary | null> {
    const { roomId } = room;
    this.tell(roomId);
    const ended = endShow(this.options.database, room, nowMs, this.options.giftsOf);
    this.writing.set(roomId, ended);
    try {
      return await ended;
    } finally {
      if (this.writing.get(roomId) === ended) this.writing.delete(roomId);
    }
  }
}
