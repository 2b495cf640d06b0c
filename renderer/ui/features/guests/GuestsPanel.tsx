import { useTranslation } from 'react-i18next';
import type { CohostPerson, CohostStage } from '../../../../common/cohost/desk.ts';
import { hearsItself } from '../../../../common/cohost/greenRoom.ts';
import { useStudio } from '../../app/hooks.ts';
import { Fold } from '../../components/Fold.tsx';
import { Arrange } from './Arrange.tsx';
import { Blocked } from './Blocked.tsx';
import { DeskRules } from './DeskRules.tsx';
import { GuestLink } from './GuestLink.tsx';
import { InviteAudience } from './InviteAudience.tsx';
import { LinkState } from './LinkState.tsx';
import { OnAirRow } from './OnAirRow.tsx';
import { useGreenRoomSeen } from './useGreenRoomSeen.ts';
import { WaitingRow } from './WaitingRow.tsx';

/** Who is with the host, who wants to be, and the ways in. */
export function GuestsPanel() {
  const { t } = useTranslation();
  const desk = useStudio(({ session }) => session.cohost.desk);
  useGreenRoomSeen(desk?.people.some(isWaiting) ?? false);
  return (
    <div className="flex flex-col gap-3 px-3.5 pt-3 pb-4">
      <h2 className="sr-only">{t('shell.tabs.guests')}</h2>
      <LinkState />
      {desk ? (
        <>
          <People stages={['asking']} title={t('guests.hands')} people={desk.people} />
          <People
            stages={['air']}
            title={t('guests.onAir', { count: onAir(desk.people), seats: desk.seats })}
            empty={t('guests.onAirEmpty')}
            people={desk.people}
          />
          <People
            stages={['green', 'joining', 'invited']}
            title={t('guests.green')}
            empty={t('guests.greenEmpty')}
            people={desk.people}
          />
          <Leak people={desk.people} />
          <GuestLink />
          <Arrange />
          <Fold title={t('guests.inviteAudience')}>
            <InviteAudience />
          </Fold>
          <Fold title={t('guests.rules')}>
            <DeskRules />
            <Blocked />
          </Fold>
        </>
      ) : null}
    </div>
  );
}

const isWaiting = ({ stage }: CohostPerson) => stage === 'green' || stage === 'joining';

const onAir = (people: readonly CohostPerson[]) =>
  people.filter(({ seat }) => seat !== null).length;

/** Why nobody who waits can be heard; nothing while they can. */
function Leak({ people }: { people: readonly CohostPerson[] }) {
  const { t } = useTranslation();
  const leaks = useStudio(({ show }) => hearsItself(show.sources));
  return leaks && people.some(isWaiting) ? (
    <p className="text-sm text-warn">{t('guests.listenLeaks')}</p>
  ) : null;
}

type PeopleProps = {
  stages: readonly CohostStage[];
  title: string;
  /** Said where there is nobody; the whole part is left out without it. */
  empty?: string;
  people: readonly CohostPerson[];
};

function People({ stages, title, empty, people }: PeopleProps) {
  const shown = people.filter(({ stage }) => stages.includes(stage));
  if (shown.length === 0 && !empty) return null;
  const isAir = stages.includes('air');
  if (isAir) shown.sort((a, b) => (a.seat ?? 0) - (b.seat ?? 0));
  return (
    <section aria-label={title} className="flex flex-col gap-1.5">
      <h3 className="panel-title">{title}</h3>
      {shown.length === 0 ? (
        <p className="text-sm text-text-2">{empty}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {shown.map((person) =>
            isAir ? (
              <OnAirRow key={person.userId} person={person} />
            ) : (
              <WaitingRow key={person.userId} person={person} />
            ),
          )}
        </ul>
      )}
    </section>
  );
}
