import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Chart } from './chart/Chart.tsx';
import { HealthTable } from './HealthTable.tsx';
import { type History, type Range, ranges } from './history.ts';
import { Ladder } from './Ladder.tsx';
import { LostShares } from './LostShares.tsx';
import { Nothing } from './Nothing.tsx';
import { useHistory } from './useHealth.ts';

/** The live chart with its figures, and beside it the ladder. */
export function NetworkTab({ destinationId }: { destinationId: string | null }) {
  const { t } = useTranslation();
  const history = useHistory();
  const filled = useFilled(history);
  const [range, setRange] = useState<Range>('recent');
  const over = useStudio(
    ({ session: { live } }) => live.state === 'idle' || live.state === 'failed',
  );
  if (filled !== 'some')
    return filled === 'none' ? (
      <Nothing what={t('health.empty')} hint={t('health.emptyHint')} />
    ) : (
      <p className="p-10 text-center text-text-2" role="status">
        {t('health.loading')}
      </p>
    );
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 p-5 pt-3">
        <div className="flex items-center gap-3">
          <SegmentedControl
            label={t('health.range')}
            value={range}
            options={ranges.map((value) => ({ value, label: t(`health.${value}`) }))}
            onChoose={setRange}
            className="w-60"
          />
          {over ? <p className="text-sm text-text-2">{t('health.ended')}</p> : null}
          <LostShares history={history} range={range} destinationId={destinationId} />
        </div>
        <Chart history={history} range={range} destinationId={destinationId} />
        <HealthTable history={history} range={range} destinationId={destinationId} />
      </div>
      <aside className="w-80 shrink-0 overflow-y-auto border-line border-l p-5 pt-3">
        <Ladder destinationId={destinationId} />
      </aside>
    </div>
  );
}

/** Whether there is something to draw; known when main has answered. */
function useFilled(history: History): 'loading' | 'none' | 'some' {
  const look = () => (history.latest ? 'some' : history.loaded ? 'none' : 'loading');
  const [filled, setFilled] = useState<'loading' | 'none' | 'some'>(look);
  useEffect(() => {
    setFilled(look());
    return history.onChange(() => setFilled(look()));
  }, [history]);
  return filled;
}
