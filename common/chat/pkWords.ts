import type { PkRound } from './message.ts';

/** How a round ended, for a sentence: who won, where one did, and `5 : 3` in the order of the members. */
export function pkOutcome({ members, winners }: PkRound): {
  /** Empty for a draw. */
  readonly winner: string;
  readonly score: string;
} {
  const [first, ...others] = winners;
  const winner = others.length > 0 ? undefined : members.find(({ roomId }) => roomId === first);
  return {
    winner: winner?.name ?? '',
    score: members.map(({ name, points }) => `${name} ${points}`).join(' : '),
  };
}
