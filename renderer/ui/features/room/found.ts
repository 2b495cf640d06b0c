import type { Person } from '../../../../common/chat/message.ts';
import { folded } from '../../app/chat/filter.ts';

/** People whose name or id has the letters in it. */
export function foundIn(people: readonly Person[], query: string): readonly Person[] {
  const wanted = folded(query.trim());
  if (wanted === '') return people;
  return people.filter(
    ({ name, userId }) => folded(name).includes(wanted) || folded(userId).includes(wanted),
  );
}
