import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PkCommand } from '../../../common/pk/commands.ts';
import { addPoints, closed } from '../../../common/pk/hall.ts';
import type { Pk } from '../../../common/pk/pk.ts';
import { cruelSteps, modelRuns } from '../sync/steps.ts';
import { newPkWorld, PkWatcher, type PkWorld, rooms, roundOf } from './rules.ts';

const RUNS = modelRuns(300);
const rules = { roundSeconds: 30, penaltySeconds: 10, likePoints: 1 };
const readiness = {
  ...{ headroomKbps: 2_000, loudnessLufs: -20, clockOffsetMs: 3, width: 1280, height: 720 },
};

/** How often each state was reached, so that the runs are known to go everywhere. */
const reached = new Map<string, number>();

const step = (name: string, run: (world: PkWorld, watcher: PkWatcher) => void) => ({
  check: () => true,
  run: (model: object, world: PkWorld) => {
    const watcher = model as PkWatcher;
    run(world, watcher);
    watcher.check(world);
    for (const { phase, results, pausedMs } of world.state.pks) {
      const states: string[] = [phase, ...results.map(({ by }) => by)];
      if (pausedMs !== null) states.push('paused');
      if (results.length > 1) states.push('rematch');
      for (const it of states) reached.set(it, (reached.get(it) ?? 0) + 1);
    }
  },
  toString: () => name,
});

const room = fc.constantFrom(...rooms);
const deeds = [
  ...(['invite', 'accept', 'accept', 'accept', 'decline', 'cancel', 'sees', 'sees'] as const),
  ...(['sees', 'start', 'start', 'rematch', 'leave', 'readiness'] as const),
];

/** What a person does at a studio: to the PK that the studio shows, which may be an old one. */
const asks = fc
  .record({
    who: room,
    what: fc.constantFrom<PkCommand['do']>(...deeds),
    others: fc.uniqueArray(room, { minLength: 1, maxLength: 3 }),
    yes: fc.nat({ max: 5 }).map((it) => it > 0),
  })
  .map(({ who, what, others, yes }) =>
    step(`${who} ${what} ${what === 'invite' ? others : yes}`, (world) => {
      const command = commandOf(what, others, yes, world.client(who).seen?.pk ?? null);
      if (command) world.ask(who, command);
    }),
  );

function commandOf(
  what: PkCommand['do'],
  others: readonly string[],
  yes: boolean,
  pk: Pk | null,
): PkCommand | null {
  if (what === 'invite') {
    const penaltySeconds = yes ? rules.penaltySeconds : 0;
    return { do: what, rooms: [...others], rules: { ...rules, penaltySeconds } };
  }
  if (!pk) return null;
  const pkId = pk.id;
  switch (what) {
    case 'decline':
      return { do: what, pkId, busy: yes };
    case 'sees':
      return { do: what, pkId, sees: yes };
    case 'rematch':
      return { do: what, pkId, round: Math.max(1, pk.round) };
    case 'readiness':
      return { do: what, pkId, readiness };
    default:
      return { do: what, pkId };
  }
}

/** Takes a PK of a and some others so far, that the cruel steps meet it in every phase. */
function begin(world: PkWorld, others: readonly string[], far: number): void {
  const all = ['a', ...others];
  const idAt = (who: string) => world.client(who).seen?.pk?.id ?? 'none';
  const everyone = (names: readonly string[], command: (pkId: string) => PkCommand) => {
    for (const it of names) world.ask(it, command(idAt(it)));
  };
  const stages = [
    () => world.ask('a', { do: 'invite', rooms: [...others], rules }),
    () => everyone(others, (pkId) => ({ do: 'accept', pkId })),
    () => everyone(all, (pkId) => ({ do: 'sees', pkId, sees: true })),
    () => everyone(['a'], (pkId) => ({ do: 'start', pkId })),
    () => world.wait(rules.roundSeconds * 1_000),
    () => everyone(all, (pkId) => ({ do: 'rematch', pkId, round: 1 })),
  ];
  for (const stage of stages.slice(0, far)) {
    stage();
    world.deliverAll();
  }
}

const steps = [
  asks,
  asks,
  ...cruelSteps(rooms, step),
  fc.record({ it: room, points: fc.integer({ min: 1, max: 9 }) }).map(({ it, points }) =>
    step(`${points} for ${it}`, (world, { given }) => {
      const round = roundOf(world, it);
      world.become(addPoints(world.state, it, points, world.nowMs));
      if (!round) return;
      const key = `${round.id} ${round.round} ${it}`;
      given.set(key, (given.get(key) ?? 0) + points);
    }),
  ),
  fc.record({ it: room, rarely: fc.nat({ max: 9 }) }).map(({ it, rarely }) =>
    step(rarely === 0 ? `close ${it}` : '-', (world) => {
      if (rarely === 0) world.become(closed(world.state, it, world.nowMs));
    }),
  ),
];

it(`two studios never disagree, in ${RUNS} runs of letters lost, doubled, late, and of restarts`, () => {
  const others = fc.uniqueArray(fc.constantFrom('b', 'c', 'd'), { minLength: 1, maxLength: 3 });
  const far = fc.nat({ max: 6 });
  fc.assert(
    fc.property(
      others,
      far,
      fc.commands(steps, { maxCommands: 60, size: 'max' }),
      (invited, stages, commands) => {
        const world = newPkWorld();
        const watcher = new PkWatcher();
        begin(world, invited, stages);
        fc.modelRun(() => ({ model: watcher, real: world }), commands);
        world.heal();
        watcher.check(world);
        watcher.sync.checkHealed(world);
      },
    ),
    { numRuns: RUNS },
  );
  if (RUNS < 300) return;
  const everywhere = ['inviting', 'connecting', 'ready', 'running', 'paused', 'settling', 'ended'];
  for (const it of [...everywhere, 'score', 'forfeit', 'rematch'])
    expect(reached.get(it) ?? 0, `${it} in ${JSON.stringify([...reached])}`).toBeGreaterThan(0);
}, 7_200_000);
