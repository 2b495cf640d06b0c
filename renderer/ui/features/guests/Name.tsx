import type { ReactNode } from 'react';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import { Initials } from '../chat/index.ts';

/** Somebody by name, and one line on how things stand with them. */
export function Name({ person, note }: { person: CohostPerson; note: ReactNode }) {
  const { userId, name } = person;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <Initials userId={userId} name={name} />
      <div className="min-w-0">
        <bdi className="block truncate font-medium" title={name}>
          {name}
        </bdi>
        <p className="truncate text-sm text-text-2">{note}</p>
      </div>
    </div>
  );
}
