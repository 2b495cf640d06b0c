import type { RemotePerson } from '../../../../common/cohost/stage.ts';
import { FIRST_PK_SEAT } from '../../../../common/show/seats.ts';
import type { Source } from '../../../../common/show/sources.ts';

/**
 * Whose strips each seat's return feed is without. A guest hears all but themselves. Another studio
 * of a PK gets what is ours alone: those in it send their sound to each other themselves, and one's
 * own would come back by way of a third.
 */
export function returnsOf(
  people: readonly Pick<RemotePerson, 'seat'>[],
  sources: readonly Source[],
): Readonly<Record<number, readonly string[]>> {
  const seated = sources.flatMap((it) => (it.kind === 'guest' ? [it] : []));
  const withheld = (seat: number) =>
    seated
      .filter((it) => (seat < FIRST_PK_SEAT ? it.seat === seat : it.seat >= FIRST_PK_SEAT))
      .map(({ id }) => id);
  const seats = people.flatMap(({ seat }) => seat ?? []);
  return Object.fromEntries(seats.map((seat) => [seat, withheld(seat)]));
}
