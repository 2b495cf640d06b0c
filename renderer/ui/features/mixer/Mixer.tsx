import { useTranslation } from 'react-i18next';
import { isAudioKind } from '../../../../common/show/kinds.ts';
import { useStudio } from '../../app/hooks.ts';
import { GroupStrip } from './GroupStrip.tsx';
import { MasterStrip } from './MasterStrip.tsx';
import { MonitorStrip } from './MonitorStrip.tsx';
import { Strip } from './Strip.tsx';

/** A strip for each source that is heard, then groups; at the right the monitor and the programme. */
export function Mixer() {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const groups = useStudio(({ show }) => show.mixer.groups);
  const heard = Object.values(sources).filter((source) => isAudioKind(source.kind));
  return (
    <section aria-label={t('mixer.title')} className="flex h-full bg-panel">
      <div className="flex min-w-0 flex-1 overflow-x-auto">
        {heard.map((source) => (
          <Strip key={source.id} id={source.id} name={source.name} />
        ))}
        {groups.map((group) => (
          <GroupStrip key={group.id} group={group} />
        ))}
        {heard.length === 0 ? <p className="p-4 text-sm text-text-2">{t('mixer.empty')}</p> : null}
      </div>
      <MonitorStrip />
      <MasterStrip />
    </section>
  );
}
