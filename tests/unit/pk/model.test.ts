import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PkCommand } from '../../../common/pk/commands.ts';
import type { Pk } from '../../../common/pk/pk.ts';
import { Agreement } from './agreement.ts';
import { World } from './world.ts';

/** `npm run models` makes 100,000 runs. */
const RUNS = Number(process.env.MODEL_RUNS ?? 1_500);
const rooms = ['a', 'b', 'c', 'd'];

/** What fast-check's model knows: the watcher, which remembers everything that was ever told. */
type Model = { readonly agreement: Agreement };
type Step = fc.Command<Model, World>;

/** How often each phase was reached, so that the runs are known to go everywhere. */
const reached = new Map<string, number>();

const step = (name: string, run: (world: World) => void): Step => ({
  check: () => true,
  run: ({ agreement }, world) => {
    run(world);
    agreement.check(world);
    for (const { phase, results, pausedMs } of world.hall.pks) {
      const seen = [
        phase,
        ...(pausedMs === null ? [] : ['paused']),
        ...results.map(({ by }) => by),
      ];
      for (const it of seen) reached.set(it, (reached.get(it) ?? 0) + 1);
      if (results.length > 1) reached.set('rematch', (reached.get('rematch') ?? 0) + 1);
    }
  },
  toString: () => name,
});

const room = fc.constantFrom(...rooms);
const at = fc.nat({ max: 20 });
const onLetter = (name: string, run: (world: World, at: number) => void) =>
  at.map((it) =>
    step(`${name} ${it}`, (world) => {
      if (world.letters.length > 0) run(world, it);
    }),
  );

/** What a person does at a studio: with the PK that the studio shows, which may be an old one. */
const asks = fc
  .record({
    who: room,
    what: fc.constantFrom<PkCommand['do']>(
      ...([
        'invite',
        'accept',
        'accept',
        'accept',
        'decline',
        'cancel',
        'sees',
        'sees',
        'sees',
      ] as const),
      ...(['start', 'start', 'rematch', 'leave', 'readiness'] as const),
    ),
    others: fc.uniqueArray(room, { minLength: 1, maxLength: 3 }),
    yes: fc.integer({ min: 0, max: 5 }).map((it) => it > 0),
  })
  .map(({ who, what, others, yes }) =>
    step(`${who} ${what} ${what === 'invite' ? others : yes}`, (world) => {
      const command = commandOf(what, others, yes, world.client(who).seen?.pk ?? null);
      if (command) world.ask(who, command);
    }),
  );

function commandOf(
  what: PkCommand['do'],
  others: string[],
  yes: boolean,
  pk: Pk | null,
): PkCommand | null {
  if (what === 'invite')
    return {
      do: what,
      rooms: others,
      rules: { roundSeconds: 30, penaltySeconds: yes ? 10 : 0, likePoints: 1 },
    };
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
      return {
        do: what,
        pkId,
        readiness: {
          headroomKbps: 2_000,
          loudnessLufs: -20,
          clockOffsetMs: 3,
          width: 1280,
          height: 720,
        },
      };
    default:
      return { do: what, pkId };
  }
}

/** Takes a PK of two some way, so that the cruel steps meet it in every phase. */
const begun = fc.record({
  others: fc.uniqueArray(fc.constantFrom('b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
  far: fc.nat({ max: 6 }),
});
const calm = (world: World) => {
  while (world.letters.length > 0) world.deliver(0);
};
function begin(world: World, others: readonly string[], far: number): void {
  const all = ['a', ...others];
  const inTurn = [
    () =>
      world.ask('a', {
        do: 'invite',
        rooms: [...others],
        rules: { roundSeconds: 30, penaltySeconds: 10, likePoints: 1 },
      }),
    () => {
      for (const it of others) world.ask(it, { do: 'accept', pkId: idAt(world, it) });
    },
    () => {
      for (const it of all) world.ask(it, { do: 'sees', pkId: idAt(world, it), sees: true });
    },
    () => world.ask('a', { do: 'start', pkId: idAt(world, 'a') }),
    () => world.wait(30_000),
    () => {
      for (const it of all) world.ask(it, { do: 'rematch', pkId: idAt(world, it), round: 1 });
    },
  ];
  for (const run of inTurn.slice(0, far)) {
    run();
    calm(world);
  }
}
const idAt = (world: World, who: string) => world.client(who).seen?.pk?.id ?? 'none';

const steps = [
  asks,
  asks,
  onLetter('deliver', (world, it) => world.deliver(it)),
  onLetter('deliver', (world, it) => world.deliver(it)),
  fc.constant(step('deliver all', calm)),
  onLetter('lose', (world, it) => world.lose(it)),
  onLetter('double', (world, it) => world.double(it)),
  fc
    .constantFrom(1, 500, 1_500, 9_999, 21_000, 31_000)
    .map((ms) => step(`wait ${ms}`, (world) => world.wait(ms))),
  room.map((it) => step(`cut ${it}`, (world) => world.cut(it))),
  room.map((it) => step(`join ${it}`, (world) => world.join(it))),
  room.map((it) => step(`restart ${it}`, (world) => world.restart(it))),
  fc
    .record({ it: room, points: fc.integer({ min: 1, max: 9 }) })
    .map(({ it, points }) => step(`${points} for ${it}`, (world) => world.points(it, points))),
  fc
    .integer({ min: 0, max: 9 })
    .map((it) =>
      it === 0
        ? step('the server is killed', (world) => world.restartServer())
        : step('-', () => {}),
    ),
  fc
    .record({ it: room, often: fc.nat({ max: 9 }) })
    .map(({ it, often }) =>
      often === 0 ? step(`close ${it}`, (world) => world.close(it)) : step('-', () => {}),
    ),
];

it(`no two sides ever disagree, in ${RUNS} runs of letters lost, doubled, late and of restarts`, () => {
  fc.assert(
    fc.property(begun, fc.commands(steps, { maxCommands: 60 }), ({ others, far }, commands) => {
      const world = new World(rooms);
      const agreement = new Agreement();
      begin(world, others, far);
      fc.modelRun(() => ({ model: { agreement }, real: world }), commands);
      world.heal();
      agreement.checkHealed(world);
    }),
    { numRuns: RUNS },
  );
  // The runs went everywhere.
  const everywhere = ['inviting', 'connecting', 'ready', 'running', 'paused', 'settling', 'ended'];
  for (const it of [...everywhere, 'score', 'forfeit', 'rematch'])
    expect(reached.get(it) ?? 0, `${it} in ${JSON.stringify([...reached])}`).toBeGreaterThan(0);
}, 3_600_000);
