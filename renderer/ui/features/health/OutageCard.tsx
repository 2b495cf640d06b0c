import { CircleCheck, FolderOpen, Scissors } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outage } from '../../../../common/live/delivery.ts';
import type { StudioError } from '../../../../common/result.ts';
import { useClock } from '../../app/clock.ts';
import { errorWords } from '../../app/errorWords.ts';
import { fileName, formatDuration, formatTimeOfDay } from '../../app/format.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { exactTime } from './words.ts';

/** One interruption: when, how long to a tenth of a second, why, what it cost, and what fills the gap. */
export function OutageCard({ outage }: { outage: Outage }) {
  const { t } = useTranslation();
  const { destinationName, fromEpochMs, toEpochMs, cause, byDrill, framesLost } = outage;
  const lasting = toEpochMs === null;
  const from = formatTimeOfDay(fromEpochMs);
  const span = lasting
    ? t('outages.since', { from })
    : t('outages.span', { from, to: formatTimeOfDay(toEpochMs) });
  return (
    <li
      aria-label={`${destinationName}, ${span}`}
      className={cx(
        'flex flex-col gap-3 rounded-lg border bg-panel p-4',
        lasting ? 'border-air/50' : 'border-line',
      )}
    >
      <div className="flex items-center gap-2.5">
        <StatusDot tone={lasting ? 'bad' : 'ready'} />
        <h3 className="min-w-0 truncate font-semibold" title={destinationName}>
          {destinationName}
        </h3>
        {lasting ? <Badge look="air">{t('outages.lasting')}</Badge> : null}
        {byDrill ? <Badge look="plain">{t('outages.drill')}</Badge> : null}
        <span className="figures ml-auto text-text-2">{span}</span>
      </div>
      <dl className="grid grid-cols-[9rem_7rem_16rem_1fr] gap-4">
        <Fact name={t('outages.offAir')}>
          <span className="figures text-lg font-semibold">
            {lasting ? <Lasting fromEpochMs={fromEpochMs} /> : exactTime(outage.offAirMs)}
          </span>
        </Fact>
        <Fact name={t('outages.framesLost')}>
          <span className="figures text-lg font-semibold">{framesLost}</span>
        </Fact>
        <Fact name={t(lasting ? 'outages.viewersSee' : 'outages.viewersSaw')}>
          {lasting ? t('outages.sawNow') : t(`outages.saw.${outage.viewersSaw}`)}
        </Fact>
        <Fact name={t('outages.cause')}>
          {byDrill ? (
            t('outages.byDrill')
          ) : (
            <>
              {errorWords(cause)} <span className="text-text-2">{t(`cures.${cause.code}`)}</span>
            </>
          )}
        </Fact>
      </dl>
      <Gap outage={outage} />
    </li>
  );
}

function Lasting({ fromEpochMs }: { fromEpochMs: number }) {
  return useClock((now) => exactTime(Math.floor((now - fromEpochMs) / 1000) * 1000));
}

function Badge({ look, children }: { look: 'air' | 'plain'; children: ReactNode }) {
  return (
    <span
      className={cx(
        'shrink-0 rounded-full px-2 font-medium text-xs',
        look === 'air' ? 'bg-air-dim text-air-text' : 'bg-control text-text-2',
      )}
    >
      {children}
    </span>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-text-2">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What of the recording fills the gap, and cutting it out. */
function Gap({ outage }: { outage: Outage }) {
  const { t } = useTranslation();
  const [error, setError] = useState<StudioError | null>(null);
  const { id, recorded, cutFile, cutProgress, toEpochMs } = outage;
  if (!recorded)
    return toEpochMs === null ? null : (
      <p className="text-sm text-text-2">{t('outages.notRecorded')}</p>
    );
  const cut = async () => {
    setError(null);
    const answer = await ask('outage:cut', { outageId: id });
    if (!answer.ok) setError(answer.error);
  };
  const time = (seconds: number) => formatDuration(seconds * 1000);
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate" title={cutFile ?? recorded.file}>
            {cutFile ? (
              <span className="flex items-center gap-1.5">
                <CircleCheck className="size-3.5 shrink-0 text-preview" aria-hidden />
                <span className="selectable truncate">
                  {t('outages.cutDone', { file: fileName(cutFile) })}
                </span>
              </span>
            ) : (
              t('outages.recorded')
            )}
          </p>
          <p className="figures truncate text-sm text-text-2">
            {t('outages.stretch', {
              file: fileName(recorded.file),
              from: time(recorded.fromSeconds),
              to: time(recorded.toSeconds),
            })}
            {' · '}
            {t(toEpochMs === null ? 'outages.cutAfter' : 'outages.cutHint')}
          </p>
        </div>
        {cutProgress !== null ? (
          <Progress done={cutProgress} />
        ) : cutFile ? (
          <Button size="sm" onClick={() => void ask('outage:reveal', { outageId: id })}>
            <FolderOpen className="size-3.5" aria-hidden />
            {t('outages.reveal')}
          </Button>
        ) : (
          <Button size="sm" look="primary" disabled={toEpochMs === null} onClick={() => void cut()}>
            <Scissors className="size-3.5" aria-hidden />
            {t('outages.cut')}
          </Button>
        )}
      </div>
      {error ? <ErrorNote what={t('outages.cut')} error={error} wide /> : null}
    </div>
  );
}

function Progress({ done }: { done: number }) {
  const { t } = useTranslation();
  const share = `${Math.round(done * 100)}%`;
  return (
    <div className="w-48">
      <p className="figures mb-1 text-sm" role="status">
        {t('outages.cutting', { share })}
      </p>
      <progress
        value={done}
        max={1}
        aria-label={t('outages.cut')}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-control [&::-webkit-progress-bar]:bg-control [&::-webkit-progress-value]:bg-accent"
      />
    </div>
  );
}
