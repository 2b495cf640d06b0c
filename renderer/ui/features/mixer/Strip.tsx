import { AudioWaveform, Headphones, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StripChange, Strip as StripState } from '../../../../common/show/mixer.ts';
import { formatDb } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { StripWarning } from '../warnings/index.ts';
import { ChainPopover } from './chain/ChainPopover.tsx';
import { Drift } from './Drift.tsx';
import { Fader } from './Fader.tsx';
import { Meter } from './Meter.tsx';
import { RoutingPopover } from './RoutingPopover.tsx';
import { Scale } from './Scale.tsx';
import { StripFrame } from './StripFrame.tsx';

const monitorSteps = { off: 'only', only: 'both', both: 'off' } as const;

/** One channel of the mixer. */
export function Strip({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const strip = useStudio(({ show }) => show.mixer.strips[id]);
  const group = useStudio(({ show }) =>
    show.mixer.groups.find((it) => it.id === show.mixer.strips[id]?.groupId),
  );
  if (!strip) return null;
  const set = (changed: StripChange, gesture?: string) =>
    change(
      { type: 'mixer/stripChanged', payload: { stripId: id, change: changed } },
      gesture ? { gesture } : {},
    );
  const silent = strip.muted || (group?.muted ?? false);
  return (
    <StripFrame
      label={name}
      note={<Notes strip={strip} group={group?.name} />}
      warning={<StripWarning id={id} />}
    >
      <div className="flex min-h-0 flex-1 justify-center gap-1.5 py-1">
        <Scale />
        <div className={cx('h-full transition-opacity', silent && 'opacity-30')}>
          <Meter stripId={id} />
        </div>
        <Fader
          label={t('mixer.gain', { name })}
          gainDb={strip.gainDb}
          onGain={(gainDb, gesture) => set({ gainDb }, gesture)}
        />
      </div>
      <p className="flex items-baseline justify-between gap-1">
        <span className="figures text-sm text-text-2">{formatDb(strip.gainDb)}</span>
        <Drift sourceId={id} />
      </p>
      <div className="grid grid-cols-5 gap-0.5">
        <Toggle
          label={t(strip.muted ? 'mixer.unmute' : 'mixer.mute', { name })}
          on={strip.muted}
          tone="air"
          onClick={() => void set({ muted: !strip.muted })}
        >
          M
        </Toggle>
        <Toggle
          label={t('mixer.solo', { name })}
          on={strip.solo}
          tone="warn"
          onClick={() => void set({ solo: !strip.solo })}
        >
          S
        </Toggle>
        <Toggle
          label={t(`mixer.monitor.${strip.monitor}`, { name })}
          on={strip.monitor !== 'off'}
          tone={strip.monitor === 'only' ? 'warn' : 'accent'}
          onClick={() => void set({ monitor: monitorSteps[strip.monitor] })}
        >
          <Headphones className="size-3.5" aria-hidden />
        </Toggle>
        <ChainPopover stripId={id} name={name} strip={strip}>
          <StripButton label={t('mixer.chain', { name })} on={strip.chain.some((it) => it.enabled)}>
            <AudioWaveform className="size-3.5" aria-hidden />
          </StripButton>
        </ChainPopover>
        <RoutingPopover stripId={id} name={name} strip={strip} set={set}>
          <StripButton label={t('mixer.routing', { name })} on={!isPlain(strip)}>
            <SlidersHorizontal className="size-3.5" aria-hidden />
          </StripButton>
        </RoutingPopover>
      </div>
    </StripFrame>
  );
}

/** Whether nothing in the routing panel has been touched. */
const isPlain = ({ pan, delayMs, mono, tracks, groupId, ducking }: StripState): boolean =>
  pan === 0 &&
  delayMs === 0 &&
  !mono &&
  groupId === null &&
  ducking === null &&
  tracks.join() === '1';

/** What makes this strip sound other than its fader says, in a few letters. */
function Notes({ strip, group }: { strip: StripState; group: string | undefined }) {
  const { t } = useTranslation();
  const notes = [
    group,
    strip.ducking ? t('mixer.ducks') : null,
    strip.monitor === 'only' ? t('mixer.onlyMonitor') : null,
    strip.delayMs !== 0 ? `${strip.delayMs > 0 ? '+' : '−'}${Math.abs(strip.delayMs)} ms` : null,
    strip.tracks.join() === '1' ? null : t('mixer.tracksShort', { tracks: strip.tracks.join(' ') }),
  ].filter((note) => note);
  return <>{notes.join(' · ')}</>;
}

const tones = {
  air: 'bg-air-strong text-white',
  warn: 'bg-warn text-bg',
  accent: 'bg-accent text-bg',
} as const;

type ToggleProps = {
  label: string;
  on: boolean;
  tone: keyof typeof tones;
  onClick: () => void;
  children: React.ReactNode;
};

/** A small switch at the foot of a strip. */
export function Toggle({ label, on, tone, onClick, children }: ToggleProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        onClick={onClick}
        className={cx(
          'inline-flex h-6 items-center justify-center rounded-sm text-sm font-semibold transition-colors',
          on ? tones[tone] : 'bg-control text-text-2 hover:bg-control-hover hover:text-text',
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}

type ButtonProps = React.ComponentProps<'button'> & { label: string; on: boolean };

/** Opens a panel of a strip; `on` says that something is set there. */
function StripButton({ label, on, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        'inline-flex h-6 items-center justify-center rounded-sm bg-control transition-colors hover:bg-control-hover',
        on ? 'text-accent' : 'text-text-2 hover:text-text',
      )}
    >
      {children}
    </button>
  );
}
