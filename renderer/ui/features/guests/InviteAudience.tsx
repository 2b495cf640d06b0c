import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Initials } from '../chat/index.ts';
import { foundIn, useAudience } from '../room/index.ts';
import { host } from './host.ts';

/** Rows at once; the search finds the others. */
const SHOWN = 20;

/** Viewers of the room, to be asked to come on air. */
export function InviteAudience() {
  const { t } = useTranslation();
  const { answer } = useAudience();
  const [query, setQuery] = useState('');
  const people = useStudio(({ session }) => session.cohost.desk?.people);
  const atDesk = new Set(people?.map(({ userId }) => userId));
  if (answer && !answer.ok)
    return <ErrorNote what={t('room.audienceFailed')} error={answer.error} tone="warn" />;
  const viewers = (answer?.value ?? []).filter(
    ({ userId, role }) => role !== 'owner' && !atDesk.has(userId),
  );
  const found = foundIn(viewers, query).slice(0, SHOWN);
  return (
    <>
      {viewers.length > 0 ? (
        <SearchField label={t('room.audienceSearch')} value={query} onChange={setQuery} />
      ) : null}
      {found.length === 0 ? (
        <p className="text-sm text-text-2">
          {t(query ? 'room.audienceNotFound' : 'guests.nobodyToInvite')}
        </p>
      ) : (
        <ul aria-label={t('guests.inviteAudience')}>
          {found.map(({ userId, name }) => (
            <li key={userId} className="flex h-9 items-center gap-2">
              <Initials userId={userId} name={name} />
              <bdi className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </bdi>
              <Button
                size="sm"
                aria-label={t('guests.inviteFor', { name })}
                onClick={() => host({ do: 'invite', userId })}
              >
                {t('guests.invite')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
