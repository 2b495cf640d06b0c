import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { Button } from '../../components/Button.tsx';
import { host } from './host.ts';

/** People who may not come to the desk any more. */
export function Blocked() {
  const { t } = useTranslation();
  const blocked = useStudio(({ session }) => session.cohost.desk?.blocked);
  if (!blocked || blocked.length === 0) return null;
  return (
    <section aria-label={t('guests.blocked')} className="flex flex-col gap-1">
      <h3 className="panel-title">{t('guests.blocked')}</h3>
      <ul>
        {blocked.map(({ userId, name }) => (
          <li key={userId} className="flex items-center gap-2">
            <bdi className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </bdi>
            <Button size="sm" look="ghost" onClick={() => host({ do: 'unblock', userId })}>
              {t('guests.unblock')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
