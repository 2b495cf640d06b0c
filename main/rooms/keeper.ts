import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result, StudioError } from '../../common/result.ts';
import type { RoomInfo, RoomSummary } from '../../common/rooms/room.ts';
import type { OwnRoom, RoomService } from '../services/rooms/service.ts';

export type KeeperOptions = {
  /** The service that a new room is made at. */
  readonly service: () => Promise<Result<RoomService>>;
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

/** No letters that are mistaken for each other; an id is read aloud and typed. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
export const freshRoomId = (): string =>
  [...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

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
    const { signal } = (this.#wanted = new AbortController());
    this.#running = this.#running.then(() => this.#keep(signal));
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
    const room = { roomId: freshRoomId(), made: null as RoomService | null };
    let tries = 0;
    while (!signal.aborted) {
      const outcome = await this.#open(room);
      if (outcome.ok) {
        tries = 0;
        this.#options.onProblem(null);
        this.#options.onRoom(outcome.value);
        await this.#beat(room, outcome.value, signal);
        continue;
      }
      if (signal.aborted) break;
      this.#options.onProblem(outcome.error);
      await this.#wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries++), signal);
    }
    if (room.made) await this.#close(room.roomId, room.made);
  }

  async #open(room: { roomId: string; made: RoomService | null }): Promise<Result<OwnRoom>> {
    const service = await this.#options.service();
    if (!service.ok) return service;
    const opened = await service.value.open({ roomId: room.roomId, info: this.#options.info() });
    if (opened.ok) room.made = service.value;
    // It was closed against our will, and a closed room does not open again.
    else if (room.made && (opened.error.code === 'ROOM_MISSING' || isTaken(opened.error))) {
      await this.#options.onClosed(room.roomId, null);
      room.roomId = freshRoomId();
    }
    return opened;
  }

  /** Returns when the room is not there any more, or not wanted. */
  async #beat(
    { roomId, made }: { roomId: string; made: RoomService | null },
    opened: OwnRoom,
    signal: AbortSignal,
  ): Promise<void> {
    let { state } = opened;
    let lost = 0;
    while (!signal.aborted && made) {
      const quiet = state === 'active' ? BEAT_EVERY_MS : LOOK_EVERY_MS;
      await this.#wait(lost > 0 ? Math.min(BEAT_EVERY_MS, FIRST_WAIT_MS * 2 ** lost) : quiet, signal);
      if (signal.aborted) return;
      const beaten = await made.heartbeat(roomId);
      const now = beaten.ok ? await made.get(roomId) : beaten;
      if (signal.aborted) return;
      if (now.ok) {
        if (lost > 0) this.#options.onProblem(null);
        lost = 0;
        state = now.value.state;
        if (state === 'close') return;
        this.#options.onRoom(now.value);
      } else if (now.error.code === 'ROOM_MISSING') return;
      else if (lost++ > 0) this.#options.onProblem(now.error);
    }
  }

  async #close(roomId: string, service: RoomService): Promise<void> {
    const closed = await service.close(roomId);
    const summary = closed.ok ? await service.summary(roomId) : null;
    await this.#options.onClosed(roomId, summary?.ok ? summary.value : null);
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#nudge.signal.aborted) this.#nudge = new AbortController();
    const early = AbortSignal.any([signal, this.#nudge.signal]);
    await sleep(ms, undefined, { signal: early }).catch(() => undefined);
  }
}

const isTaken = ({ code }: StudioError): boolean => code === 'SERVICE' || code === 'FORBIDDEN';
