import { membersIn, type Pk, type PkMember, pkLimits, remainingMs } from './pk.ts';
import { beginRound, decideRound, endPk } from './round.ts';

/**
 * Brings a PK to `nowMs` of the server's clock: every deadline that has passed takes effect at its own
 * time, in order, however late this is called. Called before and after every command.
 */
export function advance(pk: Pk, nowMs: number): Pk {
  let now = settled(pk, nowMs);
  for (let due = dueAtMs(now); due !== null && due <= nowMs; due = dueAtMs(now))
    now = settled(atDeadline(now, due), due);
  return now;
}

/** When something happens by itself, ms of the server's clock; null for never. */
export function dueAtMs(pk: Pk): number | null {
  if (pk.phase === 'ended') return null;
  const lost = membersIn(pk).flatMap(({ lostAtMs }) => (lostAtMs === null ? [] : [lostAtMs]));
  const blind = pk.blindAtMs === null || !endsWhenBlind(pk) ? [] : [pk.blindAtMs];
  const waits = [...lost, ...blind].map((since) => since + pkLimits.lostMs);
  const all = pk.endsAtMs === null ? waits : [...waits, pk.endsAtMs];
  return all.length > 0 ? Math.min(...all) : null;
}

/** While it is `connecting` the phase's own end counts; a penalty goes on without pictures. */
const endsWhenBlind = ({ phase }: Pk) => phase === 'ready' || phase === 'running';

function atDeadline(pk: Pk, nowMs: number): Pk {
  const isLost = ({ out, lostAtMs }: PkMember) =>
    !out && lostAtMs !== null && nowMs - lostAtMs >= pkLimits.lostMs;
  if (pk.members.some(isLost))
    return {
      ...pk,
      // Those who stay see somebody less: they get their time anew to say so.
      blindAtMs: null,
      members: pk.members.map((it) => (isLost(it) ? { ...it, out: 'lost' } : it)),
    };
  if (endsWhenBlind(pk) && pk.blindAtMs !== null && nowMs - pk.blindAtMs >= pkLimits.lostMs)
    return pk.phase === 'running' ? decideRound(pk, nowMs) : endPk(pk, 'noMedia');
  switch (pk.phase) {
    case 'inviting':
      return {
        ...pk,
        members: pk.members.map((it) =>
          !it.out && it.answer === 'waiting' ? { ...it, out: 'timeout' } : it,
        ),
      };
    case 'connecting':
      return endPk(pk, 'noMedia');
    case 'running':
      return decideRound(pk, nowMs);
    case 'settling':
      return endPk(pk, 'finished');
    default:
      return pk;
  }
}

/** What follows at once from who is in, who has answered and who sees whom. */
function settled(before: Pk, nowMs: number): Pk {
  const pk = withSight(before, nowMs);
  if (pk.phase === 'ended') return pk;
  const inIt = membersIn(pk);
  if (inIt.length < 2) return tooFew(pk, nowMs);
  const allSee = pk.blindAtMs === null;
  switch (pk.phase) {
    case 'inviting':
      return inIt.every(({ answer }) => answer === 'accepted')
        ? settled({ ...pk, phase: 'connecting', endsAtMs: nowMs + pkLimits.connectMs }, nowMs)
        : pk;
    case 'connecting':
      return allSee ? { ...pk, phase: 'ready', endsAtMs: null } : pk;
    case 'settling':
      return allSee && inIt.every(({ rematch }) => rematch) ? beginRound(pk, nowMs) : pk;
    default:
      return pk;
  }
}

/** Keeps the time since somebody sees nothing, and holds the clock of a round meanwhile. */
function withSight(pk: Pk, nowMs: number): Pk {
  if (pk.phase === 'inviting' || pk.phase === 'ended') return pk;
  const blind = membersIn(pk).some(({ sees, lostAtMs }) => !sees || lostAtMs !== null);
  const blindAtMs = blind ? (pk.blindAtMs ?? nowMs) : null;
  if (pk.phase !== 'running') return { ...pk, blindAtMs };
  if (blind && pk.pausedMs === null)
    return { ...pk, blindAtMs, pausedMs: remainingMs(pk, nowMs), endsAtMs: null };
  if (!blind && pk.pausedMs !== null)
    return { ...pk, blindAtMs, endsAtMs: nowMs + pk.pausedMs, pausedMs: null };
  return { ...pk, blindAtMs };
}

function tooFew(pk: Pk, nowMs: number): Pk {
  if (pk.phase === 'running') return decideRound(pk, nowMs);
  // A round that was just decided because one is left has its penalty, and ends with it.
  if (pk.phase === 'settling')
    return pk.results.at(-1)?.by === 'forfeit' && membersIn(pk).length === 1
      ? pk
      : endPk(pk, 'finished');
  if (pk.phase === 'inviting' && !membersIn(pk).some(({ roomId }) => roomId === pk.inviter))
    return endPk(pk, 'cancelled');
  const last = pk.members.findLast(({ out, roomId }) => out && roomId !== pk.inviter)?.out;
  const own = pk.members.find(({ roomId }) => roomId === pk.inviter)?.out;
  return endPk(pk, last ?? own ?? 'left');
}
