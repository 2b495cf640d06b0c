import { useTranslation } from 'react-i18next';
import type { Pk } from '../../../../common/pk/pk.ts';
import { outcomeOf } from './pkNow.ts';
import { ResultSign } from './ResultSign.tsx';
import { ScoreBar } from './ScoreBar.tsx';

/** How the last PK ended. */
export function PkEnded({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const outcome = outcomeOf(pk, roomId);
  const own = pk.members.find((it) => it.roomId === roomId);
  const why = own?.out === 'left' ? 'leftSelf' : (pk.ended ?? 'finished');
  return (
    <section
      aria-label={t('pk.last')}
      className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-3"
    >
      <p className="text-text-2">{t(`pk.ends.${why}`)}</p>
      {outcome ? (
        <>
          <ResultSign outcome={outcome} />
          <ScoreBar pk={pk} roomId={roomId} />
        </>
      ) : null}
    </section>
  );
}
