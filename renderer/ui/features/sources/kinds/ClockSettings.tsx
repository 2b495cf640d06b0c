import { Pause, Play, RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { useClock } from '../../../app/clock.ts';
import { formatDuration } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { LiveText } from '../../../components/LiveText.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SettledText } from '../../../components/SettledText.tsx';
import { setSource } from '../edits.ts';
import { nextTimeOfDay, reset, shownSeconds, started, stopped } from '../model/clockwork.ts';

type Content = 'clock' | 'countdown' | 'stopwatch';
type Props = { source: SourceOf<'text'>; content: Content };

/** A clock's look; of a countdown and a stopwatch also how long, start, stop and reset. */
export function ClockSettings({ source, content }: Props) {
  const { t } = useTranslation();
  const { clock } = source;
  const put = (part: Partial<typeof clock>, gesture?: string) =>
    setSource(source, { clock: { ...clock, ...part } }, gesture);
  return (
    <>
      {content === 'clock' ? null : <Running source={source} content={content} />}
      {content === 'countdown' ? (
        <>
          <Length source={source} />
          <LiveText
            label={t('sources.text.endText')}
            placeholder={t('sources.text.endTextNone')}
            value={clock.endText}
            maxLength={200}
            onEdit={(endText, gesture) => put({ endText }, gesture)}
          />
        </>
      ) : null}
      <SettledText
        label={t('sources.text.format')}
        value={clock.format}
        maxLength={100}
        hint={t(content === 'clock' ? 'sources.text.formatClock' : 'sources.text.formatSpan')}
        faultOf={(text) => (text.trim() ? null : t('sources.text.formatEmpty'))}
        onSettle={(format) => void put({ format })}
      />
    </>
  );
}

function Running({ source, content }: { source: SourceOf<'text'>; content: Content }) {
  const { t } = useTranslation();
  const { clock } = source;
  const kind = content === 'countdown' ? 'countdown' : 'stopwatch';
  const text = useClock((now) => formatDuration(shownSeconds(clock, kind, now) * 1000));
  const running = clock.targetMs !== null;
  const set = (next: typeof clock) => void setSource(source, { clock: next });
  return (
    <div className="flex items-center gap-2 rounded-md border border-line bg-bg px-2.5 py-2">
      <time className="figures flex-1 font-semibold text-lg">{text}</time>
      <Button
        size="sm"
        look={running ? 'neutral' : 'primary'}
        onClick={() =>
          set(
            running
              ? stopped(clock, kind, Date.now())
              : started(clock, kind, source.id, Date.now()),
          )
        }
      >
        {running ? (
          <Pause className="size-3.5" aria-hidden />
        ) : (
          <Play className="size-3.5" aria-hidden />
        )}
        {t(running ? 'sources.text.stop' : 'sources.text.start')}
      </Button>
      <Button size="sm" onClick={() => set(reset(clock, kind, source.id))}>
        <RotateCcw className="size-3.5" aria-hidden />
        {t('sources.text.reset')}
      </Button>
    </div>
  );
}

function Length({ source }: { source: SourceOf<'text'> }) {
  const { t } = useTranslation();
  const id = useId();
  const { clock } = source;
  const total = Math.round(clock.standingSeconds);
  const running = clock.targetMs !== null;
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  const put = (standingSeconds: number, gesture: string) =>
    setSource(source, { clock: { ...clock, standingSeconds } }, gesture);
  return (
    <div className="flex items-start gap-2">
      <NumberField
        label={t('sources.text.minutes')}
        value={minutes}
        min={0}
        max={5999}
        disabled={running}
        onEdit={(value, gesture) => put(value * 60 + seconds, gesture)}
        className="flex-1"
      />
      <NumberField
        label={t('sources.text.seconds')}
        value={seconds}
        min={0}
        max={59}
        disabled={running}
        onEdit={(value, gesture) => put(minutes * 60 + value, gesture)}
        className="flex-1"
      />
      <div className="flex flex-1 flex-col gap-1">
        <label htmlFor={id} className="text-sm text-text-2">
          {t('sources.text.until')}
        </label>
        <input
          id={id}
          type="time"
          title={t('sources.text.untilHint')}
          onChange={({ target }) => {
            const targetMs = nextTimeOfDay(target.value, Date.now());
            if (targetMs !== null) void setSource(source, { clock: { ...clock, targetMs } });
          }}
          className="figures h-7 w-full min-w-0 rounded-md border border-edge bg-bg px-1.5"
        />
      </div>
    </div>
  );
}
