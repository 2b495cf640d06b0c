import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { stepOf } from '../../../../common/live/health.ts';
import { LADDER, LOWEST_KBPS, type Rung, rungAt } from '../../../../common/live/ladder.ts';
import { formatBitrate } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { useFigures } from '../../app/telemetry.ts';
import { cx } from '../../components/cx.ts';
import { DeliveryLine } from './DeliveryLine.tsx';
import { useChosen } from './useHealth.ts';

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** The ladder as it is written down in one table, and the step that the destination is on now. */
export function Ladder({ destinationId }: { destinationId: string | null }) {
  const { t } = useTranslation();
  const chosen = useChosen();
  const live = useStudio(({ session }) =>
    destinationId === null ? false : session.destinations[destinationId]?.state === 'live',
  );
  const rung = useRung(destinationId);
  const step = stepOf(rung, chosen);
  const here = live ? step : null;
  return (
    <section aria-label={t('health.ladder.title')} className="flex flex-col gap-3">
      <div>
        <h3 className="font-semibold">{t('health.ladder.title')}</h3>
        <p className="mt-1 text-sm text-text-2">{t('health.ladder.hint')}</p>
      </div>
      <Stairs here={here} />
      <table className="figures w-full text-sm">
        <thead className="text-left text-text-2">
          <tr>
            <th className="py-1 pl-2 font-medium">{t('health.ladder.link')}</th>
            <th className="py-1 font-medium">{t('health.ladder.picture')}</th>
            <th className="py-1 pr-2 text-right font-medium">{t('health.ladder.bitrate')}</th>
          </tr>
        </thead>
        <tbody>
          {[-1, ...LADDER.keys()].map((at) => (
            <Row key={at} at={at} here={here === at} chosen={chosen} rung={rung} />
          ))}
        </tbody>
      </table>
      {live || destinationId === null ? null : (
        <p className="text-sm text-text-2">{t('health.ladder.notLive')}</p>
      )}
      {destinationId === null ? null : <DeliveryLine id={destinationId} withAdvice />}
    </section>
  );
}

/** What the picture is encoded at for a destination now, from the output's own figures. */
function useRung(destinationId: string | null): Rung | null {
  const text = useFigures(({ output }) => {
    const rung = destinationId === null ? null : output?.destinations[destinationId]?.rung;
    return rung ? `${rung.kbps} ${rung.fps} ${rung.width} ${rung.height}` : null;
  });
  if (text === null) return null;
  const [kbps = 0, fps = 0, width = 0, height = 0] = text.split(' ').map(Number);
  return { kbps, fps, width, height };
}

type RowProps = { at: number; here: boolean; chosen: Rung; rung: Rung | null };

function Row({ at, here, chosen, rung }: RowProps) {
  const { t } = useTranslation();
  const share = LADDER[at]?.share;
  const above = at <= 0 ? 1 : (LADDER[at - 1]?.share ?? 1);
  const picture = at < 0 ? chosen : rungAt(at, chosen.kbps, chosen);
  const link =
    share === undefined
      ? t('health.ladder.chosen')
      : share > 0
        ? t('health.ladder.from', { share: percent(share) })
        : t('health.ladder.below', { share: percent(above) });
  const lowest = Math.max(LOWEST_KBPS, Math.round((share ?? 0) * chosen.kbps));
  const range =
    at < 0
      ? formatBitrate(chosen.kbps * 1000)
      : formatBitrate((here && rung ? rung.kbps : lowest) * 1000);
  return (
    <tr
      aria-current={here ? 'step' : undefined}
      className={cx(
        'border-line border-t',
        here && (at < 0 ? 'bg-preview-dim font-medium' : 'bg-warn-dim font-medium'),
      )}
    >
      <th scope="row" className="py-1.5 pl-2 text-left font-[inherit]">
        <span className="flex items-center gap-1">
          {link}
          {here ? (
            <>
              <ArrowLeft
                className={cx('size-3.5', at < 0 ? 'text-preview' : 'text-warn')}
                aria-hidden
              />
              <span className={at < 0 ? 'text-preview' : 'text-warn'}>
                {t('health.ladder.here')}
              </span>
            </>
          ) : null}
        </span>
      </th>
      <td className="py-1.5">
        {Math.min(picture.width, picture.height)}p · {Math.round(picture.fps)}
      </td>
      <td className="py-1.5 pr-2 text-right">{at < 0 || here ? range : `≥ ${range}`}</td>
    </tr>
  );
}

/** The steps as stairs that go down; the one it stands on is filled and carries a ball. */
function Stairs({ here }: { here: number | null }) {
  const steps = [-1, ...LADDER.keys()];
  const width = 272 / steps.length;
  return (
    <svg viewBox="0 0 272 74" className="w-full" aria-hidden>
      {steps.map((step, index) => {
        const height = 56 - index * 10.5;
        const isHere = here === step;
        const colour = isHere ? (step < 0 ? '#34d399' : '#f5b544') : '#2b3241';
        return (
          <g key={step}>
            <rect
              x={index * width + 1}
              y={74 - height}
              width={width - 2}
              height={height}
              rx="3"
              fill={colour}
            />
            {isHere ? (
              <circle cx={(index + 0.5) * width} cy={74 - height - 9} r="5.5" fill={colour} />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
