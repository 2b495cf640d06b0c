import { membersIn, type Pk, type PkEnd, type PkResult } from './pk.ts';

/** A round begins: everyone at 0 points, the clock full. */
export const beginRound = (pk: Pk, nowMs: number): Pk => ({
  ...pk,
  phase: 'running',
  round: pk.round + 1,
  members: pk.members.map((it) => ({ ...it, points: 0, rematch: false })),
  endsAtMs: nowMs + pk.rules.roundSeconds * 1_000,
  pausedMs: null,
});

/** A round is decided by those who are still in, and the penalty begins. The result is never changed after. */
export const decideRound = (pk: Pk, nowMs: number): Pk => {
  const result = resultOf(pk);
  return {
    ...pk,
    phase: 'settling',
    results: [...pk.results, result],
    endsAtMs: nowMs + pk.rules.penaltySeconds * 1_000,
    pausedMs: null,
  };
};

/** Over for good; what it was stays to be seen. */
export const endPk = (pk: Pk, ended: PkEnd): Pk => ({
  ...pk,
  phase: 'ended',
  ended,
  endsAtMs: null,
  pausedMs: null,
  blindAtMs: null,
});

function resultOf(pk: Pk): PkResult {
  const inIt = membersIn(pk);
  const most = Math.max(...inIt.map(({ points }) => points));
  return {
    round: pk.round,
    by: inIt.length > 1 ? 'score' : 'forfeit',
    winners: inIt.filter(({ points }) => points === most).map(({ roomId }) => roomId),
    points: Object.fromEntries(pk.members.map(({ roomId, points }) => [roomId, points])),
  };
}
