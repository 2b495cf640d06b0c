import { useTranslation } from 'react-i18next';
import type { RoomSummary } from '../../../../../common/rooms/room.ts';
import { formatCount } from '../../../app/format.ts';
import { Fact } from '../Fact.tsx';
import { MinutesChart } from './MinutesChart.tsx';

/** How many came, what they did, and when. */
export function AudienceFacts({ room }: { room: RoomSummary }) {
  const { t, i18n } = useTranslation();
  const { stats, minutes, topGivers } = room;
  const count = (value: number) => formatCount(Math.round(value), i18n.language);
  return (
    <section aria-labelledby="summary-audience" className="flex flex-col gap-2">
      <h3 id="summary-audience" className="panel-title">
        {t('summary.audience.title')}
      </h3>
      <dl className="grid grid-cols-6 gap-2">
        <Fact name={t('room.stats.peak')} value={count(stats.peakOnline)} />
        <Fact name={t('room.stats.average')} value={count(stats.averageOnline)} />
        <Fact name={t('room.stats.joins')} value={count(stats.joins)} />
        <Fact name={t('room.stats.likes')} value={count(stats.likes)} />
        <Fact name={t('room.stats.messages')} value={count(stats.messages)} />
        <Fact name={t('room.stats.gifts')} value={count(stats.gifts)} />
      </dl>
      {minutes.length > 1 ? (
        <MinutesChart minutes={minutes} />
      ) : (
        <p className="text-sm text-text-2">{t('summary.audience.tooShort')}</p>
      )}
      {topGivers.length > 0 ? (
        <div className="rounded-md bg-panel p-3">
          <h4 className="text-sm text-text-2">{t('summary.audience.givers')}</h4>
          <ol className="mt-1 grid grid-cols-2 gap-x-6">
            {topGivers.map(({ name, points }, index) => (
              <li
                // Two may have the same name.
                key={`${index} ${name}`}
                className="flex items-baseline gap-2"
              >
                <span className="figures w-5 shrink-0 text-right text-text-2">{index + 1}</span>
                <bdi className="min-w-0 flex-1 truncate" title={name}>
                  {name}
                </bdi>
                <span className="figures text-warn">{count(points)}</span>
              </li>
            ))}
          </ol>
        </div>
      ) : null}
    </section>
  );
}
