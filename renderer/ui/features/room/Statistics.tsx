import { useTranslation } from 'react-i18next';
import { chatFigures } from '../../app/chat/index.ts';
import { useClock } from '../../app/clock.ts';
import { formatCount } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';

/** How the room is doing, as it is. */
export function Statistics() {
  const { t } = useTranslation();
  const stats = useStudio(({ session }) => session.room?.stats);
  const perMinute = useClock(() => chatFigures().messagesPerMinute);
  if (!stats) return null;
  return (
    <dl aria-label={t('room.stats.title')} className="grid grid-cols-3 gap-1.5">
      <Figure name={t('room.stats.online')} value={stats.online} />
      <Figure name={t('room.stats.peak')} value={stats.peakOnline} />
      <Figure name={t('room.stats.average')} value={Math.round(stats.averageOnline)} />
      <Figure name={t('room.stats.joins')} value={stats.joins} />
      <Figure name={t('room.stats.likes')} value={stats.likes} />
      <Figure name={t('room.stats.perMinute')} value={perMinute} />
      <Figure name={t('room.stats.messages')} value={stats.messages} />
      <Figure name={t('room.stats.gifts')} value={stats.gifts} />
      <Figure name={t('room.stats.followers')} value={stats.newFollowers} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  const { i18n } = useTranslation();
  return (
    <div className="min-w-0 rounded-md bg-raised px-2 py-1.5">
      <dt className="truncate text-sm text-text-2" title={name}>
        {name}
      </dt>
      <dd className="figures font-semibold text-lg">{formatCount(value, i18n.language)}</dd>
    </div>
  );
}
