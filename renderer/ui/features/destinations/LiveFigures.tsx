import { useTranslation } from 'react-i18next';
import { formatBitrate, formatWait } from '../../app/format.ts';
import { type Figures, useFigures } from '../../app/telemetry.ts';

/** Bitrate, round trip, queue and loss of a destination on air. Only a text that differs is drawn. */
export function LiveFigures({ id }: { id: string }) {
  const { t } = useTranslation();
  const of = (figures: Figures) => figures.output?.destinations[id];
  const bitrate = useFigures((figures) => formatBitrate(of(figures)?.sendBps ?? 0));
  const roundTrip = useFigures((figures) => {
    const ms = of(figures)?.rttMs ?? -1;
    return ms < 0 ? '–' : formatWait(ms);
  });
  const queue = useFigures((figures) => formatWait(of(figures)?.queueMs ?? 0));
  const dropped = useFigures((figures) => of(figures)?.dropped ?? 0);
  return (
    <dl className="grid grid-cols-4 gap-2 text-sm">
      <Cell name={t('destinations.bitrate')} value={bitrate} />
      <Cell name={t('destinations.roundTrip')} value={roundTrip} />
      <Cell name={t('destinations.queue')} value={queue} />
      <Cell name={t('destinations.dropped')} value={String(dropped)} warn={dropped > 0} />
    </dl>
  );
}

function Cell({ name, value, warn }: { name: string; value: string; warn?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-text-2" title={name}>
        {name}
      </dt>
      <dd className={`figures font-medium ${warn ? 'text-warn' : 'text-text'}`}>{value}</dd>
    </div>
  );
}
