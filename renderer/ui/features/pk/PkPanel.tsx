import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { Arrange, LinkState } from '../guests/index.ts';
import { MissedInvitation } from './MissedInvitation.tsx';
import { PkEnded } from './PkEnded.tsx';
import { PkRunning } from './PkRunning.tsx';
import { PkStart } from './PkStart.tsx';
import { isAsked, usePk, useRoomId } from './pkNow.ts';

/** A PK from the invitation to its result. */
export function PkPanel() {
  const { t } = useTranslation();
  const pk = usePk();
  const roomId = useRoomId();
  const isLinked = useStudio(({ session }) => session.cohost.desk !== null);
  const own = pk?.members.find((it) => it.roomId === roomId);
  const isOpen = pk !== null && pk.phase !== 'ended' && own?.out === null;
  return (
    <div className="flex flex-col gap-3 px-3.5 pt-3 pb-4">
      <h2 className="sr-only">{t('shell.tabs.pk')}</h2>
      <LinkState />
      {!isLinked ? null : pk && isOpen && !isAsked(pk, roomId) ? (
        <>
          <PkRunning pk={pk} roomId={roomId} />
          <Arrange />
        </>
      ) : (
        <>
          <MissedInvitation />
          {pk && own?.out !== 'timeout' && !isAsked(pk, roomId) ? (
            <PkEnded pk={pk} roomId={roomId} />
          ) : null}
          <PkStart />
        </>
      )}
    </div>
  );
}
