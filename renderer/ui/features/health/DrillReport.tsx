import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Drill } from '../../../../common/live/delivery.ts';
import { useClock } from '../../app/clock.ts';
import { useStudio } from '../../app/hooks.ts';
import { exactTime } from './words.ts';

/** A cable cut on purpose: while it lasts, and then what became of everything else, in numbers. */
export function DrillReport({ drill }: { drill: Drill }) {
  const { t } = useTranslation();
  const { destinationId, seconds, startedAtMs, result } = drill;
  const name = useStudio(
    ({ show }) => show.destinations.find(({ id }) => id === destinationId)?.name ?? destinationId,
  );
  const healing = useClock((now) => (now - startedAtMs > seconds * 1000 ? 1 : 0));
  if (!result)
    return (
      <p
        role="status"
        className="flex items-center gap-2 rounded-lg border border-warn/40 bg-warn-dim p-4"
      >
        <LoaderCircle className="size-4 animate-spin text-warn" aria-hidden />
        {t('drill.running', { name, seconds })} {healing ? t('drill.healing') : null}
      </p>
    );
  const { offAirMs, encoded, others } = result;
  const missed = others.some((it) => it.missed > 0);
  const verdict =
    others.length === 0 ? 'drill.noOthers' : missed ? 'drill.notWell' : 'drill.allWell';
  return (
    <section
      aria-label={t('drill.result', { name })}
      className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-4"
    >
      <h3 className="font-semibold">{t('drill.result', { name })}</h3>
      <p className="flex flex-wrap items-center gap-x-1.5" role="status">
        {missed ? (
          <TriangleAlert className="size-3.5 text-warn" aria-hidden />
        ) : (
          <CircleCheck className="size-3.5 text-preview" aria-hidden />
        )}
        <span className="font-medium">{t(verdict)}</span>
        <span className="text-text-2">
          {t('drill.offAir', { time: exactTime(offAirMs), encoded })}
        </span>
      </p>
      {others.length > 0 ? (
        <table className="figures w-full max-w-xl text-sm">
          <thead className="text-left text-text-2">
            <tr>
              <th className="py-1 font-medium">{t('drill.output')}</th>
              <th className="py-1 text-right font-medium">{t('drill.frames')}</th>
              <th className="py-1 text-right font-medium">{t('drill.missed')}</th>
            </tr>
          </thead>
          <tbody>
            {others.map((it) => (
              <tr key={it.id} className="border-line border-t">
                <th scope="row" className="max-w-72 truncate py-1 text-left font-medium">
                  {it.id === 'recorder' ? t('drill.recorder') : it.name}
                </th>
                <td className="py-1 text-right">{t('drill.of', { frames: it.frames, encoded })}</td>
                <td className={`py-1 text-right ${it.missed > 0 ? 'text-warn' : ''}`}>
                  {it.missed}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
