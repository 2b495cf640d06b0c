import { FileWarning, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioError } from '../../../../common/result.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { dialogOpened, errorDismissed, failureDismissed } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { IconButton } from '../../components/IconButton.tsx';

type Banner = {
  key: string;
  what: string;
  error: StudioError;
  warn?: boolean;
  /** Of what was just asked for, perhaps in the window that is open: it stands above that. */
  fresh?: boolean;
  close: () => void;
};

/** What went wrong and is no part of any panel. Laid over the picture's upper edge, so that nothing moves. */
export function Notices() {
  const banners = useBanners();
  return (
    <div
      aria-live="assertive"
      className="pointer-events-none absolute inset-x-0 top-0 flex flex-col items-center gap-2 p-4"
    >
      {banners.map(({ key, what, error, warn, fresh, close }) => (
        <BannerFrame key={key} fresh={fresh} onClose={close}>
          <ErrorNote
            what={what}
            error={error}
            wide
            tone={warn ? 'warn' : 'air'}
            className="pr-9 shadow-lg shadow-black/50"
          />
        </BannerFrame>
      ))}
      {banners.length < 3 ? <MissingFilesNotice /> : null}
    </div>
  );
}

function useBanners(): Banner[] {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const live = useStudio(({ session }) => session.live);
  const recording = useStudio(({ session }) => session.recording);
  const notices = useStudio(({ session }) => session.notices);
  const failures = useView((view) => view.failures);
  const dismissed = useView((view) => view.dismissed);

  const banners: Banner[] = [];
  const add = (key: string, what: string, error: StudioError) => {
    if (dismissed.includes(key)) return;
    banners.push({ key, what, error, close: () => dispatch(errorDismissed(key)) });
  };
  if (live.state === 'failed') add('live', t('notices.liveFailed'), live.error);
  if (recording.state === 'failed') {
    add(`recording:${recording.file}`, t('notices.recordingFailed'), recording.error);
  }
  const told = [live, recording].map((it) => (it.state === 'failed' ? it.error.code : null));
  for (const { id, error } of failures) {
    // The state tells it already, and says better what it means.
    if (told.includes(error.code)) continue;
    const close = () => dispatch(failureDismissed(id));
    banners.push({ key: id, what: t('notices.requestFailed'), error, fresh: true, close });
  }
  for (const { id, error } of notices) {
    const close = () => void ask('notice:dismiss', { id });
    banners.push({ key: id, what: t('notices.fromMain'), error, warn: true, close });
  }
  return banners.slice(0, 3);
}

type FrameProps = { fresh?: boolean; onClose: () => void; children: ReactNode };

function BannerFrame({ fresh, onClose, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <div className={cx('pointer-events-auto relative w-full max-w-120', fresh ? 'z-50' : 'z-20')}>
      {children}
      <IconButton
        label={t('common.dismiss')}
        className="absolute! top-1.5 right-1.5"
        onClick={onClose}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** Some files of the show are not there; where to point to them is a click away. */
function MissingFilesNotice() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const number = useStudio(({ session }) => session.missingFiles.length);
  const collection = useStudio(({ show }) => show.meta.name);
  const key = `missing:${collection}:${number}`;
  const dismissed = useView((view) => view.dismissed.includes(key));
  if (number === 0 || dismissed) return null;
  return (
    <BannerFrame onClose={() => dispatch(errorDismissed(key))}>
      <div className="flex items-center gap-2 rounded-md border border-warn/40 bg-warn-dim p-2.5 pr-10 text-sm shadow-black/50 shadow-lg">
        <FileWarning className="size-4 shrink-0 text-warn" aria-hidden />
        <p className="min-w-0 flex-1 font-semibold">{t('notices.missingFiles', { number })}</p>
        <Button size="sm" onClick={() => dispatch(dialogOpened('missingFiles'))}>
          {t('notices.findFiles')}
        </Button>
      </div>
    </BannerFrame>
  );
}
