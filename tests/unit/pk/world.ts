import type { PkCommand, PkRefusal } from '../../../common/pk/commands.ts';
import {
  addPoints,
  back,
  closed,
  decide,
  gone,
  newHall,
  type PkHall,
  type PkSnapshot,
  snapshotOf,
  tick,
} from '../../../common/pk/hall.ts';
import {
  newClient,
  type SyncClient,
  takeDue,
  withAnswered,
  withCommand,
  withNewConnection,
  withSnapshot,
} from '../../../common/sync/client.ts';

type Client = SyncClient<PkSnapshot, PkCommand>;
export type Letter =
  | {
      readonly to: 'server';
      readonly from: string;
      readonly id: string;
      readonly command: PkCommand;
    }
  | { readonly to: string; readonly answered: string; readonly refused: PkRefusal | null }
  | { readonly to: string; readonly snapshot: PkSnapshot };

/** One server and the studios of some rooms, with a network between them that a test can be cruel to. */
export class World {
  nowMs = 1_000_000;
  hall: PkHall = newHall(this.nowMs);
  readonly clients = new Map<string, Client>();
  readonly away = new Set<string>();
  /** What is on its way. */
  letters: Letter[] = [];
  /** Every hall there ever was, by its rev: what a studio shows must be one of them. */
  readonly history = new Map<number, PkHall>();
  /** Commands by their ids, and what was said to them. */
  readonly said = new Map<string, PkRefusal | null>();
  /** Points the server was given while a round ran, by PK, round and room. */
  readonly given = new Map<string, number>();
  #ids = 0;

  constructor(readonly rooms: readonly string[]) {
    for (const room of rooms) this.clients.set(room, newClient());
    this.history.set(this.hall.rev, this.hall);
  }

  client = (room: string): Client => this.clients.get(room) ?? newClient();

  ask(room: string, command: PkCommand): void {
    this.#set(room, withCommand(this.client(room), `c${++this.#ids}`, command));
    this.#send(room);
  }

  /** The network hands over one letter. */
  deliver(at: number): void {
    const [letter] = this.letters.splice(at % this.letters.length, 1);
    if (letter) this.#hand(letter);
  }

  lose(at: number): void {
    this.letters.splice(at % this.letters.length, 1);
  }

  double(at: number): void {
    const letter = this.letters[at % this.letters.length];
    if (letter) this.letters.push(letter);
  }

  wait(ms: number): void {
    this.nowMs += ms;
    this.#become(tick(this.hall, this.nowMs));
    for (const room of this.rooms) this.#send(room);
  }

  /** The connection of a studio is cut; nothing of it arrives. */
  cut(room: string): void {
    if (this.away.has(room)) return;
    this.away.add(room);
    this.letters = this.letters.filter(
      (it) => it.to !== room && !('from' in it && it.from === room),
    );
    this.#become(gone(this.hall, room, this.nowMs));
  }

  join(room: string): void {
    if (!this.away.delete(room)) return;
    this.#become(back(this.hall, room, this.nowMs));
    this.#set(room, withNewConnection(this.client(room)));
    this.letters.push({ to: room, snapshot: snapshotOf(this.hall, room) });
    this.#send(room);
  }

  /** The studio is killed and started again: it remembers nothing. */
  restart(room: string): void {
    this.cut(room);
    this.#set(room, newClient());
    this.join(room);
  }

  /** The server is killed and started again from what it stored. */
  restartServer(): void {
    const stored = JSON.stringify(this.hall);
    this.letters = [];
    this.hall = JSON.parse(stored) as PkHall;
    for (const room of this.rooms) this.cut(room);
    for (const room of this.rooms) this.join(room);
  }

  close(room: string): void {
    this.#become(closed(this.hall, room, this.nowMs));
  }

  points(room: string, points: number): void {
    const before = this.#running(room);
    this.#become(addPoints(this.hall, room, points, this.nowMs));
    if (!before) return;
    const key = `${before.id} ${before.round} ${room}`;
    this.given.set(key, (this.given.get(key) ?? 0) + points);
  }

  /** The network is well again for long enough. */
  heal(): void {
    for (const room of this.rooms) this.join(room);
    for (let left = 200; left > 0 && this.#busy(); left--) {
      while (this.letters.length > 0) this.deliver(0);
      // No deadline is near enough to matter: time does not pass, the letters are sent anew.
      for (const room of this.rooms) {
        this.#set(room, withNewConnection(this.client(room)));
        this.#send(room);
      }
    }
    for (const room of this.rooms)
      this.letters.push({ to: room, snapshot: snapshotOf(this.hall, room) });
    while (this.letters.length > 0) this.deliver(0);
  }

  #busy = () =>
    this.letters.length > 0 || this.rooms.some((room) => this.client(room).outbox.length > 0);

  #running(room: string) {
    const hall = tick(this.hall, this.nowMs);
    return hall.pks.find(
      (pk) =>
        pk.phase === 'running' && pk.members.some((it) => it.roomId === room && it.out === null),
    );
  }

  #hand(letter: Letter): void {
    if ('command' in letter) {
      const { hall, refused } = decide(this.hall, letter.from, letter.id, letter.command, {
        nowMs: this.nowMs,
        room: (roomId) =>
          this.rooms.includes(roomId)
            ? { roomId, userId: roomId, name: roomId, avatar: '', openToPk: true }
            : undefined,
        newId: () => `pk${++this.#ids}`,
      });
      const key = `${letter.from} ${letter.id}`;
      const earlier = this.said.get(key);
      if (earlier !== undefined && earlier !== refused)
        throw new Error(`${key} was answered ${earlier} and then ${refused}`);
      this.said.set(key, refused);
      this.#become(hall);
      this.letters.push({ to: letter.from, answered: letter.id, refused });
    } else if ('answered' in letter) {
      this.#set(letter.to, withAnswered(this.client(letter.to), letter.answered));
    } else {
      this.#set(letter.to, withSnapshot(this.client(letter.to), letter.snapshot));
    }
  }

  #become(hall: PkHall): void {
    const isNew = hall.rev !== this.hall.rev;
    this.hall = hall;
    if (!isNew) return;
    this.history.set(hall.rev, hall);
    for (const room of this.rooms)
      if (!this.away.has(room)) this.letters.push({ to: room, snapshot: snapshotOf(hall, room) });
  }

  #send(room: string): void {
    if (this.away.has(room)) return;
    const { client, due } = takeDue(this.client(room), this.nowMs);
    this.#set(room, client);
    for (const { id, command } of due) this.letters.push({ to: 'server', from: room, id, command });
  }

  #set = (room: string, client: Client) => this.clients.set(room, client);
}
