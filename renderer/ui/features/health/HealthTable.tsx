import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thinned } from '../../../../common/live/health.ts';
import { formatTimeOfDay } from '../../app/format.ts';
import { Fold } from '../../components/Fold.tsx';
import { seriesNames, textOf, valueOf } from './chart/series.ts';
import { stateWord } from './DestinationChoice.tsx';
import type { History, Range } from './history.ts';

type Props = { history: History; range: Range; destinationId: string | null };

const ROWS = 30;
/** A table that one reads does not change under the eyes more often than this, ms. */
const ANEW_MS = 5000;

/** The chart in words and figures, for those who do not see it. */
export function HealthTable(props: Props) {
  const { t } = useTranslation();
  return (
    <Fold quiet title={t('health.asTable')}>
      <Rows {...props} />
    </Fold>
  );
}

function Rows({ history, range, destinationId }: Props) {
  const { t } = useTranslation();
  const [samples, setSamples] = useState(() => thinned(history.of(range), ROWS));
  useEffect(() => {
    const read = () => setSamples(thinned(history.of(range), ROWS));
    read();
    const timer = setInterval(read, ANEW_MS);
    return () => clearInterval(timer);
  }, [history, range]);
  return (
    <div tabIndex={0} className="max-h-44 overflow-y-auto rounded-md bg-panel">
      <table className="figures w-full text-right text-sm">
        <thead className="sticky top-0 bg-panel text-text-2">
          <tr>
            <th className="px-3 py-1 text-left font-medium">{t('health.time')}</th>
            <th className="px-2 py-1 text-left font-medium">{t('health.state')}</th>
            {seriesNames.map((name) => (
              <th key={name} className="px-2 py-1 font-medium">
                {t(`health.series.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...samples].reverse().map((sample) => (
            <tr key={sample.atEpochMs} className="border-line border-t">
              <th scope="row" className="px-3 py-0.5 text-left font-medium">
                {formatTimeOfDay(sample.atEpochMs)}
              </th>
              <td className="px-2 text-left">
                {stateWord(sample.destinations[destinationId ?? '']?.state ?? '–')}
              </td>
              {seriesNames.map((name) => (
                <td key={name} className="px-2">
                  {textOf(name, valueOf(sample, destinationId, name))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
