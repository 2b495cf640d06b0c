import type { CohostContext } from './context.ts';
import { RoomDesk } from './roomDesk.ts';

/** The desks of rooms that somebody has connected to. */
export class Desks {
  private readonly context: CohostContext;
  private readonly open = new Map<string, Promise<RoomDesk>>();
  private readonly ready = new Map<string, RoomDesk>();
  /** Told of each desk that is opened. */
  onOpened: (desk: RoomDesk) => void = () => {};

  constructor(context: CohostContext) {
    this.context = context;
  }

  /** Read from the database where it was not open. Rejects where that cannot be read. */
  of(roomId: string, hostId: string): Promise<RoomDesk> {
    const known = this.open.get(roomId);
    if (known) return known;
    const opening = RoomDesk.open(roomId, hostId, this.context).then((desk) => {
      if (this.open.get(roomId) === opening) this.ready.set(roomId, desk);
      this.onOpened(desk);
      return desk;
    });
    this.open.set(roomId, opening);
    opening.catch(() => {
      if (this.open.get(roomId) === opening) this.open.delete(roomId);
    });
    return opening;
  }

  /** Null where it is not open. */
  find(roomId: string): RoomDesk | null {
    return this.ready.get(roomId) ?? null;
  }

  get all(): Iterable<RoomDesk> {
    return this.ready.values();
  }

  /** The room is over: everybody goes, and nothing is kept. */
  async closeRoom(roomId: string): Promise<void> {
    const opening = this.open.get(roomId);
    this.open.delete(roomId);
    this.ready.delete(roomId);
    if (opening) await opening.then((desk) => desk.close(true)).catch(() => {});
    else
      await this.context.database
        .write('DELETE FROM cohost_states WHERE name = ?', `desk:${roomId}`)
        .catch(() => {});
  }

  async close(): Promise<void> {
    await Promise.allSettled(
      [...this.open.values()].map((opening) => opening.then((desk) => desk.close(false))),
    );
  }
}
