import { Pause, Play, RotateCcw, SkipBack, SkipForward } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../../common/ipc/contract.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { formatDuration } from '../../../app/format.ts';
import { useMedia } from '../../../app/mediaState.ts';
import { ask } from '../../../app/studio.ts';
import { IconButton } from '../../../components/IconButton.tsx';

/** Play, pause, from the start, next, previous, and where in the file. */
export function Transport({ source }: { source: SourceOf<'media'> }) {
  const { t } = useTranslation();
  const state = useMedia(source.id, (media) => media?.state ?? 'waiting');
  const act = (act: ChannelInput<'media:act'>['act']) =>
    void ask('media:act', { sourceId: source.id, act });
  const empty = source.paths.length === 0;
  const many = source.paths.length > 1;
  return (
    <div className="flex flex-col gap-1 rounded-md border border-line bg-bg px-2 pt-1.5 pb-0.5">
      <SeekBar sourceId={source.id} />
      <div className="flex items-center gap-0.5">
        <span aria-live="polite" className="min-w-0 flex-1 truncate text-sm text-text-2">
          {t(`sources.media.states.${state}`)}
        </span>
        <IconButton
          label={t('sources.media.previous')}
          disabled={!many}
          onClick={() => act('previous')}
        >
          <SkipBack aria-hidden />
        </IconButton>
        <IconButton
          label={t('sources.media.fromStart')}
          disabled={empty}
          onClick={() => act('restart')}
        >
          <RotateCcw aria-hidden />
        </IconButton>
        {state === 'playing' ? (
          <IconButton size="md" label={t('sources.media.pause')} onClick={() => act('pause')}>
            <Pause aria-hidden />
          </IconButton>
        ) : (
          <IconButton
            size="md"
            label={t('sources.media.play')}
            disabled={empty}
            onClick={() => act('play')}
          >
            <Play aria-hidden />
          </IconButton>
        )}
        <IconButton label={t('sources.media.next')} disabled={!many} onClick={() => act('next')}>
          <SkipForward aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function SeekBar({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation();
  const position = useMedia(sourceId, (media) => media?.positionSeconds ?? 0);
  const duration = useMedia(sourceId, (media) => media?.durationSeconds ?? 0);
  const [pulled, setPulled] = useState<number | null>(null);
  const shown = pulled ?? position;
  const time = (seconds: number) => formatDuration(seconds * 1000).replace(/^00:/, '');
  return (
    <div className="flex items-center gap-2">
      <span className="figures text-sm">{time(shown)}</span>
      <Slider.Root
        min={0}
        max={Math.max(duration, 0.1)}
        step={0.1}
        disabled={duration <= 0}
        value={[Math.min(shown, Math.max(duration, 0.1))]}
        onValueChange={([seconds = 0]) => setPulled(seconds)}
        onValueCommit={([seconds = 0]) => {
          void ask('media:seek', { sourceId, seconds }).then(() => setPulled(null));
        }}
        className="relative flex h-5 flex-1 touch-none items-center data-disabled:opacity-50"
      >
        <Slider.Track className="relative h-1 flex-1 rounded-full bg-control-hover">
          <Slider.Range className="absolute h-full rounded-full bg-accent" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={t('sources.media.seek')}
          aria-valuetext={`${time(shown)} / ${time(duration)}`}
          className="block size-3 rounded-full bg-text"
        />
      </Slider.Root>
      <span className="figures text-sm text-text-2">{time(duration)}</span>
    </div>
  );
}
