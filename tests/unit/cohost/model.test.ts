import fc from 'fast-check';
import { expect, it } from 'vitest';
import { back, decideGuest, decideHost, gone, tick } from '../../../common/cohost/decide.ts';
import {
  type CohostDesk,
  type CohostPerson,
  cohostLimits,
  type DeskSnapshot,
  deskSnapshot,
  type GuestCommand,
  type GuestSnapshot,
  guestSnapshot,
  type HostCommand,
  newDesk,
} from '../../../common/cohost/desk.ts';
import { Agreement } from '../sync/agreement.ts';
import { cruelSteps, modelRuns } from '../sync/steps.ts';
import { World } from '../sync/world.ts';

type Snapshot = DeskSnapshot | GuestSnapshot;
type Command = HostCommand | GuestCommand;
type DeskWorld = World<CohostDesk, Snapshot, Command>;

const RUNS = modelRuns(300);
const guests = ['a', 'b', 'c', 'd', 'e'] as const;
const visitor = (userId: string) => ({ userId, name: userId, avatar: '' });

const newWorld = (): DeskWorld =>
  new World(['host', ...guests], {
    first: newDesk,
    decide: (desk, from, id, command, nowMs, newId) => {
      const context = { nowMs, newTicket: newId };
      const decided =
        from === 'host'
          ? decideHost(desk, from, id, command as HostCommand, visitor, context)
          : decideGuest(desk, visitor(from), id, command as GuestCommand, context);
      return { state: decided.desk, refused: decided.refused };
    },
    tick,
    gone,
    back,
    snapshot: (desk, who) => (who === 'host' ? deskSnapshot(desk) : guestSnapshot(desk, who)),
  });

/** Watches a desk and all who are at it. */
class Watcher {
  readonly sync = new Agreement<CohostDesk, Snapshot, Command>();

  check(world: DeskWorld): void {
    this.sync.check(world);
    const { people, seats, blocked } = world.state;
    const onAir = people.filter(({ stage }) => stage === 'air');
    const taken = onAir.map(({ seat }) => seat);
    if (onAir.length > seats) throw new Error(`${onAir.length} guests on ${seats} seats`);
    if (new Set(taken).size !== taken.length) throw new Error(`two on one seat: ${taken}`);
    if (new Set(people.map(({ userId }) => userId)).size !== people.length)
      throw new Error('somebody is there twice');
    for (const person of people) {
      checkPerson(person, world.nowMs);
      if (person.seat !== null && person.seat > seats) throw new Error(`seat ${person.seat}`);
      if (blocked.some(({ userId }) => userId === person.userId))
        throw new Error(`${person.userId} is blocked and there`);
    }
  }
}

function checkPerson({ userId, stage, seat, endsAtMs, lostAtMs }: CohostPerson, nowMs: number) {
  if ((stage === 'air') !== (seat !== null)) throw new Error(`${userId}: ${stage} on seat ${seat}`);
  if (endsAtMs !== null && endsAtMs <= nowMs) throw new Error(`${userId} overslept`);
  if (lostAtMs !== null && nowMs - lostAtMs >= cohostLimits.lostMs)
    throw new Error(`${userId} is away for too long`);
}

const reached = new Map<string, number>();
const step = (name: string, run: (world: DeskWorld) => void) => ({
  check: () => true,
  run: (model: object, world: DeskWorld) => {
    run(world);
    (model as Watcher).check(world);
    const states = [
      ...world.state.people.map(({ stage }) => stage),
      ...world.state.farewells.map(({ why }) => why),
    ];
    for (const it of states) reached.set(it, (reached.get(it) ?? 0) + 1);
  },
  toString: () => name,
});

/** What the host's studio shows of a guest: an old state, where letters were lost. */
const shownOf = (world: DeskWorld, who: string): CohostPerson | undefined => {
  const { seen } = world.client('host');
  return seen && 'people' in seen ? seen.people.find((it) => it.userId === who) : undefined;
};

const hostDeeds = [
  ...(['accept', 'accept', 'accept', 'decline', 'invite', 'invite', 'uninvite', 'media'] as const),
  ...(['media', 'media', 'air', 'air', 'air', 'green', 'turn', 'kick', 'block'] as const),
  ...(['unblock', 'seats', 'open'] as const),
];
const hostAsks = fc
  .record({
    what: fc.constantFrom<HostCommand['do']>(...hostDeeds),
    who: fc.constantFrom(...guests),
    seat: fc.option(fc.integer({ min: 1, max: 4 })),
    yes: fc.nat({ max: 4 }).map((it) => it > 0),
  })
  .map(({ what, who, seat, yes }) =>
    step(`host ${what} ${who} ${seat} ${yes}`, (world) => {
      const ticket = shownOf(world, who)?.ticket ?? 'none';
      world.ask('host', hostCommand(what, who, ticket, seat, yes));
    }),
  );

function hostCommand(
  what: HostCommand['do'],
  userId: string,
  ticket: string,
  seat: number | null,
  yes: boolean,
): HostCommand {
  switch (what) {
    case 'accept':
      return { do: what, userId, ticket, toAir: yes };
    case 'decline':
      return { do: what, userId, ticket };
    case 'air':
      return { do: what, userId, seat };
    case 'turn':
      return { do: what, userId, track: 'mic', off: yes };
    case 'media':
      return { do: what, userId, up: yes };
    case 'seats':
      return { do: what, seats: seat ?? 2 };
    case 'open':
      return { do: what, open: yes };
    default:
      return { do: what, userId };
  }
}

const guestDeeds = [
  'raise',
  'raise',
  'raise',
  'lower',
  'answer',
  'answer',
  'turn',
  'leave',
] as const;
const guestAsks = fc
  .record({
    who: fc.constantFrom(...guests),
    what: fc.constantFrom<GuestCommand['do']>(...guestDeeds),
    yes: fc.nat({ max: 4 }).map((it) => it > 0),
  })
  .map(({ who, what, yes }) =>
    step(`${who} ${what} ${yes}`, (world) => {
      const { seen } = world.client(who);
      const ticket = (seen && 'me' in seen ? seen.me?.ticket : null) ?? 'none';
      if (what === 'answer') world.ask(who, { do: what, ticket, accept: yes });
      else if (what === 'turn') world.ask(who, { do: what, track: 'camera', off: yes });
      else world.ask(who, { do: what });
    }),
  );

const steps = [hostAsks, hostAsks, guestAsks, guestAsks, ...cruelSteps(['host', ...guests], step)];

/** Brings the first guests so far, that the cruel steps meet everybody somewhere. */
function begin(world: DeskWorld, stages: readonly number[]): void {
  const waysOn: readonly ((who: string) => void)[] = [
    (who) => world.ask(who, { do: 'raise' }),
    (who) =>
      world.ask('host', hostCommand('accept', who, shownOf(world, who)?.ticket ?? '', null, false)),
    (who) => world.ask('host', { do: 'media', userId: who, up: true }),
    (who) => world.ask('host', { do: 'air', userId: who, seat: null }),
  ];
  for (const [at, far] of stages.entries())
    for (const way of waysOn.slice(0, far)) {
      way(guests[at] ?? 'a');
      world.deliverAll();
    }
}

it(`host and guests never disagree, in ${RUNS} runs of letters lost, doubled, late, and of restarts`, () => {
  const far = fc.array(fc.nat({ max: 4 }), { maxLength: guests.length });
  fc.assert(
    fc.property(far, fc.commands(steps, { maxCommands: 80, size: 'max' }), (stages, commands) => {
      const world = newWorld();
      const watcher = new Watcher();
      begin(world, stages);
      fc.modelRun(() => ({ model: watcher, real: world }), commands);
      world.heal();
      watcher.check(world);
      watcher.sync.checkHealed(world);
    }),
    { numRuns: RUNS },
  );
  if (RUNS < 300) return;
  const everywhere = [
    ...['asking', 'invited', 'joining', 'green', 'air', 'declined', 'timeout', 'withdrawn'],
    ...['left', 'lost', 'kicked', 'blocked'],
  ];
  for (const it of everywhere)
    expect(reached.get(it) ?? 0, `${it} in ${JSON.stringify([...reached])}`).toBeGreaterThan(0);
}, 7_200_000);
