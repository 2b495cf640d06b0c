import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { useClock } from '../../app/clock.ts';
import { useStudio } from '../../app/hooks.ts';
import { RenewButton } from './addresses/RenewButton.tsx';
import { expiryOf, timeLeft } from './model/expiry.ts';

/** A push address that ends soon, or has ended, and the way to a new one. */
export function ExpiryNote({ destination }: { destination: Destination }) {
  const atMs = useStudio(({ session }) => session.urlExpiry[destination.id]);
  if (atMs === undefined || !destination.pgc) return null;
  return <Ending id={destination.id} atMs={atMs} validHours={destination.pgc.validHours} />;
}

function Ending({ id, atMs, validHours }: { id: string; atMs: number; validHours: number }) {
  const { t } = useTranslation();
  const expiry = useClock((now) => expiryOf(now, atMs, validHours));
  const words = useClock((now) => {
    const { unit, count } = timeLeft(atMs - now);
    return t(`destinations.left.${unit}`, { count });
  });
  if (expiry === 'fine') return null;
  return (
    <div role="status" className="flex items-center gap-2 text-sm text-warn">
      <Hourglass className="size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">
        {expiry === 'past'
          ? t('destinations.expired')
          : t('destinations.expiresIn', { left: words })}
      </span>
      <RenewButton id={id} />
    </div>
  );
}
