import { voicesOf } from '../../../../common/cohost/greenRoom.ts';
import type { OwnArea } from '../../../../common/cohost/signal.ts';
import type { CohostEvent, CohostOrder, RemotePerson } from '../../../../common/cohost/stage.ts';
import type { IceServer } from '../../../../common/cohost/wire.ts';
import type { ShowState } from '../../../../common/show/slices.ts';
import { type EchoRecording, isClean } from '../../audio/mixer/ownEcho.ts';
import type { ProgrammeTracks } from '../peer.ts';
import type { ProgrammeMedia } from '../programmeMedia.ts';
import { type Presence, PulledPerson } from '../pulled/pulledPerson.ts';
import { GreenRoom, type GreenRoomParts } from './greenRoom.ts';
import { isRoom, limitsOf } from './limits.ts';
import { Person, type PersonEvents, type PersonOptions } from './person.ts';
import { returnsOf } from './returns.ts';
import { type Seated, Seats } from './seats.ts';

const LOOK_EVERY_MS = 200;
const STATS_EVERY_MS = 1_000;

export type CohostParts = Seated & {
  readonly media: ProgrammeMedia;
  send(event: CohostEvent): void;
  /** Gives each seat that is named a programme without the strips named with it. */
  setReturns(seats: Readonly<Record<number, readonly string[]>>): Promise<void>;
  returnOf(seat: number): MediaStreamTrack | null;
  readonly greenRoom: Omit<GreenRoomParts, 'talk'> & {
    /** Gives the strips named to one person alone, by the track; null gives them back. */
    talkBy(strips: readonly string[] | null): MediaStreamTrack | null;
  };
};

/** Everybody whose media comes by a connection: guests, and other studios in a PK. Costs nothing while there is nobody. */
export class Cohost {
  readonly #parts: CohostParts;
  readonly #seats: Seats;
  readonly #greenRoom: GreenRoom;
  readonly #people = new Map<string, Presence>();
  readonly #clean = new Map<string, boolean>();
  #show: ShowState | null = null;
  #iceServers: readonly IceServer[] = [];
  #ownArea: OwnArea | null = null;
  /** What the one hears to whom the host speaks. */
  #talk: MediaStreamTrack | null = null;
  #returns = '{}';
  #looking: ReturnType<typeof setInterval> | null = null;
  #measuring: ReturnType<typeof setInterval> | null = null;

  constructor(parts: CohostParts) {
    this.#parts = parts;
    this.#seats = new Seats(parts);
    this.#greenRoom = new GreenRoom({
      ...parts.greenRoom,
      talk: (on) => {
        const voices = on ? voicesOf(this.#show?.sources ?? {}) : null;
        this.#talk = parts.greenRoom.talkBy(voices);
      },
    });
  }

  take(order: CohostOrder): void {
    if (order.type === 'signal') this.#people.get(order.id)?.take(order.signal);
    else if (order.type === 'greenRoom') {
      this.#greenRoom.take(order);
      this.#settle();
    } else if (order.type === 'media') {
      const person = this.#people.get(order.id);
      if (person instanceof PulledPerson) person.takeBytes(order.bytes);
    } else {
      this.#ownArea = order.ownArea;
      this.#setPeople(order.people, order.iceServers);
    }
  }

  /** Whether anybody can see the window. */
  present(on: boolean): void {
    this.#greenRoom.present(on);
    this.#settle();
  }

  /** The programme has left frames out. */
  giveWay(): void {
    this.#greenRoom.giveWay();
  }

  update(show: ShowState): void {
    const before = this.#show;
    this.#show = show;
    if (before?.sources === show.sources && before.canvases === show.canvases) return;
    if (this.#people.size > 0 || before === null) this.#settle();
  }

  #setPeople(people: readonly RemotePerson[], iceServers: readonly IceServer[]): void {
    this.#iceServers = iceServers;
    // Who comes back on another way is somebody else here.
    const wayOf = ({ id, pulled }: RemotePerson) => `${id} ${pulled !== undefined}`;
    const named = new Set(people.map(wayOf));
    for (const [id, person] of this.#people) {
      if (named.has(wayOf(person.who))) continue;
      person.close();
      this.#people.delete(id);
      this.#clean.delete(id);
    }
    for (const who of people) {
      const known = this.#people.get(who.id);
      if (known) known.who = who;
      else this.#people.set(who.id, this.#join(who, people.length));
    }
    this.#run(this.#people.size > 0);
    this.#settle();
  }

  #join(who: RemotePerson, count: number): Presence {
    const { id } = who;
    const events: PersonEvents = {
      signal: (signal) => this.#parts.send({ type: 'signal', id, signal }),
      changed: () => this.#seat(),
      media: (up) => this.#parts.send({ type: 'media', id, up }),
      flood: (kbps, allowedKbps) => this.#parts.send({ type: 'flood', id, kbps, allowedKbps }),
    };
    if (who.pulled) return new PulledPerson(who, events);
    return new Person(who, this.#optionsOf(who, count), events);
  }

  #optionsOf(who: RemotePerson, count: number): PersonOptions {
    const { width = 1280, height = 720 } = this.#show?.canvases[0] ?? {};
    return {
      iceServers: this.#iceServers,
      tracks: () => this.#tracksOf(who.id),
      limits: limitsOf(who, count),
      picture: { width, height, ownArea: isRoom(who) ? this.#ownArea : null },
      wanted: this.#greenRoom.pictureOf(who),
    };
  }

  async #tracksOf(id: string): Promise<ProgrammeTracks> {
    const { video, audio } = await this.#parts.media.open('cohost');
    if (this.#people.size === 0) this.#parts.media.close('cohost');
    const person = this.#people.get(id);
    return { video, audio: person ? this.#soundFor(person, audio) : audio };
  }

  #run(on: boolean): void {
    if (on === (this.#looking !== null)) return;
    if (on) {
      this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
      this.#measuring = setInterval(() => void this.#measure(), STATS_EVERY_MS);
      return;
    }
    clearInterval(this.#looking ?? undefined);
    clearInterval(this.#measuring ?? undefined);
    this.#looking = this.#measuring = null;
    this.#parts.media.close('cohost');
  }

  #look(): void {
    for (const person of this.#people.values()) person.look();
  }

  async #measure(): Promise<void> {
    const all = [...this.#people];
    const stats = await Promise.all(all.map(async ([id, it]) => [id, await it.stats()] as const));
    if (this.#looking) this.#parts.send({ type: 'stats', stats: Object.fromEntries(stats) });
  }

  /** People or the document have changed. */
  #settle(): void {
    const guests = [...this.#people.values()].filter(({ who }) => !isRoom(who)).length;
    for (const person of this.#people.values()) person.update(this.#optionsOf(person.who, guests));
    this.#seat();
    void this.#setReturns();
  }

  /** Somebody is sent the programme from here. */
  get #isConnected(): boolean {
    return [...this.#people.values()].some(({ who }) => !who.pulled);
  }

  #seat(): void {
    const people = [...this.#people.values()];
    this.#seats.settle(this.#show, people);
    this.#greenRoom.settle(people);
  }

  async #setReturns(): Promise<void> {
    const people = [...this.#people.values()].map(({ who }) => who);
    const returns = returnsOf(people, Object.values(this.#show?.sources ?? {}));
    const wanted = JSON.stringify(returns);
    if (wanted !== this.#returns) {
      this.#returns = wanted;
      await this.#parts.setReturns(returns);
    }
    if (!this.#isConnected) return this.#parts.media.close('cohost');
    const { audio } = await this.#parts.media.open('cohost');
    for (const person of this.#people.values()) person.setSound(this.#soundFor(person, audio));
    if (!this.#isConnected) this.#parts.media.close('cohost');
  }

  /** Who sits on a seat hears all but themselves; in the green room, all, or the host alone. */
  #soundFor({ who }: Presence, programme: MediaStreamTrack | null): MediaStreamTrack | null {
    if (this.#greenRoom.speaksTo(who)) return this.#talk ?? programme;
    return (who.seat === null ? null : this.#parts.returnOf(who.seat)) ?? programme;
  }

  /** What somebody on a seat said, and what was sent to them meanwhile. */
  checkEcho(seat: number, recording: EchoRecording): void {
    const clean = isClean(recording);
    if (clean === null) return;
    for (const [id, { who }] of this.#people) {
      if (who.seat !== seat || this.#clean.get(id) === clean) continue;
      this.#clean.set(id, clean);
      this.#parts.send({ type: 'mixMinus', id, clean });
    }
  }
}
