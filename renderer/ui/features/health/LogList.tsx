import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryEvent } from '../../../../common/live/delivery.ts';
import { formatTimeOfDay } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EventIcon } from './DeliveryLine.tsx';
import { Nothing } from './Nothing.tsx';
import { useChosen } from './useHealth.ts';
import { deliveryAdvice, deliverySentence } from './words.ts';

/** Everything that happened to a destination, newest first, in sentences with what to do. */
export function LogList({ destinationId }: { destinationId: string | null }) {
  const { t } = useTranslation();
  const chosen = useChosen();
  const lines = useLog(destinationId);
  const name = useStudio(
    ({ show }) => show.destinations.find(({ id }) => id === destinationId)?.name ?? '',
  );
  if (lines.length === 0)
    return <Nothing what={t('deliveryLog.empty')} hint={t('deliveryLog.emptyHint')} />;
  const asText = () =>
    lines
      .map((it) => `${new Date(it.atEpochMs).toISOString()} ${deliverySentence(it, chosen, false)}`)
      .join('\n');
  return (
    <div className="flex flex-col gap-2 p-5 pt-4">
      <div className="flex items-center">
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          {t('deliveryLog.title', { name })}
        </h3>
        <CopyButton text={asText} label={t('deliveryLog.copy')} look="ghost" />
      </div>
      <ol aria-label={t('deliveryLog.title', { name })} className="flex flex-col">
        {[...lines].reverse().map((event, index) => {
          const advice = deliveryAdvice(event);
          return (
            <li
              key={`${event.atEpochMs} ${event.kind} ${lines.length - index}`}
              className="flex gap-3 border-line border-t py-2"
            >
              <time className="figures w-16 shrink-0 text-text-2">
                {formatTimeOfDay(event.atEpochMs)}
              </time>
              <EventIcon kind={event.kind} />
              <div className="selectable min-w-0">
                <p>{deliverySentence(event, chosen, false)}</p>
                {advice ? <p className="text-sm text-text-2">{advice}</p> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Asked for anew when something has happened. */
function useLog(destinationId: string | null): readonly DeliveryEvent[] {
  const last = useStudio(({ session }) =>
    destinationId === null ? null : (session.delivery[destinationId]?.last ?? null),
  );
  const [lines, setLines] = useState<readonly DeliveryEvent[]>([]);
  useEffect(() => {
    if (destinationId === null) return;
    let wanted = true;
    void ask('destination:log', { destinationId }).then((answer) => {
      if (wanted && answer.ok) setLines(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [destinationId, last]);
  return lines;
}
