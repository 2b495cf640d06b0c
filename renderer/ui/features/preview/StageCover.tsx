import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** Covers a picture only while there is none. The second one of two says it in fewer words. */
export function StageCover({ compact }: { compact: boolean }) {
  const { t } = useTranslation();
  const stage = useStudio(({ session }) => session.stage);
  const live = useStudio(({ session }) => session.live.state === 'live');
  if (stage.state === 'running') return null;
  const hint =
    stage.state === 'starting'
      ? 'preview.startingHint'
      : live
        ? 'preview.stillConnected'
        : 'preview.soonBack';
  return (
    <div
      aria-live="polite"
      className={cx(
        'pointer-events-auto absolute inset-0 flex justify-center p-6',
        // Notices lie over the upper edge.
        stage.state === 'failed' ? 'items-end' : 'items-center',
        stage.state === 'restarting' ? 'bg-bg/80' : 'bg-bg',
      )}
    >
      {stage.state === 'failed' && !compact ? (
        <ErrorNote
          what={t('preview.failed')}
          error={stage.error}
          className="w-full max-w-120"
          wide
        />
      ) : (
        <div className="text-center">
          <p className="font-semibold">{t(`preview.${stage.state}`)}</p>
          {compact ? null : <p className="text-sm text-text-2">{t(hint)}</p>}
        </div>
      )}
    </div>
  );
}
