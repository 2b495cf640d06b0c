import type { WantedPicture } from '../../../../common/cohost/signal.ts';
import type { CohostOrder, RemotePerson } from '../../../../common/cohost/stage.ts';
import type { StageTelemetry } from '../../../../common/live/telemetry.ts';
import { dbOfGain } from '../../../../common/media/units.ts';
import type { Presence } from '../pulled/pulledPerson.ts';
import { GuestPictures } from './guestPictures.ts';
import { isRoom } from './limits.ts';

const LEVELS_EVERY_MS = 100;

type Order = Extract<CohostOrder, { type: 'greenRoom' }>;

export type GreenRoomParts = {
  tell(message: Extract<StageTelemetry, { kind: 'guestPicture' | 'guestLevels' }>): void;
  /** Plays a sound in the monitor alone; null for none. */
  listenTo(track: MediaStreamTrack | null): void;
  /** Takes the host's microphones out of the programme, or gives them back. */
  talk(on: boolean): void;
};

/** What the host sees, hears and says in the green room. Nothing of it is a source of the programme. */
export class GreenRoom {
  readonly #parts: GreenRoomParts;
  readonly #pictures: GuestPictures;
  #order: Order = { type: 'greenRoom', seen: false, listen: null, talk: null };
  /** Whether anybody can see the window. */
  #presenting = true;
  #waiting: readonly Presence[] = [];
  #listened: MediaStreamTrack | null = null;
  #talks = false;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(parts: GreenRoomParts) {
    this.#parts = parts;
    this.#pictures = new GuestPictures((picture) => parts.tell(picture));
  }

  take(order: Order): void {
    this.#order = order;
  }

  present(on: boolean): void {
    this.#presenting = on;
  }

  /** The programme has left frames out. */
  giveWay(): void {
    this.#pictures.giveWay();
  }

  /** What somebody is to send. */
  pictureOf(who: RemotePerson): WantedPicture {
    if (!isWaiting(who)) return 'all';
    return this.#isSeen ? 'small' : 'none';
  }

  /** Whether somebody hears the host alone. */
  speaksTo({ id }: RemotePerson): boolean {
    return this.#talks && this.#order.talk === id;
  }

  get #isSeen(): boolean {
    return this.#order.seen && this.#presenting;
  }

  /** People, or what comes from them, or what the host wants has changed. */
  settle(people: readonly Presence[]): void {
    this.#waiting = people.filter(({ who }) => isWaiting(who));
    const waits = (id: string | null) => this.#waiting.find(({ who }) => who.id === id);
    this.#listen(waits(this.#order.listen)?.audio ?? null);
    const talks = waits(this.#order.talk) !== undefined;
    if (talks !== this.#talks) {
      this.#talks = talks;
      this.#parts.talk(talks);
    }
    const seen = this.#isSeen ? this.#waiting : [];
    this.#pictures.show(
      new Map(seen.flatMap(({ who, video }) => (video ? [[who.id, video] as const] : []))),
    );
    this.#meter(seen.length > 0);
  }

  #listen(track: MediaStreamTrack | null): void {
    if (track === this.#listened) return;
    this.#listened = track;
    this.#parts.listenTo(track);
  }

  #meter(on: boolean): void {
    if (on === (this.#timer !== null)) return;
    if (on) this.#timer = setInterval(() => this.#tellLevels(), LEVELS_EVERY_MS);
    else {
      clearInterval(this.#timer ?? undefined);
      this.#timer = null;
    }
  }

  #tellLevels(): void {
    const levels = this.#waiting.map(({ who, level }) => [who.id, dbOfGain(level)] as const);
    this.#parts.tell({ kind: 'guestLevels', levels: Object.fromEntries(levels) });
  }
}

const isWaiting = (who: RemotePerson): boolean => who.seat === null && !isRoom(who);
