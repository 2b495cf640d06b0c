import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../../app/clock.ts';
import { formatDuration } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { StatusDot, type Tone } from '../../components/StatusDot.tsx';

type PillProps = { tone: Tone; word: string; onAir?: boolean; children?: ReactNode };

function Pill({ tone, word, onAir, children }: PillProps) {
  return (
    <div
      className={cx(
        'flex h-7 shrink-0 items-center gap-1.5 rounded-full px-3',
        onAir ? 'bg-air-dim text-air-text' : 'bg-control text-text-2',
      )}
    >
      <StatusDot tone={tone} />
      <span aria-live="polite" className="font-medium">
        {word}
      </span>
      {children}
    </div>
  );
}

function Since({ atMs }: { atMs: number }) {
  const text = useClock((now) => formatDuration(now - atMs));
  return <time className="figures font-medium">{text}</time>;
}

const liveTones: Record<string, Tone> = {
  idle: 'off',
  starting: 'busy',
  live: 'air',
  stopping: 'busy',
  failed: 'bad',
};

export function LivePill() {
  const { t } = useTranslation();
  const live = useStudio(({ session }) => session.live);
  return (
    <Pill
      tone={liveTones[live.state] ?? 'off'}
      word={t(`topbar.live.${live.state}`)}
      onAir={live.state === 'live' || live.state === 'failed'}
    >
      {live.state === 'live' ? <Since atMs={live.startedAtMs} /> : null}
    </Pill>
  );
}

export function RecordingPill() {
  const { t } = useTranslation();
  const state = useStudio(({ session }) => session.recording.state);
  const startedAtMs = useStudio(({ session }) => session.recordingStartedAtMs);
  if (state === 'idle' || state === 'finished') return null;
  return (
    <Pill
      tone={state === 'recording' ? 'air' : state === 'failed' ? 'bad' : 'busy'}
      word={t(`topbar.recording.${state}`)}
      onAir={state === 'failed'}
    >
      {state === 'recording' && startedAtMs !== null ? <Since atMs={startedAtMs} /> : null}
    </Pill>
  );
}
