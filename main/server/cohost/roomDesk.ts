import {
  arrive,
  back,
  closeDesk,
  type CohostContext as DeskContext,
  decideGuest,
  decideHost,
  gone,
  nextTickAtMs,
  tick,
} from '../../../common/cohost/decide.ts';
import {
  type CohostDesk,
  type CohostRefusal,
  type CohostVisitor,
  type DeskSnapshot,
  deskSnapshot,
  type GuestCommand,
  type GuestSnapshot,
  guestSnapshot,
  type HostCommand,
  newDesk,
  personAt,
} from '../../../common/cohost/desk.ts';
import type { CohostServerFrame } from '../../../common/cohost/wire.ts';
import { Shunned } from '../chat/shunned.ts';
import { isGuest } from '../identity/accounts.ts';
import { Alarm } from './clock.ts';
import type { CohostContext } from './context.ts';
import { Folded } from './folded.ts';
import { Kept } from './kept.ts';
import { readState, shelfOf } from './store.ts';

type WhyGone = Extract<CohostServerFrame, { op: 'gone' }>['why'];

/** Somebody connected to a room's desk. */
export type Attendee = {
  readonly visitor: CohostVisitor;
  /** Whom limits are counted for; empty where that may be many people. */
  readonly network: string;
  tell(frame: CohostServerFrame): void;
  /** Says why, and closes. */
  expel(why: WhyGone): void;
};

const REV_LEAP = 1_000_000;
/** A network with more people than this at the desk is not one person. */
const CROWD = 4;
const nameOf = (roomId: string) => `desk:${roomId}`;

/** Who is with the host of one room, and everybody who is connected there. */
export class RoomDesk {
  readonly roomId: string;
  readonly hostId: string;
  private readonly context: CohostContext;
  private readonly kept: Kept<CohostDesk>;
  private readonly alarm: Alarm;
  private readonly shown: Folded;
  private readonly people = new Map<string, Attendee>();
  /** What each guest was told last, so that nobody is told of what is nothing to them. */
  private readonly told = new WeakMap<Attendee, string>();
  /** Of raised hands. */
  private readonly networks = new Map<string, string>();
  private readonly shunned = new Shunned();
  private readonly deskContext: () => DeskContext;
  /** Told of each change that is on disk. */
  onChanged: (now: CohostDesk, before: CohostDesk) => void = () => {};

  private constructor(roomId: string, hostId: string, first: CohostDesk, context: CohostContext) {
    const { limits, database, clock, newId, log } = context;
    this.roomId = roomId;
    this.hostId = hostId;
    this.context = context;
    this.alarm = new Alarm(clock, () => this.look());
    this.deskContext = () => ({ nowMs: clock.now(), newTicket: newId });
    this.shown = new Folded(limits.deskEveryMs, () => this.show());
    this.kept = new Kept(first, {
      shelf: shelfOf(database, nameOf(roomId)),
      textOf: (desk) => JSON.stringify(forDisk(desk, hostId)),
      onShown: (desk, before) => this.changed(desk, before),
      patienceMs: limits.deskEveryMs,
      log,
    });
    this.change(first.people.length > 0 ? { ...first, rev: first.rev + 1 } : first);
  }

  /** Goes on from what is on disk. Everybody is away until they come back. */
  static async open(roomId: string, hostId: string, context: CohostContext): Promise<RoomDesk> {
    const text = await shelfOf(context.database, nameOf(roomId)).read();
    const stored = readState<CohostDesk>(text, ['rev', 'seats', 'people', 'blocked', 'answered']);
    const nowMs = context.clock.now();
    if (!stored) return new RoomDesk(roomId, hostId, newDesk(nowMs), context);
    // However long it was down, everybody has their time anew to come back.
    const people = stored.people.map((it) => ({ ...it, media: false, lostAtMs: nowMs }));
    const rev = Math.max(nowMs, stored.rev + REV_LEAP);
    return new RoomDesk(roomId, hostId, { ...stored, rev, people }, context);
  }

  /** As it stands on disk. */
  get desk(): CohostDesk {
    return this.kept.shown;
  }

  /** Somebody of the room, connected or not: at the desk now. */
  has(userId: string): boolean {
    return personAt(this.kept.state, userId) !== undefined;
  }

  isBlocked(userId: string): boolean {
    return this.kept.state.blocked.some((it) => it.userId === userId);
  }

  /** A guest of this network was blocked, not long ago. */
  isShunned(network: string): boolean {
    return network !== '' && this.shunned.isBanned(network, this.context.clock.now());
  }

  isAsking(userId: string): boolean {
    return personAt(this.kept.state, userId)?.stage === 'asking';
  }

  isHostHere(): boolean {
    return this.people.has(this.hostId);
  }

  /** A studio has come here for its host, since the desk is open. */
  isOfStudio = false;

  /** By a guest link that was found to be good. */
  arrive(visitor: CohostVisitor): CohostRefusal | null {
    const { desk, refused } = arrive(this.kept.state, visitor, this.deskContext());
    this.change(desk);
    return refused;
  }

  /** One connection of each: the one before is told to go. */
  enter(attendee: Attendee): void {
    const { userId } = attendee.visitor;
    const before = this.people.get(userId);
    this.people.set(userId, attendee);
    if (userId === this.hostId) this.isOfStudio = true;
    before?.expel('elsewhere');
    this.change(back(this.kept.state, userId, this.context.clock.now()));
    this.tellState(attendee);
  }

  leave(attendee: Attendee): void {
    const { userId } = attendee.visitor;
    if (this.people.get(userId) !== attendee) return;
    this.people.delete(userId);
    this.change(gone(this.kept.state, userId, this.context.clock.now()));
  }

  async host(id: string, command: HostCommand): Promise<CohostRefusal | null> {
    // A host is no guest of their own, and does not lock themselves out.
    if ('userId' in command && command.userId === this.hostId) return 'NOT_THERE';
    if (command.do === 'block') this.shun(command.userId);
    if (command.do === 'unblock') this.shunned.forgive('ban', command.userId);
    const find = (userId: string) => this.visitor(userId);
    const { hostId } = this;
    return this.decided(decideHost(this.kept.state, hostId, id, command, find, this.deskContext()));
  }

  async guest(
    visitor: CohostVisitor,
    id: string,
    command: GuestCommand,
  ): Promise<CohostRefusal | null> {
    const isNew = command.do === 'raise' && !this.has(visitor.userId);
    if (isNew && this.isCrowded(visitor.userId)) return 'FULL';
    return this.decided(decideGuest(this.kept.state, visitor, id, command, this.deskContext()));
  }

  /** A sign of somebody who is not connected here. */
  heard(userId: string): void {
    this.change(back(this.kept.state, userId, this.context.clock.now()));
  }

  /** Takes in what the server knows by itself. */
  note(change: (desk: CohostDesk, nowMs: number) => CohostDesk): void {
    const { state } = this.kept;
    const desk = change(state, this.context.clock.now());
    if (desk !== state) this.change(desk);
  }

  /** To the host, or to somebody; nobody where they are not connected. */
  tell(userId: string, frame: CohostServerFrame): void {
    this.people.get(userId)?.tell(frame);
  }

  /** The server ends, or the room is over. */
  async close(isOver: boolean): Promise<void> {
    this.alarm.set(null);
    this.shown.stop();
    if (isOver) {
      const desk = closeDesk(this.kept.state);
      const here = [...this.people.values()];
      this.people.clear();
      for (const attendee of here) {
        const { userId } = attendee.visitor;
        if (userId !== this.hostId)
          attendee.tell({ op: 'guest', snapshot: guestSnapshot(desk, userId) });
        attendee.expel('roomClosed');
      }
    }
    await this.kept.close(isOver);
  }

  private async decided(made: {
    readonly desk: CohostDesk;
    readonly refused: CohostRefusal | null;
  }): Promise<CohostRefusal | null> {
    this.change(made.desk);
    await this.kept.settled();
    return made.refused;
  }

  /** Guests have as many names as they like: what holds for one holds for new ones from there. */
  private shun(userId: string): void {
    const network = this.people.get(userId)?.network ?? '';
    if (network === '' || !isGuest({ userId })) return;
    const there = [...this.people.values()].filter((it) => it.network === network);
    if (there.length <= CROWD) this.shunned.ban(network, userId, this.context.clock.now());
  }

  /** Others of the same network have raised as many hands as one may. */
  private isCrowded(userId: string): boolean {
    const network = this.people.get(userId)?.network ?? '';
    if (network === '') return false;
    for (const other of this.networks.keys())
      if (!this.isAsking(other)) this.networks.delete(other);
    this.networks.delete(userId);
    const others = [...this.networks.values()].filter((it) => it === network).length;
    if (others >= this.context.limits.handsPerNetwork) return true;
    this.networks.set(userId, network);
    return false;
  }

  private visitor(userId: string): CohostVisitor | undefined {
    if (userId === this.hostId) return undefined;
    const here = this.people.get(userId)?.visitor;
    if (here) return here;
    const person = this.context.chat.person(this.roomId, userId);
    return person ? { userId, name: person.name, avatar: person.avatar } : undefined;
  }

  private look(): void {
    this.change(tick(this.kept.state, this.context.clock.now()));
  }

  private change(desk: CohostDesk): void {
    this.kept.set(desk);
    this.alarm.set(nextTickAtMs(desk));
  }

  private changed(desk: CohostDesk, before: CohostDesk): void {
    for (const [userId, why] of putOut(desk, before)) {
      const attendee = this.people.get(userId);
      if (!attendee) continue;
      attendee.tell({ op: 'guest', snapshot: guestSnapshot(desk, userId) });
      this.people.delete(userId);
      attendee.expel(why);
    }
    this.onChanged(desk, before);
    this.shown.call();
  }

  private show(): void {
    const { desk } = this;
    // To most who are connected a change is nothing: they are looked at, and no more.
    const outside = withoutRev(guestSnapshot(desk, ''));
    const concerned = new Set([...desk.people, ...desk.farewells].map(({ userId }) => userId));
    for (const attendee of this.people.values()) {
      const { userId } = attendee.visitor;
      const isOutside = userId !== this.hostId && !concerned.has(userId);
      if (!isOutside || this.told.get(attendee) !== outside) this.tellState(attendee);
    }
  }

  private tellState(attendee: Attendee): void {
    const { desk } = this;
    const { userId } = attendee.visitor;
    const frame: CohostServerFrame =
      userId === this.hostId
        ? { op: 'desk', snapshot: deskSnapshot(desk) }
        : { op: 'guest', snapshot: guestSnapshot(desk, userId) };
    const text = withoutRev(frame.snapshot);
    if (this.told.get(attendee) === text) return;
    this.told.set(attendee, text);
    attendee.tell(frame);
  }
}

const withoutRev = ({ rev, ...rest }: DeskSnapshot | GuestSnapshot): string => JSON.stringify(rest);

/** Who was kicked or blocked is put out; they may come back, or not. */
function putOut(desk: CohostDesk, before: CohostDesk): Map<string, 'kicked' | 'blocked'> {
  const out = new Map<string, 'kicked' | 'blocked'>();
  for (const { userId } of before.people) {
    if (personAt(desk, userId)) continue;
    const why = desk.farewells.findLast((it) => it.userId === userId)?.why;
    if (why === 'kicked') out.set(userId, why);
  }
  if (desk.blocked === before.blocked) return out;
  for (const { userId } of desk.blocked) out.set(userId, 'blocked');
  return out;
}

/** Answers are kept for those who are at the desk, and for its host. */
function forDisk(desk: CohostDesk, hostId: string): CohostDesk {
  const kept = new Set([hostId, ...desk.people.map(({ userId }) => userId)]);
  const answered = Object.entries(desk.answered).filter(([userId]) => kept.has(userId));
  return { ...desk, answered: Object.fromEntries(answered) };
}
