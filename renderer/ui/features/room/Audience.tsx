import { Ellipsis } from 'lucide-react';
import { ContextMenu as Radix } from 'radix-ui';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../common/chat/message.ts';
import { MenuBox } from '../../commands/ContextItems.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Initials, PersonMenuItems, RoleBadge } from '../chat/index.ts';
import { foundIn } from './found.ts';
import { useAudience } from './useAudience.ts';

/** The people in the room, newest first, with the same menu as their messages have. */
export function Audience() {
  const { t } = useTranslation();
  const { answer, refresh } = useAudience();
  const [query, setQuery] = useState('');
  const people = answer?.ok ? answer.value : [];
  const found = foundIn(people, query);
  return (
    <section aria-label={t('room.audience')} className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <h3 className="panel-title flex-1">{t('room.audience')}</h3>
        {people.length > 0 ? (
          <SearchField
            label={t('room.audienceSearch')}
            value={query}
            onChange={setQuery}
            className="w-40"
          />
        ) : null}
      </div>
      {answer && !answer.ok ? (
        <ErrorNote what={t('room.audienceFailed')} error={answer.error} tone="warn" />
      ) : answer === null ? (
        <p className="text-sm text-text-2" role="status">
          {t('room.audienceLoading')}
        </p>
      ) : found.length === 0 ? (
        <p className="text-sm text-text-2">
          {t(query ? 'room.audienceNotFound' : 'room.audienceEmpty')}
        </p>
      ) : (
        <People people={found} onMenuClosed={refresh} />
      )}
    </section>
  );
}

type PeopleProps = { people: readonly Person[]; onMenuClosed: () => void };

function People({ people, onMenuClosed }: PeopleProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Person | null>(null);
  const onContextMenu = (event: MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-person]');
    const person = people.find(({ userId }) => userId === row?.dataset.person);
    if (!person || person.role === 'owner') event.preventDefault();
    else setChosen(person);
  };
  const openMenu = (element: HTMLElement) => {
    const { left, bottom } = element.getBoundingClientRect();
    const at = { clientX: left, clientY: bottom };
    element.dispatchEvent(new globalThis.MouseEvent('contextmenu', { bubbles: true, ...at }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + by];
    if (by === 0 || !next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Radix.Root modal={false} onOpenChange={(open) => !open && onMenuClosed()}>
      <Radix.Trigger asChild>
        <ul
          aria-label={t('room.audience')}
          onContextMenu={onContextMenu}
          onKeyDown={onKeyDown}
          className="-mx-2 flex flex-col"
        >
          {people.map((person) => (
            <li
              key={person.userId}
              data-person={person.userId}
              className="flex h-9 items-center gap-2 rounded-md px-2 hover:bg-raised"
            >
              <Initials userId={person.userId} name={person.name} />
              <bdi className="min-w-0 truncate" title={person.name}>
                {person.name}
              </bdi>
              <RoleBadge role={person.role} />
              <span className="flex-1" />
              {person.role === 'owner' ? null : (
                <IconButton
                  label={t('room.moreFor', { name: person.name })}
                  onClick={({ currentTarget }) => openMenu(currentTarget)}
                >
                  <Ellipsis aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      </Radix.Trigger>
      <Radix.Portal>
        <MenuBox>{chosen ? <PersonMenuItems person={chosen} /> : null}</MenuBox>
      </Radix.Portal>
    </Radix.Root>
  );
}
