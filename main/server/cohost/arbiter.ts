import type { PkRound } from '../../../common/chat/message.ts';
import type { PkCommand, PkRefusal, PkRoom } from '../../../common/pk/commands.ts';
import {
  addPoints,
  back,
  closed,
  decide,
  gone,
  newHall,
  nextTickAtMs,
  openPkOf,
  type PkHall,
  type PkSnapshot,
  snapshotOf,
  tick,
} from '../../../common/pk/hall.ts';
import { memberOf, membersIn, type Pk } from '../../../common/pk/pk.ts';
import type { PkView } from '../../../common/pk/pkView.ts';
import { pkViewOf } from '../../../common/pk/view.ts';
import { Rates } from '../sockets/rate.ts';
import { Alarm } from './clock.ts';
import type { CohostContext } from './context.ts';
import { Kept } from './kept.ts';
import { readState, saveRound, shelfOf } from './store.ts';

/** A hall that was stored a moment before the crash had given so many numbers more at most. */
const REV_LEAP = 1_000_000;
const NAME = 'pk';

type Counted = { points: number; likes: number; atMs: number };

/** What is called when the PK of a room has changed, on disk. */
export type PkListener = (roomId: string) => void;

/** The one place where the PKs of a server are decided: its clock, its disk, its counts. */
export class Arbiter {
  private readonly context: CohostContext;
  private readonly kept: Kept<PkHall>;
  private readonly alarm: Alarm;
  private readonly invites: Rates;
  private readonly listeners = new Set<PkListener>();
  /** Points that were given and not added yet, by room. */
  private readonly counted = new Map<string, Counted>();
  private countTimer: NodeJS.Timeout | null = null;

  private readonly isApp: (roomId: string) => boolean;

  private constructor(context: CohostContext, first: PkHall, isApp: (roomId: string) => boolean) {
    this.isApp = isApp;
    const { limits, database, clock, log } = context;
    this.context = context;
    this.alarm = new Alarm(clock, () => this.look());
    this.invites = new Rates(limits.inviteBurst, limits.invitesPerSecond, 2_000);
    this.kept = new Kept(first, {
      shelf: shelfOf(database, NAME),
      textOf: (hall) => JSON.stringify(forDisk(hall)),
      onShown: (hall, before) => this.tell(hall, before),
      patienceMs: limits.pointsEveryMs,
      log,
    });
    // A server that is killed at once does not begin with the same number again.
    if (first.pks.length > 0) this.change({ ...first, rev: first.rev + 1 });
    // What was on disk and perhaps not said.
    for (const pk of first.pks) this.report(pk, 0);
  }

  /**
   * Goes on from what is on disk. Studios are away until they come back.
   * @param isApp true for a room that no studio has come to
   */
  static async open(
    context: CohostContext,
    isApp: (roomId: string) => boolean = () => false,
  ): Promise<Arbiter> {
    const text = await shelfOf(context.database, NAME).read();
    const stored = readState<PkHall>(text, ['rev', 'pks', 'endedAtMs', 'answered']);
    const nowMs = context.clock.now();
    const hall = stored ? restored(stored, context, nowMs) : newHall(nowMs);
    return new Arbiter(context, hall, isApp);
  }

  /** Of the newest that is on disk. */
  snapshot(roomId: string): PkSnapshot {
    return snapshotOf(this.kept.shown, roomId);
  }

  view(roomId: string): PkView | null {
    return pkViewOf(this.snapshot(roomId).pk, roomId, this.context.clock.now());
  }

  onChanged(listener: PkListener): void {
    this.listeners.add(listener);
  }

  /** All PKs that are shown to somebody. */
  get shown(): readonly Pk[] {
    return this.kept.shown.pks;
  }

  /** True for two rooms whose anchors see each other, or are about to. */
  areConnected(roomId: string, other: string): boolean {
    const pk = openPkOf(this.kept.shown, roomId);
    if (!pk || pk.phase === 'inviting' || roomId === other) return false;
    return membersIn(pk).some((it) => it.roomId === other);
  }

  /** Resolves with the answer when what it changed is on disk. */
  async command(roomId: string, id: string, command: PkCommand): Promise<PkRefusal | null> {
    const nowMs = this.context.clock.now();
    if (command.do === 'invite' && this.invites.take(roomId, 1, nowMs) === 0) return 'BUSY';
    this.drain();
    const decided = decide(this.kept.state, roomId, id, command, {
      nowMs,
      room: (other) => this.roomOf(other, roomId),
      newId: this.context.newId,
    });
    this.change(decided.hall);
    await this.kept.settled();
    return decided.refused;
  }

  /** The studio of a room is connected, or is not any more. */
  heard(roomId: string, isHeard: boolean): void {
    this.drain();
    const change = isHeard ? back : gone;
    this.change(change(this.kept.state, roomId, this.context.clock.now()));
  }

  closeRoom(roomId: string): void {
    this.drain();
    this.change(closed(this.kept.state, roomId, this.context.clock.now()));
  }

  /** Counts a gift that the chat has written, or hearts that it has taken. */
  count(roomId: string, what: { readonly points?: number; readonly likes?: number }): void {
    if (openPkOf(this.kept.state, roomId)?.phase !== 'running') return;
    const counted = this.counted.get(roomId) ?? { points: 0, likes: 0, atMs: 0 };
    counted.points += what.points ?? 0;
    counted.likes += what.likes ?? 0;
    counted.atMs = this.context.clock.now();
    this.counted.set(roomId, counted);
    this.countTimer ??= setTimeout(() => {
      this.countTimer = null;
      this.drain();
    }, this.context.limits.pointsEveryMs);
  }

  /** Resolves when everything that was decided is on disk. */
  settled(): Promise<void> {
    return this.kept.settled();
  }

  async close(): Promise<void> {
    this.drain();
    if (this.countTimer) clearTimeout(this.countTimer);
    this.alarm.set(null);
    await this.kept.close();
  }

  /** Adds what was given, at the time it was given: a deadline since then does not take it away. */
  private drain(): void {
    let hall = this.kept.state;
    for (const [roomId, { points, likes, atMs }] of this.counted) {
      const likePoints = openPkOf(hall, roomId)?.rules.likePoints ?? 0;
      hall = addPoints(hall, roomId, points + likes * likePoints, atMs);
    }
    this.counted.clear();
    if (hall !== this.kept.state) this.change(hall, true);
  }

  private look(): void {
    this.drain();
    this.change(tick(this.kept.state, this.context.clock.now()));
  }

  /** @param isPoints nothing but points has changed */
  private change(hall: PkHall, isPoints = false): void {
    const isPatient = isPoints && phasesOf(hall) === phasesOf(this.kept.state);
    this.kept.set(pruned(hall), isPatient);
    this.alarm.set(nextTickAtMs(this.kept.state));
  }

  private roomOf(roomId: string, asker: string): PkRoom | undefined {
    const room = this.context.rooms.room(roomId);
    if (room?.state !== 'active') return undefined;
    const { visibility, openToPk } = room.info;
    // Nobody learns that there is such a room, unless it says so itself.
    if (visibility === 'private' && !openToPk && roomId !== asker) return undefined;
    const { ownerId: userId, ownerName: name, ownerAvatar: avatar } = room;
    const push = this.isApp(roomId) ? { push: true } : {};
    return { roomId, userId, name, avatar, openToPk, ...push };
  }

  private tell(hall: PkHall, before: PkHall): void {
    const known = new Map(before.pks.map((pk) => [pk.id, pk]));
    const rooms = new Set(
      [...before.pks, ...hall.pks].flatMap((pk) => pk.members.map(({ roomId }) => roomId)),
    );
    for (const roomId of rooms) {
      if (snapshotOf(hall, roomId).pk === snapshotOf(before, roomId).pk) continue;
      for (const listener of this.listeners) listener(roomId);
      this.context.chat.pkChanged(roomId);
    }
    for (const pk of hall.pks) this.report(pk, known.get(pk.id)?.results.length ?? 0);
  }

  /** Says in the rooms how rounds have ended; each is said once, whoever asks how often. */
  private report(pk: Pk, from: number): void {
    for (const { round, winners, points } of pk.results.slice(from)) {
      const members = pk.members
        .filter(({ roomId, answer }) => answer === 'accepted' && roomId in points)
        .map(({ roomId, name, out }) => ({
          ...{ roomId, name, points: points[roomId] ?? 0 },
          out: out !== null,
        }));
      const record: PkRound = { pkId: pk.id, round, winners: [...winners], members };
      for (const { roomId } of members)
        this.context.chat
          .pkResult(roomId, record, [saveRound(roomId, record, Date.now())])
          .catch((error: Error) => this.context.log(`cohost: a result: ${error.message}`));
    }
  }
}

function restored(stored: PkHall, { rooms }: CohostContext, nowMs: number): PkHall {
  // However long it was down, everybody has their time anew to come back.
  const pks = stored.pks.map((pk) =>
    pk.phase === 'ended'
      ? pk
      : { ...pk, blindAtMs: null, members: pk.members.map((it) => ({ ...it, lostAtMs: null })) },
  );
  let hall: PkHall = { ...stored, pks, rev: Math.max(nowMs, stored.rev + REV_LEAP) };
  for (const pk of stored.pks)
    for (const { roomId } of pk.phase === 'ended' ? [] : membersIn(pk))
      hall = (rooms.room(roomId) ? gone : closed)(hall, roomId, nowMs);
  return hall;
}

const phasesOf = ({ pks }: PkHall): string =>
  pks.map(({ phase, round, members }) => `${phase} ${round} ${membersOut(members)}`).join();
const membersOut = (members: Pk['members']): string =>
  members.map(({ out, lostAtMs }) => `${out} ${lostAtMs}`).join();

/** Of those that have ended only such as a room is still shown. */
function pruned(hall: PkHall): PkHall {
  const isShown = (pk: Pk) =>
    pk.phase !== 'ended' ||
    pk.members.some(({ roomId }) => hall.pks.findLast((it) => memberOf(it, roomId)) === pk);
  return hall.pks.every(isShown) ? hall : { ...hall, pks: hall.pks.filter(isShown) };
}

/** Answers are kept for those who have a PK to speak of. */
function forDisk(hall: PkHall): PkHall {
  const rooms = new Set(hall.pks.flatMap(({ members }) => members.map(({ roomId }) => roomId)));
  const answered = Object.entries(hall.answered).filter(([roomId]) => rooms.has(roomId));
  return { ...hall, answered: Object.fromEntries(answered) };
}
