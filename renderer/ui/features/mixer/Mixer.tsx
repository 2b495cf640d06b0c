import { useTranslation } from 'react-i18next';
import { isAudioKind } from '../../../../common/show/kinds.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { GroupStrip } from './GroupStrip.tsx';
import { MasterStrip } from './MasterStrip.tsx';
import { MonitorStrip } from './MonitorStrip.tsx';
import { Strip } from './Strip.tsx';
import { useOnSeat } from './useOnSeat.ts';

/** A screen that is taken without the system's sound has nothing to mix. */
const isHeard = (source: Source): boolean =>
  isAudioKind(source.kind) && (source.kind !== 'screen' || source.systemAudio);

/** A guest's strip is named like the guest, so that the right one is muted. */
function SourceStrip({ source }: { source: Source }) {
  return <Strip id={source.id} name={useOnSeat(source)} />;
}

/** A strip for each source that is heard, then groups; at the right the monitor and the programme. */
export function Mixer() {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const groups = useStudio(({ show }) => show.mixer.groups);
  const heard = Object.values(sources).filter(isHeard);
  return (
    <section aria-label={t('mixer.title')} className="flex h-full bg-panel">
      <div className="flex min-w-0 flex-1 overflow-x-auto">
        {heard.map((source) => (
          <SourceStrip key={source.id} source={source} />
        ))}
        {groups.map((group) => (
          <GroupStrip key={group.id} group={group} />
        ))}
        {heard.length === 0 ? <p className="p-4 text-sm text-text-2">{t('mixer.empty')}</p> : null}
      </div>
      <div className="z-10 flex shrink-0 border-line border-l bg-panel">
        <MonitorStrip />
        <MasterStrip />
      </div>
    </section>
  );
}
