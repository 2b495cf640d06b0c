import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SelectionFrame } from './SelectionFrame.tsx';
import { usePlacedPicture } from './usePlacedPicture.ts';

/**
 * A hole in the window: the stage's live picture is a view of its own below this page.
 * One spread shadow paints all around the hole, so nothing is painted over the picture.
 */
export function Preview() {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const box = usePlacedPicture(area);
  const live = useStudio(({ session }) => session.live.state === 'live');
  return (
    <div className="flex h-full flex-col">
      <div className="relative min-h-0 flex-1 overflow-hidden">
        <div ref={area} className="absolute inset-3" />
        {box ? (
          <section
            aria-label={t(live ? 'preview.labelLive' : 'preview.label')}
            data-testid="preview"
            className="absolute"
            style={{
              left: `calc(0.75rem + ${box.x}px)`,
              top: `calc(0.75rem + ${box.y}px)`,
              width: box.width,
              height: box.height,
              boxShadow: `0 0 0 2px ${live ? 'var(--color-air)' : 'var(--color-line)'}, 0 0 0 9999px var(--color-bg)`,
            }}
          >
            <SelectionFrame />
            <StageCover />
          </section>
        ) : null}
      </div>
      <PictureLine />
    </div>
  );
}

/** Covers the picture only while there is none. */
function StageCover() {
  const { t } = useTranslation();
  const stage = useStudio(({ session }) => session.stage);
  if (stage.state === 'running') return null;
  return (
    <div
      aria-live="polite"
      className={cx(
        'absolute inset-0 flex justify-center p-6',
        // Notices lie over the upper edge.
        stage.state === 'failed' ? 'items-end' : 'items-center',
        stage.state === 'restarting' ? 'bg-bg/80' : 'bg-bg',
      )}
    >
      {stage.state === 'failed' ? (
        <ErrorNote
          what={t('preview.failed')}
          error={stage.error}
          className="w-full max-w-120"
          wide
        />
      ) : (
        <div className="text-center">
          <p className="font-semibold">{t(`preview.${stage.state}`)}</p>
          <p className="text-sm text-text-2">{t(`preview.${stage.state}Hint`)}</p>
        </div>
      )}
    </div>
  );
}

function PictureLine() {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  if (!canvas) return null;
  return (
    <p className="figures flex h-8 shrink-0 items-center justify-center gap-3 overflow-hidden bg-bg pb-1 text-sm text-text-2">
      <span>
        {canvas.width}×{canvas.height} · {canvas.fps} fps
      </span>
      <span>{t('preview.videoBitrate', { mbps: (kbps / 1000).toFixed(1) })}</span>
    </p>
  );
}
