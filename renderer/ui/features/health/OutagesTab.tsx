import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { DrillReport } from './DrillReport.tsx';
import { Nothing } from './Nothing.tsx';
import { OutageCard } from './OutageCard.tsx';

/** The receipt of each interruption, newest first, and what the last drill showed. */
export function OutagesTab() {
  const { t } = useTranslation();
  const outages = useStudio(({ session }) => session.outages);
  const drill = useStudio(({ session }) => session.drill);
  if (outages.length === 0 && !drill)
    return <Nothing what={t('outages.empty')} hint={t('outages.emptyHint')} />;
  return (
    <div className="flex flex-col gap-4 p-5 pt-4">
      {drill ? <DrillReport drill={drill} /> : null}
      <ul className="flex flex-col gap-3">
        {outages.map((outage) => (
          <OutageCard key={outage.id} outage={outage} />
        ))}
      </ul>
    </div>
  );
}
