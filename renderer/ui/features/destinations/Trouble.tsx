import { useTranslation } from 'react-i18next';
import type { DestinationStatus } from '../../../../common/live/telemetry.ts';
import { useClock } from '../../app/clock.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** What keeps a destination off air, what happens next, and the way to hurry it. */
export function Trouble({ id, status }: { id: string; status: DestinationStatus }) {
  const { t } = useTranslation();
  if (status.state !== 'reconnecting' && status.state !== 'failed') return null;
  const failed = status.state === 'failed';
  return (
    <ErrorNote
      tone={failed ? 'air' : 'warn'}
      what={
        failed
          ? t('destinations.failedWhat')
          : t('destinations.lostWhat', { attempt: status.attempt })
      }
      error={status.error}
    >
      {status.state === 'reconnecting' ? <NextTry atMs={status.nextTryAtMs} /> : null}
      <Button size="sm" onClick={() => void ask('destination:retryNow', { destinationId: id })}>
        {t(failed ? 'destinations.retry' : 'destinations.retryNow')}
      </Button>
    </ErrorNote>
  );
}

function NextTry({ atMs }: { atMs: number }) {
  const { t } = useTranslation();
  const seconds = useClock((now) => Math.max(0, Math.ceil((atMs - now) / 1000)));
  return (
    <p className="figures w-full pb-1 text-text">
      {seconds > 0 ? t('destinations.nextTry', { seconds }) : t('destinations.tryingNow')}
    </p>
  );
}
