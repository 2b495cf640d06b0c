import { Activity, ScrollText, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { drillAsked, healthShown } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';

const useName = (id: string) =>
  useStudio(({ show }) => show.destinations.find((it) => it.id === id)?.name ?? '');

/** Cuts the cable of a destination for a drill, after asking; only while it is on air. */
export function DrillButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const name = useName(id);
  const may = useStudio(
    ({ session: { destinations, drill } }) =>
      destinations[id]?.state === 'live' && (drill === null || drill.result !== null),
  );
  return (
    <Button
      size="sm"
      look="ghost"
      disabled={!may}
      aria-label={t('drill.buttonOf', { name })}
      onClick={() => store.dispatch(drillAsked(id))}
    >
      <Unplug className="size-3.5" aria-hidden />
      {t('drill.button')}
    </Button>
  );
}

/** Shows the log of a destination. */
export function LogButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const name = useName(id);
  return (
    <Button
      size="sm"
      look="ghost"
      aria-label={t('deliveryLog.buttonOf', { name })}
      onClick={() => store.dispatch(healthShown({ tab: 'log', destinationId: id }))}
    >
      <ScrollText className="size-3.5" aria-hidden />
      {t('deliveryLog.button')}
    </Button>
  );
}

/** Opens the health of the broadcast; says how many interruptions nobody has looked at yet. */
export function HealthButton() {
  const { t } = useTranslation();
  const { hint, run } = useCommand('health');
  const open = useFloor((floor) => floor.health !== null);
  const newest = useStudio(({ session }) => session.outages[0]?.fromEpochMs ?? 0);
  const [seenMs, setSeenMs] = useState(0);
  useEffect(() => {
    if (open) setSeenMs(newest);
  }, [open, newest]);
  const unseen = useStudio(
    ({ session }) => session.outages.filter(({ fromEpochMs }) => fromEpochMs > seenMs).length,
  );
  return (
    <span className="relative">
      <IconButton
        label={unseen > 0 ? `${hint} · ${unseen} ${t('health.unseen')}` : hint}
        size="md"
        onClick={() =>
          unseen > 0 ? store.dispatch(healthShown({ tab: 'outages', destinationId: null })) : run()
        }
      >
        <Activity aria-hidden />
      </IconButton>
      {unseen > 0 ? (
        <span
          aria-hidden
          className="figures pointer-events-none absolute -top-0.5 -right-0.5 rounded-full bg-warn px-1 font-semibold text-bg text-xs leading-3.5"
        >
          {unseen}
        </span>
      ) : null}
    </span>
  );
}
