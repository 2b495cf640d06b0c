import { Redo2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HistoryLabel } from '../../../../common/live/session.ts';
import { useStudio } from '../../app/hooks.ts';
import { historyWords } from '../../commands/historyWords.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { LayoutMenu } from './LayoutMenu.tsx';

/** Over the pictures: how one works, what can be taken back, layouts; and what is encoded. */
export function Toolbar() {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 bg-bg px-3">
      <Mode />
      <History />
      <LayoutMenu />
      <span className="flex-1" />
      <PictureFigures />
    </div>
  );
}

function Mode() {
  const { t } = useTranslation();
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  const { run, key } = useCommand('studioMode');
  const hint = t(studioMode ? 'preview.studioHint' : 'preview.directHint');
  return (
    <div title={key ? `${hint} (${key})` : hint} className="shrink-0">
      <SegmentedControl
        className="w-52"
        label={t('preview.mode')}
        value={studioMode ? 'studio' : 'direct'}
        options={[
          { value: 'direct', label: t('preview.direct') },
          { value: 'studio', label: t('preview.studio') },
        ]}
        onChoose={(next) => {
          if ((next === 'studio') !== studioMode) run();
        }}
      />
    </div>
  );
}

function History() {
  const { t } = useTranslation();
  const { undo, redo } = useStudio(({ session }) => session.history);
  const toUndo = useCommand('edit.undo');
  const toRedo = useCommand('edit.redo');
  const hint = (what: HistoryLabel | null, word: 'undo' | 'redo', none: string, key: string) =>
    `${what ? t(`history.${word}`, { what: historyWords(what) }) : none}${key ? ` (${key})` : ''}`;
  return (
    <div className="flex shrink-0">
      <IconButton
        size="md"
        label={hint(undo, 'undo', t('history.noUndo'), toUndo.key)}
        aria-disabled={!toUndo.enabled}
        className="aria-disabled:opacity-35"
        onClick={toUndo.run}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        size="md"
        label={hint(redo, 'redo', t('history.noRedo'), toRedo.key)}
        aria-disabled={!toRedo.enabled}
        className="aria-disabled:opacity-35"
        onClick={toRedo.run}
      >
        <Redo2 aria-hidden />
      </IconButton>
    </div>
  );
}

function PictureFigures() {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  if (!canvas) return null;
  return (
    <p className="figures min-w-0 truncate text-sm text-text-2">
      {canvas.width}×{canvas.height} · {canvas.fps} fps ·{' '}
      {t('preview.videoBitrate', { mbps: (kbps / 1000).toFixed(1) })}
    </p>
  );
}
