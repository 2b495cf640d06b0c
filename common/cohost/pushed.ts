import { tick } from './decide.ts';
import { type CohostDesk, type CohostPerson, personAt } from './desk.ts';

/** True for who was accepted and brings picture and sound by a push: they may publish into the room. */
export const mayPush = ({ push, stage }: Pick<CohostPerson, 'push' | 'stage'>): boolean =>
  push !== undefined && stage !== 'asking' && stage !== 'invited';

/**
 * What the server has of somebody's push. A stream that is there is a guest who is heard; one that has
 * ended leaves the seat to the heartbeats.
 * @param stream its name; empty for none
 */
export function pushed(
  before: CohostDesk,
  userId: string,
  stream: string,
  nowMs: number,
): CohostDesk {
  const desk = tick(before, nowMs);
  const person = personAt(desk, userId);
  if (!person || person.push === undefined) return desk;
  const lostAtMs = stream === '' ? person.lostAtMs : null;
  if (person.push === stream && person.lostAtMs === lostAtMs) return desk;
  const people = desk.people.map((it) => (it === person ? { ...it, push: stream, lostAtMs } : it));
  return { ...desk, people, rev: desk.rev + 1 };
}

/** Somebody's push is over: they took it back, or were not heard for too long. The seat is free. */
export function unpushed(
  before: CohostDesk,
  userId: string,
  why: 'left' | 'lost',
  nowMs: number,
): CohostDesk {
  const desk = tick(before, nowMs);
  if (personAt(desk, userId)?.push === undefined) return desk;
  const others = desk.farewells.filter((it) => it.userId !== userId);
  return {
    ...desk,
    people: desk.people.filter((it) => it.userId !== userId),
    farewells: [...others, { userId, why }],
    rev: desk.rev + 1,
  };
}
