import { useTranslation } from 'react-i18next';
import { isAudioKind } from '../../../../common/show/kinds.ts';
import { useStudio } from '../../app/hooks.ts';
import { Strip } from './Strip.tsx';

/** A strip for each source that is heard, and the master at the right. */
export function Mixer() {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const heard = Object.values(sources).filter((source) => isAudioKind(source.kind));
  return (
    <section aria-label={t('mixer.title')} className="flex h-full bg-panel">
      <div className="flex min-w-0 flex-1 overflow-x-auto">
        {heard.map((source) => (
          <Strip key={source.id} id={source.id} name={source.name} />
        ))}
        {heard.length === 0 ? <p className="p-4 text-sm text-text-2">{t('mixer.empty')}</p> : null}
      </div>
      <Strip id="master" name={t('mixer.master')} master />
    </section>
  );
}
