import { type Answered, answerTo, withAnswer } from '../sync/answered.ts';
import { advance, dueAtMs } from './advance.ts';
import type { PkCommand, PkRefusal, PkRoom } from './commands.ts';
import { memberOf, membersIn, type Pk, type PkMember, pkLimits } from './pk.ts';
import { beginRound, endPk } from './round.ts';

/**
 * All PKs of one server: its only truth of them. Ids and times are the server's; a studio is given
 * snapshots and sends commands, which may come late, twice and in any order.
 */
export type PkHall = {
  /** Grows with every change; a snapshot with a greater one is newer. */
  readonly rev: number;
  /** Open ones, and those that ended lately, oldest first. */
  readonly pks: readonly Pk[];
  readonly endedAtMs: Readonly<Record<string, number>>;
  readonly answered: Answered<PkRefusal>;
};

/** What one room is shown. */
export type PkSnapshot = {
  readonly rev: number;
  /** The PK the room is in, else its last, else null. */
  readonly pk: Pk | null;
};

/** What a command or an event of the server's needs to know. */
export type PkContext = {
  /** Of the server's clock, which never goes back. */
  readonly nowMs: number;
  /** Rooms on air, by their id. */
  readonly room: (roomId: string) => PkRoom | undefined;
  /** For a PK that is made now; never used twice. */
  readonly newId: () => string;
};

export type PkDecision = { readonly hall: PkHall; readonly refused: PkRefusal | null };

/** An ended PK is shown so long, ms. */
const ENDED_KEPT_MS = 120_000;

/**
 * A server without PKs.
 * @param rev greater than any that this server gave before; the time will do
 */
export const newHall = (rev: number): PkHall => ({ rev, pks: [], endedAtMs: {}, answered: {} });

/** The PK a room is in, also one it is invited to. */
export const openPkOf = (hall: PkHall, roomId: string): Pk | undefined =>
  hall.pks.find(
    (pk) => pk.phase !== 'ended' && membersIn(pk).some((member) => member.roomId === roomId),
  );

export const snapshotOf = (hall: PkHall, roomId: string): PkSnapshot => ({
  rev: hall.rev,
  pk: openPkOf(hall, roomId) ?? hall.pks.findLast((pk) => memberOf(pk, roomId)) ?? null,
});

/** Does a command of a room once, however often it comes, and says why it was not done. */
export function decide(
  before: PkHall,
  from: string,
  commandId: string,
  command: PkCommand,
  context: PkContext,
): PkDecision {
  const hall = tick(before, context.nowMs);
  const earlier = answerTo(hall.answered, from, commandId);
  if (earlier) return { hall, refused: earlier.refused };
  const done =
    command.do === 'invite'
      ? invite(hall, from, command, context)
      : act(hall, from, command, context);
  const answered = withAnswer(hall.answered, from, commandId, done.refused);
  return { hall: { ...tick(done.hall, context.nowMs), answered }, refused: done.refused };
}

/** Every deadline that has passed takes effect. */
export function tick(hall: PkHall, nowMs: number): PkHall {
  const pks = hall.pks.map((pk) => (pk.phase === 'ended' ? pk : same(pk, advance(pk, nowMs))));
  return changed(hall, pks, nowMs);
}

/** When `tick` is due next, ms of the server's clock; null for never. */
export function nextTickAtMs(hall: PkHall): number | null {
  const dues = hall.pks.flatMap((pk) => {
    const due = pk.phase === 'ended' ? (hall.endedAtMs[pk.id] ?? 0) + ENDED_KEPT_MS : dueAtMs(pk);
    return due === null ? [] : [due];
  });
  return dues.length > 0 ? Math.min(...dues) : null;
}

/** Points of a gift or a like, counted by the server itself. Nothing outside a round. */
export const addPoints = (hall: PkHall, roomId: string, points: number, nowMs: number): PkHall =>
  ofRoom(hall, roomId, nowMs, (pk) =>
    pk.phase === 'running' ? withMember(pk, roomId, (it) => ({ points: it.points + points })) : pk,
  );

/** The server does not hear a room's studio any more. */
export const gone = (hall: PkHall, roomId: string, nowMs: number): PkHall =>
  ofRoom(hall, roomId, nowMs, (pk) =>
    withMember(pk, roomId, (it) => ({ lostAtMs: it.lostAtMs ?? nowMs, sees: false })),
  );

/** It is heard again. What it sees it says itself. */
export const back = (hall: PkHall, roomId: string, nowMs: number): PkHall =>
  ofRoom(hall, roomId, nowMs, (pk) => withMember(pk, roomId, () => ({ lostAtMs: null })));

/** Its room is closed. */
export const closed = (hall: PkHall, roomId: string, nowMs: number): PkHall =>
  ofRoom(hall, roomId, nowMs, (pk) => withMember(pk, roomId, () => ({ out: 'left' })));

type Invite = Extract<PkCommand, { do: 'invite' }>;

function invite(
  hall: PkHall,
  from: string,
  { rooms, rules }: Invite,
  context: PkContext,
): PkDecision {
  const no = (refused: PkRefusal) => ({ hall, refused });
  const inviter = context.room(from);
  if (!inviter) return no('NO_ROOM');
  if (openPkOf(hall, from)) return no('IN_PK');
  if (new Set([from, ...rooms]).size !== rooms.length + 1) return no('INVALID');
  const invited = rooms.map(context.room);
  if (invited.some((room) => !room)) return no('NO_ROOM');
  if (invited.some((room) => !room?.openToPk) || rooms.some((id) => openPkOf(hall, id)))
    return no('BUSY');
  const pk: Pk = {
    id: context.newId(),
    inviter: from,
    rules,
    phase: 'inviting',
    members: [
      member(inviter, 'accepted'),
      ...invited.flatMap((it) => (it ? [member(it, 'waiting')] : [])),
    ],
    round: 0,
    endsAtMs: context.nowMs + pkLimits.invitationMs,
    pausedMs: null,
    blindAtMs: null,
    results: [],
    ended: null,
  };
  return { hall: changed(hall, [...hall.pks, pk], context.nowMs), refused: null };
}

function act(
  hall: PkHall,
  from: string,
  command: Exclude<PkCommand, Invite>,
  { nowMs }: PkContext,
): PkDecision {
  const no = (refused: PkRefusal) => ({ hall, refused });
  const pk = hall.pks.find(({ id }) => id === command.pkId);
  const own = pk && memberOf(pk, from);
  if (!pk || !own || own.out) return no('NO_PK');
  const next = after(pk, own, command, nowMs);
  if (typeof next === 'string') return no(next);
  return { hall: replaced(hall, next, nowMs), refused: null };
}

/** The PK after a command of one of its members, or why not. */
function after(
  pk: Pk,
  own: PkMember,
  command: Exclude<PkCommand, Invite>,
  nowMs: number,
): Pk | PkRefusal {
  const set = (change: Partial<PkMember>) => withMember(pk, own.roomId, () => change);
  const { phase } = pk;
  if (phase === 'ended') return 'WRONG_PHASE';
  switch (command.do) {
    case 'cancel':
      if (own.roomId !== pk.inviter) return 'NOT_INVITER';
      return phase === 'inviting' ? endPk(pk, 'cancelled') : 'WRONG_PHASE';
    case 'accept':
      return phase === 'inviting' ? set({ answer: 'accepted' }) : 'WRONG_PHASE';
    case 'decline':
      return phase === 'inviting' && own.answer === 'waiting'
        ? set({ out: command.busy ? 'busy' : 'declined' })
        : 'WRONG_PHASE';
    case 'readiness':
      return set({ readiness: command.readiness });
    case 'sees':
      return phase === 'inviting' ? 'WRONG_PHASE' : set({ sees: command.sees });
    case 'start':
      if (membersIn(pk)[0]?.roomId !== own.roomId) return 'NOT_INVITER';
      return phase === 'ready' && pk.blindAtMs === null ? beginRound(pk, nowMs) : 'WRONG_PHASE';
    case 'rematch':
      return phase === 'settling' && command.round === pk.round && membersIn(pk).length > 1
        ? set({ rematch: true })
        : 'WRONG_PHASE';
    case 'leave':
      return set({ out: 'left' });
  }
}

const member = (
  { roomId, userId, name, avatar, push }: PkRoom,
  answer: PkMember['answer'],
): PkMember => ({
  ...{ roomId, userId, name, avatar, answer },
  ...{ readiness: null, sees: false, lostAtMs: null, out: null, points: 0, rematch: false },
  ...(push ? { push } : {}),
});

const withMember = (pk: Pk, roomId: string, change: (it: PkMember) => Partial<PkMember>): Pk => ({
  ...pk,
  members: pk.members.map((it) => (it.roomId === roomId ? { ...it, ...change(it) } : it)),
});

/** Changes the open PK of a room, if there is one, brought to `nowMs` before. */
function ofRoom(before: PkHall, roomId: string, nowMs: number, change: (pk: Pk) => Pk): PkHall {
  const hall = tick(before, nowMs);
  const pk = openPkOf(hall, roomId);
  return pk ? tick(replaced(hall, change(pk), nowMs), nowMs) : hall;
}

const replaced = (hall: PkHall, next: Pk, nowMs: number): PkHall =>
  changed(
    hall,
    hall.pks.map((pk) => (pk.id === next.id ? same(pk, next) : pk)),
    nowMs,
  );

/** The old object where nothing in it changed, so that nothing is sent for nothing. */
const same = (before: Pk, after: Pk): Pk =>
  JSON.stringify(before) === JSON.stringify(after) ? before : after;

function changed(hall: PkHall, pks: readonly Pk[], nowMs: number): PkHall {
  const endedAtMs: Record<string, number> = {};
  for (const pk of pks) if (pk.phase === 'ended') endedAtMs[pk.id] = hall.endedAtMs[pk.id] ?? nowMs;
  const kept = pks.filter((pk) => nowMs - (endedAtMs[pk.id] ?? nowMs) < ENDED_KEPT_MS);
  const isSame = kept.length === hall.pks.length && kept.every((pk, at) => pk === hall.pks[at]);
  return isSame ? hall : { ...hall, rev: hall.rev + 1, pks: kept, endedAtMs };
}
