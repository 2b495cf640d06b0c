import type { CohostStage } from '../../../common/cohost/desk.ts';
import type { PkPhase } from '../../../common/pk/pk.ts';
import type { Arbiter } from './arbiter.ts';
import type { Desks } from './desks.ts';

/** Counts for `/metrics`; all of a kind are named, also such as there are none of. */
export type CohostFigures = {
  readonly connections: number;
  readonly desks: number;
  readonly people: Readonly<Record<CohostStage, number>>;
  readonly pks: Readonly<Record<Exclude<PkPhase, 'ended'>, number>>;
  /** Since the start, by error code; `GATE` for connections that were turned away before a join. */
  readonly refusedJoins: Readonly<Record<string, number>>;
};

export const noCohostFigures: CohostFigures = {
  ...{ connections: 0, desks: 0 },
  people: { asking: 0, invited: 0, joining: 0, green: 0, air: 0 },
  pks: { inviting: 0, connecting: 0, ready: 0, running: 0, settling: 0 },
  refusedJoins: {},
};

/** Counts desks, people at them and PKs that have not ended. */
export function countsOf(
  desks: Pick<Desks, 'all'>,
  arbiter: Pick<Arbiter, 'shown'>,
): Pick<CohostFigures, 'desks' | 'people' | 'pks'> {
  const people = { ...noCohostFigures.people };
  const pks = { ...noCohostFigures.pks };
  let open = 0;
  for (const { desk } of desks.all) {
    open++;
    for (const { stage } of desk.people) people[stage]++;
  }
  for (const { phase } of arbiter.shown) if (phase !== 'ended') pks[phase]++;
  return { desks: open, people, pks };
}
