import type { Hub, HubWatcher, LiveStream } from '../hub.ts';
import { HlsRoom } from './room.ts';

const SWEEP_MS = 1_000;

/** The HLS rooms of a server, by stream name. A stream has one while somebody asks for it. */
export class HlsRooms implements HubWatcher {
  private readonly rooms = new Map<string, HlsRoom>();
  private readonly log: (line: string) => void;
  private readonly changed: (name: string) => void;
  private timer: NodeJS.Timeout | undefined;

  constructor(hub: Hub, log: (line: string) => void, changed: (name: string) => void) {
    this.log = log;
    this.changed = changed;
    hub.watch(this);
  }

  began(stream: LiveStream): void {
    this.rooms.get(stream.name)?.attach(stream);
  }

  ended(name: string): void {
    this.rooms.get(name)?.ended();
  }

  get all(): Iterable<HlsRoom> {
    return this.rooms.values();
  }

  get(name: string): HlsRoom | undefined {
    return this.rooms.get(name);
  }

  viewersOf(name: string): number {
    return this.rooms.get(name)?.viewers.size ?? 0;
  }

  /** The room of a stream that is live. Begins to make segments where nobody has asked yet. */
  open(stream: LiveStream): HlsRoom {
    const known = this.rooms.get(stream.name);
    if (known) return known;
    const room = new HlsRoom(stream.name, this.log);
    this.rooms.set(stream.name, room);
    room.attach(stream);
    this.timer ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
    this.log(`hls: segments of ${stream.name} are made`);
    return room;
  }

  /** A viewer asked for something: counted from its first request on. */
  seen(name: string, room: HlsRoom, viewer: string): void {
    const isNew = !room.viewers.has(viewer);
    room.viewers.seen(viewer);
    if (isNew) this.changed(name);
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    for (const room of this.rooms.values()) room.close();
    this.rooms.clear();
  }

  private sweep(): void {
    for (const [name, room] of this.rooms) {
      if (room.viewers.sweep()) this.changed(name);
      if (!room.idle) continue;
      room.close();
      this.rooms.delete(name);
      this.log(`hls: nobody asks for ${name} any more`);
    }
    if (this.rooms.size === 0) this.close();
  }
}
