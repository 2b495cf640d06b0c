import type { ChatContext } from './context.ts';
import { Room } from './room.ts';
import { Speakers } from './say.ts';

/** A room, and what its people may say. */
export type OpenRoom = { readonly room: Room; readonly speakers: Speakers };

/** The rooms that somebody has been in. */
export class Hall {
  private readonly context: ChatContext;
  private readonly isReady: Promise<void>;
  private readonly open = new Map<string, Promise<OpenRoom>>();
  private readonly ready = new Map<string, OpenRoom>();

  constructor(context: ChatContext) {
    const { store, limits, log, now } = context;
    this.context = context;
    this.isReady = store.open(now() - limits.keepClosedMs);
    this.isReady.catch((error: Error) =>
      log(`chat: the database cannot be used: ${error.message}`),
    );
  }

  /** The room, read from the database where it was not open. Rejects where that cannot be read. */
  room(roomId: string, ownerId: string): Promise<OpenRoom> {
    const known = this.open.get(roomId);
    if (known) return known;
    const opening: Promise<OpenRoom> = this.isReady
      .then(() => this.context.store.load(roomId))
      .then((stored) => {
        const room = new Room(roomId, ownerId, stored, this.context);
        const opened = { room, speakers: new Speakers(room, this.context) };
        if (this.open.get(roomId) === opening) this.ready.set(roomId, opened);
        return opened;
      });
    this.open.set(roomId, opening);
    this.count();
    opening.catch((error: Error) => {
      this.context.log(`chat: a room cannot be read: ${error.message}`);
      this.forget(roomId);
    });
    return opening;
  }

  /** Null where nobody has been in it yet. */
  find(roomId: string): Promise<OpenRoom> | null {
    return this.open.get(roomId) ?? null;
  }

  /** As `find`, without waiting; null also where it is being read. */
  now(roomId: string): Room | null {
    return this.ready.get(roomId)?.room ?? null;
  }

  /** Everybody is told and out; what was said is not given to who comes to a room of that name later. */
  async closeRoom(roomId: string): Promise<void> {
    const opened = await this.open.get(roomId)?.catch(() => null);
    this.forget(roomId);
    await opened?.room.close('roomClosed');
  }

  /** The server ends; rooms go on when it is there again. */
  async close(): Promise<void> {
    const rooms = await Promise.allSettled(this.open.values());
    await Promise.all(
      rooms.map((it) => (it.status === 'fulfilled' ? it.value.room.close(null) : undefined)),
    );
  }

  private forget(roomId: string): void {
    this.open.delete(roomId);
    this.ready.delete(roomId);
    this.count();
  }

  private count(): void {
    this.context.figures.rooms = this.open.size;
  }
}
