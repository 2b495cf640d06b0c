import { useTranslation } from 'react-i18next';
import { formatBitrate, formatWait } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';

/** The figures of one guest's connection, for those who want them. */
export function StatsLine({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const stats = useStudio(({ session }) => session.cohost.stats[`guest:${userId}`]);
  const clean = useStudio(({ session }) => session.cohost.mixMinus[`guest:${userId}`]);
  if (!stats) return null;
  const { loss, rttMs, inKbps, freezeMs, delayMs } = stats;
  const figures = [
    [t('guests.stats.loss'), `${(loss * 100).toFixed(1)}%`],
    [t('guests.stats.rtt'), rttMs === null ? '–' : formatWait(rttMs)],
    [t('guests.stats.in'), formatBitrate(inKbps * 1000)],
    [t('guests.stats.freeze'), formatWait(freezeMs)],
    [t('guests.stats.delay'), delayMs === null ? '–' : formatWait(delayMs)],
  ] as const;
  return (
    <div className="min-w-0 flex-1">
      <dl className="flex flex-wrap gap-x-3 text-text-2 text-xs">
        {figures.map(([name, value]) => (
          <div key={name} className="flex gap-1">
            <dt>{name}</dt>
            <dd className="figures text-text">{value}</dd>
          </div>
        ))}
      </dl>
      {clean === false ? (
        <p className="text-sm text-warn" role="alert">
          {t('guests.echo')}
        </p>
      ) : null}
    </div>
  );
}
