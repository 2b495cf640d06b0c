import { Heart, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';

/** How many watch and how often they have liked, while there is a room; told anew once a second. */
export function Audience() {
  const { t } = useTranslation();
  const online = useStudio(({ session }) => session.room?.stats.online ?? null);
  const likes = useStudio(({ session }) => session.room?.stats.likes ?? null);
  if (online === null || likes === null) return null;
  return (
    <dl
      aria-label={t('topbar.audience')}
      className="flex h-7 shrink-0 items-center gap-3 rounded-full bg-control px-3"
    >
      <Figure icon={<Users aria-hidden />} name={t('topbar.viewers')} count={online} />
      <Figure icon={<Heart aria-hidden />} name={t('topbar.likes')} count={likes} />
    </dl>
  );
}

function Figure({ icon, name, count }: { icon: ReactNode; name: string; count: number }) {
  const { i18n } = useTranslation();
  return (
    <div title={name} className="flex items-center gap-1.5">
      <dt className="text-text-2 [&_svg]:size-3.5">
        {icon}
        <span className="sr-only">{name}</span>
      </dt>
      <dd className="figures min-w-[3ch] font-medium">{formatCount(count, i18n.language)}</dd>
    </div>
  );
}
