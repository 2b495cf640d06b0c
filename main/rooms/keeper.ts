import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result, type StudioError } from '../../common/result.ts';
import type { RoomInfo, RoomSummary } from '../../common/rooms/room.ts';
import { logError } from '../log.ts';
import type { OwnRoom, RoomService } from '../services/rooms/service.ts';

export type KeeperOptions = {
  /** The service that a new room is made at. */
  readonly service: () => Promise<Result<RoomService>>;
  /** The studio's own, show after show, so that a link stays good. */
  readonly roomId: () => string;
  /** Somebody else has that one: another is wanted. */
  readonly renewRoomId: () => void;
  /** What the room is called now. */
  readonly info: () => RoomInfo;
  /** The room stands, or what is known of it changed. */
  readonly onRoom: (room: OwnRoom) => void;
  /** Why there is no room, or why its service does not answer; null when that is over. */
  readonly onProblem: (error: StudioError | null) => void;
  /** The room is closed. Null where the service keeps no summary. */
  readonly onClosed: (roomId: string, summary: RoomSummary | null) => Promise<void> | void;
};

/** The service sweeps anchors that are silent for 20 s (docs/protocols.md): one lost beat does no harm. */
const BEAT_EVERY_MS = 5_000;
/** While the room waits for its stream, it is looked at more often. */
const LOOK_EVERY_MS = 500;
/** Waits between tries of a service that does not answer: the first, and the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** A room that was made, and where. */
type Made = { readonly service: RoomService; readonly room: OwnRoom };

/** Keeps one room open while it is wanted: made, beaten for, taken up again after the service was lost, closed. */
export class Keeper {
  readonly #options: KeeperOptions;
  #wanted: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #nudge: AbortController = new AbortController();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get wanted(): boolean {
    return this.#wanted !== null;
  }

  /** Opens a room, or closes it. A room that is being closed is waited for before the next is made. */
  want(wanted: boolean): void {
    if (wanted === this.wanted) return;
    if (!wanted) {
      this.#wanted?.abort();
      this.#wanted = null;
      return;
    }
    const wish = new AbortController();
    this.#wanted = wish;
    this.#running = this.#running
      .then(() => this.#keep(wish.signal))
      // A bug: the next show has its room all the same.
      .catch((error) => logError('the room could not be kept', error));
  }

  /** Looks at once, e.g. when the server is back or the stream has begun. */
  look(): void {
    this.#nudge.abort();
  }

  /** Resolves when nothing is open any more; call after `want(false)`. */
  get closed(): Promise<void> {
    return this.#running;
  }

  async #keep(signal: AbortSignal): Promise<void> {
    const { onProblem, onRoom } = this.#options;
    let made: Made | null = null;
    for (let tries = 0; !signal.aborted; tries++) {
      const opened = await this.#open();
      if (opened.ok) {
        made = opened.value;
        tries = 0;
        onProblem(null);
        onRoom(made.room);
        await this.#beat(made, signal);
      } else if (!signal.aborted) onProblem(opened.error);
      if (!signal.aborted)
        await this.#wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries), signal);
    }
    if (made) await this.#close(made);
  }

  async #open(): Promise<Result<Made>> {
    const { service, roomId, renewRoomId, info } = this.#options;
    const found = await service();
    if (!found.ok) return found;
    const opened = await found.value.open(roomId(), info());
    if (opened.ok) return ok({ service: found.value, room: opened.value });
    if (opened.error.code === 'FORBIDDEN') renewRoomId();
    return opened;
  }

  /** Returns when the room is not there any more, or not wanted. */
  async #beat({ service, room }: Made, signal: AbortSignal): Promise<void> {
    const { onProblem, onRoom } = this.#options;
    let { state } = room;
    for (let lost = 0; ; ) {
      const calm = state === 'active' ? BEAT_EVERY_MS : LOOK_EVERY_MS;
      await this.#wait(lost > 0 ? Math.min(BEAT_EVERY_MS, FIRST_WAIT_MS * lost) : calm, signal);
      if (signal.aborted) return;
      const now = await service.beat(room.roomId);
      if (signal.aborted) return;
      if (now.ok) {
        if (lost > 0) onProblem(null);
        lost = 0;
        ({ state } = now.value);
        if (state === 'close') return;
        onRoom(now.value);
      } else if (now.error.code === 'ROOM_MISSING') return;
      else if (lost++ > 0) onProblem(now.error);
    }
  }

  async #close({ service, room: { roomId } }: Made): Promise<void> {
    const closed = await service.close(roomId);
    await this.#options.onClosed(roomId, closed.ok ? closed.value : null);
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#nudge.signal.aborted) this.#nudge = new AbortController();
    const early = AbortSignal.any([signal, this.#nudge.signal]);
    await sleep(ms, undefined, { signal: early }).catch(() => undefined);
  }
}
