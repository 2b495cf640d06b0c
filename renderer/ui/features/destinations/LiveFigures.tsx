import { useTranslation } from 'react-i18next';
import { formatBitrate, formatWait } from '../../app/format.ts';
import { type Figures, useFigures } from '../../app/telemetry.ts';

/** Bitrate, queue and loss of a destination on air. */
export function LiveFigures({ id }: { id: string }) {
  const { t } = useTranslation();
  const of = (figures: Figures) => figures.output?.destinations[id];
  const bitrate = useFigures((figures) => formatBitrate(of(figures)?.sendBps ?? 0));
  const queue = useFigures((figures) => formatWait(of(figures)?.queueMs ?? 0));
  const dropped = useFigures((figures) => of(figures)?.dropped ?? 0);
  return (
    <dl className="grid grid-cols-3 gap-2 text-sm">
      <Cell name={t('destinations.bitrate')} value={bitrate} />
      <Cell name={t('destinations.queue')} value={queue} />
      <Cell name={t('destinations.dropped')} value={String(dropped)} warn={dropped > 0} />
    </dl>
  );
}

function Cell({ name, value, warn }: { name: string; value: string; warn?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-text-2">{name}</dt>
      <dd className={`figures font-medium ${warn ? 'text-warn' : 'text-text'}`}>{value}</dd>
    </div>
  );
}
