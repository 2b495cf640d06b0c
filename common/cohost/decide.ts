import { answerTo, withAnswer } from '../sync/answered.ts';
import {
  type CohostDesk,
  type CohostPerson,
  type CohostRefusal,
  type CohostStage,
  type CohostVisitor,
  type CohostWay,
  cohostLimits,
  type Farewell,
  type GuestCommand,
  type HostCommand,
  personAt,
} from './desk.ts';

export type CohostContext = {
  /** Of the server's clock, which never goes back. */
  readonly nowMs: number;
  /** For a request or an invitation that is made now; never used twice. */
  readonly newTicket: () => string;
};

export type CohostDecision = {
  readonly desk: CohostDesk;
  readonly refused: CohostRefusal | null;
};

/** A desk after a change, or why there is none. */
type Outcome = CohostDesk | CohostRefusal;

/** Does a command of the host once, however often it comes. `visitor` finds people of the room. */
export const decideHost = (
  before: CohostDesk,
  hostId: string,
  commandId: string,
  command: HostCommand,
  visitor: (userId: string) => CohostVisitor | undefined,
  context: CohostContext,
): CohostDecision =>
  once(before, hostId, commandId, context, (desk) =>
    // The host has the desk and is not at it.
    'userId' in command && command.userId === hostId
      ? 'NOT_THERE'
      : ofHost(desk, command, visitor, context),
  );

/** Does a command of a guest, or of a viewer, once. */
export const decideGuest = (
  before: CohostDesk,
  guest: CohostVisitor,
  commandId: string,
  command: GuestCommand,
  context: CohostContext,
): CohostDecision =>
  once(before, guest.userId, commandId, context, (desk) => ofGuest(desk, guest, command, context));

/** Somebody opened a guest link whose token the server has checked. */
export function arrive(
  before: CohostDesk,
  guest: CohostVisitor,
  context: CohostContext,
): CohostDecision {
  const desk = tick(before, context.nowMs);
  const there = personAt(desk, guest.userId);
  const refused = (it: CohostRefusal): CohostDecision => ({ desk, refused: it });
  if (isBlocked(desk, guest.userId)) return refused('BLOCKED');
  if (there && isIn(there))
    return { desk: withPerson(desk, there.userId, { lostAtMs: null }), refused: null };
  // An invitation holds its place already; a raised hand does not.
  if (there?.stage !== 'invited' && greenFull(desk)) return refused('FULL');
  return { desk: admit(desk, guest, 'link', there?.toAir ?? false, context), refused: null };
}

/** Every deadline that has passed takes effect. */
export function tick(desk: CohostDesk, nowMs: number): CohostDesk {
  let now = desk;
  for (const person of desk.people) {
    if (person.lostAtMs !== null && nowMs - person.lostAtMs >= cohostLimits.lostMs)
      now = without(now, person.userId, 'lost');
    else if (person.endsAtMs !== null && nowMs >= person.endsAtMs)
      now = without(now, person.userId, 'timeout');
  }
  return now;
}

/** When `tick` is due next, ms of the server's clock; null for never. */
export function nextTickAtMs({ people }: CohostDesk): number | null {
  const dues = people.flatMap(({ endsAtMs, lostAtMs }) => [
    ...(endsAtMs === null ? [] : [endsAtMs]),
    ...(lostAtMs === null ? [] : [lostAtMs + cohostLimits.lostMs]),
  ]);
  return dues.length > 0 ? Math.min(...dues) : null;
}

/** The server does not hear a guest any more. The seat waits. */
export const gone = (before: CohostDesk, userId: string, nowMs: number): CohostDesk => {
  const desk = tick(before, nowMs);
  const person = personAt(desk, userId);
  if (!person || person.lostAtMs !== null) return desk;
  return withPerson(desk, userId, { lostAtMs: nowMs, media: false });
};

/** It is heard again. */
export const back = (before: CohostDesk, userId: string, nowMs: number): CohostDesk => {
  const desk = tick(before, nowMs);
  return personAt(desk, userId)?.lostAtMs ? withPerson(desk, userId, { lostAtMs: null }) : desk;
};

/** The room is closed: everybody goes. */
export const closeDesk = (desk: CohostDesk): CohostDesk =>
  desk.people.reduce((now, { userId }) => without(now, userId, 'closed'), desk);

function once(
  before: CohostDesk,
  sender: string,
  commandId: string,
  { nowMs }: CohostContext,
  run: (desk: CohostDesk) => Outcome,
): CohostDecision {
  const desk = tick(before, nowMs);
  const earlier = answerTo(desk.answered, sender, commandId);
  if (earlier) return { desk, refused: earlier.refused };
  const outcome = run(desk);
  const refused = typeof outcome === 'string' ? outcome : null;
  const next = typeof outcome === 'string' ? desk : outcome;
  return {
    desk: { ...next, answered: withAnswer(next.answered, sender, commandId, refused) },
    refused,
  };
}

function ofGuest(
  desk: CohostDesk,
  guest: CohostVisitor,
  command: GuestCommand,
  context: CohostContext,
): Outcome {
  const own = personAt(desk, guest.userId);
  switch (command.do) {
    case 'raise':
      if (isBlocked(desk, guest.userId)) return 'BLOCKED';
      // Both want it: that is a yes.
      if (own?.stage === 'invited')
        return join(desk, { ...own, ...guest }, 'invitation', own.toAir, context);
      if (own) return own.stage === 'joining' ? named(desk, own, guest) : desk;
      if (!desk.open) return 'CLOSED';
      if (count(desk, ['asking']) >= cohostLimits.asking) return 'FULL';
      return added(desk, newPerson(guest, 'hand', 'asking', context, null));
    case 'lower':
      return own?.stage === 'asking' ? without(desk, own.userId, 'withdrawn') : 'NOT_THERE';
    case 'answer':
      if (own?.stage !== 'invited' || own.ticket !== command.ticket) return 'TOO_LATE';
      if (!command.accept) return without(desk, own.userId, 'declined');
      return join(desk, own, 'invitation', own.toAir, context);
    case 'turn':
      if (!own || !isIn(own)) return 'NOT_THERE';
      return withPerson(desk, own.userId, {
        [command.track]: { ...own[command.track], guest: command.off },
      });
    case 'leave':
      return own ? without(desk, own.userId, 'left') : 'NOT_THERE';
  }
}

function ofHost(
  desk: CohostDesk,
  command: HostCommand,
  visitor: (userId: string) => CohostVisitor | undefined,
  context: CohostContext,
): Outcome {
  if (command.do === 'seats') return withSeats(desk, command.seats);
  if (command.do === 'open') return changed(desk, { open: command.open });
  const { userId } = command;
  const person = personAt(desk, userId);
  switch (command.do) {
    case 'accept':
      if (person?.stage !== 'asking' || person.ticket !== command.ticket) return 'TOO_LATE';
      return join(desk, person, 'hand', command.toAir, context);
    case 'decline':
      if (person?.stage !== 'asking' || person.ticket !== command.ticket) return 'TOO_LATE';
      return without(desk, userId, 'declined');
    case 'invite': {
      if (isBlocked(desk, userId)) return 'BLOCKED';
      if (person?.stage === 'asking') return join(desk, person, 'hand', false, context);
      if (person) return desk;
      const invited = visitor(userId);
      if (!invited) return 'NOT_THERE';
      if (greenFull(desk)) return 'FULL';
      return added(
        desk,
        newPerson(invited, 'invitation', 'invited', context, cohostLimits.answerMs),
      );
    }
    case 'uninvite':
      return person?.stage === 'invited' ? without(desk, userId, 'withdrawn') : 'NOT_THERE';
    case 'air':
      return person && isIn(person) ? seated(desk, person, command.seat, context) : 'NOT_THERE';
    case 'green':
      if (!person || !isIn(person)) return 'NOT_THERE';
      return withPerson(desk, userId, {
        ...{ toAir: false, seat: null },
        ...(person.stage === 'air' ? { stage: 'green', sinceMs: context.nowMs } : {}),
      });
    case 'turn':
      if (!person || !isIn(person)) return 'NOT_THERE';
      return withPerson(desk, userId, {
        [command.track]: { ...person[command.track], host: command.off },
      });
    case 'media':
      return person && isIn(person) ? withMedia(desk, person, command.up, context) : 'NOT_THERE';
    case 'kick':
      return person ? without(desk, userId, 'kicked') : 'NOT_THERE';
    case 'block':
      return blocked(desk, userId, person?.name ?? visitor(userId)?.name ?? userId);
    case 'unblock':
      return changed(desk, { blocked: desk.blocked.filter((it) => it.userId !== userId) });
  }
}

/** Both said yes: on the way to the green room. */
function join(
  desk: CohostDesk,
  person: CohostPerson,
  way: CohostWay,
  toAir: boolean,
  context: CohostContext,
): Outcome {
  if (person.stage === 'asking' && greenFull(desk)) return 'FULL';
  return admit(desk, person, way, toAir, context);
}

/** Who said yes in the chat takes a name only afterwards, on the way. */
const named = (desk: CohostDesk, own: CohostPerson, { name, avatar }: CohostVisitor): CohostDesk =>
  own.name === name && own.avatar === avatar
    ? desk
    : withPerson(desk, own.userId, { name, avatar });

/** Takes somebody in, who then has to bring a picture. */
const admit = (
  desk: CohostDesk,
  who: CohostVisitor,
  way: CohostWay,
  toAir: boolean,
  context: CohostContext,
): CohostDesk => {
  const { people } = desk;
  const person = { ...newPerson(who, way, 'joining', context, cohostLimits.joinMs), toAir };
  if (!personAt(desk, who.userId)) return added(desk, person);
  return changed(desk, { people: people.map((it) => (it.userId === who.userId ? person : it)) });
};

function withMedia(
  desk: CohostDesk,
  person: CohostPerson,
  up: boolean,
  context: CohostContext,
): CohostDesk {
  if (!up || person.stage !== 'joining') return withPerson(desk, person.userId, { media: up });
  const inGreen = withPerson(desk, person.userId, {
    ...{ media: true, stage: 'green', sinceMs: context.nowMs, endsAtMs: null },
  });
  if (!person.toAir) return inGreen;
  const now = personAt(inGreen, person.userId);
  const onAir = now ? seated(inGreen, now, null, context) : 'NOT_THERE';
  return typeof onAir === 'string' ? inGreen : onAir;
}

function seated(
  desk: CohostDesk,
  person: CohostPerson,
  wanted: number | null,
  { nowMs }: CohostContext,
): Outcome {
  // Without a picture yet: it goes on air by itself when it has come.
  if (person.stage === 'joining') return withPerson(desk, person.userId, { toAir: true });
  const taken = new Map(desk.people.map(({ seat, userId }) => [seat, userId]));
  const free = [...Array(desk.seats).keys()].map((it) => it + 1).find((it) => !taken.has(it));
  const seat = wanted ?? person.seat ?? free;
  if (seat === undefined || seat > desk.seats) return 'FULL';
  const there = taken.get(seat);
  const since = person.stage === 'air' ? person.sinceMs : nowMs;
  const moved = withPerson(desk, person.userId, {
    stage: 'air',
    seat,
    sinceMs: since,
    toAir: false,
  });
  if (there === undefined || there === person.userId) return moved;
  return person.seat === null
    ? withPerson(moved, there, { stage: 'green', seat: null, sinceMs: nowMs })
    : withPerson(moved, there, { seat: person.seat });
}

/** Fewer seats: nobody is put off the air by a figure; who sits too far out moves up where a seat is free. */
function withSeats(desk: CohostDesk, seats: number): Outcome {
  const onAir = desk.people.filter(({ seat }) => seat !== null);
  if (onAir.length > seats) return 'FULL';
  const free = [...Array(seats).keys()]
    .map((it) => it + 1)
    .filter((it) => !onAir.some(({ seat }) => seat === it));
  const people = desk.people.map((it) =>
    it.seat !== null && it.seat > seats ? { ...it, seat: free.shift() ?? null } : it,
  );
  return changed(desk, { seats, people });
}

function blocked(desk: CohostDesk, userId: string, name: string): Outcome {
  if (isBlocked(desk, userId)) return desk;
  if (desk.blocked.length >= cohostLimits.blocked) return 'FULL';
  return changed(without(desk, userId, 'blocked'), {
    blocked: [...desk.blocked, { userId, name }],
  });
}

const isIn = ({ stage }: CohostPerson) => stage !== 'asking' && stage !== 'invited';
const isBlocked = (desk: CohostDesk, userId: string) =>
  desk.blocked.some((it) => it.userId === userId);
const count = (desk: CohostDesk, stages: readonly CohostStage[]) =>
  desk.people.filter(({ stage }) => stages.includes(stage)).length;
const greenFull = (desk: CohostDesk) =>
  count(desk, ['invited', 'joining', 'green']) >= cohostLimits.green;

const newPerson = (
  { userId, name, avatar, push }: CohostVisitor,
  way: CohostWay,
  stage: CohostStage,
  { nowMs, newTicket }: CohostContext,
  forMs: number | null,
): CohostPerson => ({
  ...{ userId, name, avatar, way, stage, ticket: newTicket(), sinceMs: nowMs },
  endsAtMs: forMs === null ? null : nowMs + forMs,
  ...{ toAir: false, seat: null, media: false, lostAtMs: null },
  mic: { guest: false, host: false },
  camera: { guest: false, host: false },
  ...(push === undefined ? {} : { push }),
});

const added = (desk: CohostDesk, person: CohostPerson) =>
  changed(desk, { people: [...desk.people, person] });

const withPerson = (desk: CohostDesk, userId: string, change: Partial<CohostPerson>): CohostDesk =>
  changed(desk, {
    people: desk.people.map((it) => (it.userId === userId ? { ...it, ...change } : it)),
  });

/** Somebody goes, and can be told why. */
function without(desk: CohostDesk, userId: string, why: Farewell): CohostDesk {
  if (!personAt(desk, userId)) return desk;
  const others = desk.farewells.filter((it) => it.userId !== userId);
  return changed(desk, {
    people: desk.people.filter((it) => it.userId !== userId),
    farewells: [...others, { userId, why }].slice(-cohostLimits.farewells),
  });
}

const changed = (desk: CohostDesk, change: Partial<CohostDesk>): CohostDesk => ({
  ...desk,
  ...change,
  rev: desk.rev + 1,
});
