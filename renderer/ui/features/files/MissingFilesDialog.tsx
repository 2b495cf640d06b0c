import { FileCheck2, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissingFile } from '../../../../common/live/session.ts';
import { fileName } from '../../app/format.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { bySource } from './bySource.ts';

/** Files that the show names and that are not there, by who uses them, and the way to where they are now. */
export function MissingFilesDialog() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const open = useView((view) => view.dialog === 'missingFiles');
  const missing = useStudio(({ session }) => session.missingFiles);
  const [found, setFound] = useState<number | null>(null);
  const close = (next: boolean) => {
    setFound(null);
    dispatch(dialogOpened(next ? 'missingFiles' : null));
  };
  const repoint = async (path: string) => {
    const answer = await ask('files:repoint', { path });
    if (answer.ok && answer.value.found > 0) setFound(answer.value.found);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      wide
      title={t('files.title')}
      description={missing.length > 0 ? t('files.meaning') : undefined}
    >
      {missing.length === 0 ? (
        <p className="flex items-center gap-2 py-2">
          <FileCheck2 className="size-5 text-preview" aria-hidden />
          {t('files.none')}
        </p>
      ) : (
        <div className="flex max-h-96 flex-col gap-4 overflow-y-auto">
          {bySource(missing).map((user) => (
            <section key={`${user.kind}:${user.id}`} className="flex flex-col gap-1">
              <h3 className="text-sm text-text-2">
                {user.name || t('files.ofShow')} · {t(`files.kinds.${user.kind}`)}
              </h3>
              <ul className="flex flex-col gap-1">
                {user.paths.map((path) => (
                  <FileLine key={path} path={path} onRepoint={() => void repoint(path)} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      <p aria-live="polite" className="min-h-4.5 text-sm text-text-2">
        {found === null ? null : t('files.found', { number: found })}
      </p>
      <div className="flex justify-between">
        <Button disabled={missing.length === 0} onClick={() => void ask('files:check')}>
          <RefreshCw className="size-4" aria-hidden />
          {t('files.lookAgain')}
        </Button>
        <Button look="primary" onClick={() => close(false)}>
          {t('common.done')}
        </Button>
      </div>
    </Dialog>
  );
}

function FileLine({ path, onRepoint }: { path: MissingFile['path']; onRepoint: () => void }) {
  const { t } = useTranslation();
  const name = fileName(path);
  return (
    <li className="flex items-center gap-3 rounded-md border border-line bg-panel px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="selectable break-all text-sm text-text-2">{path}</p>
      </div>
      <Button size="sm" onClick={onRepoint} aria-label={t('files.pointTo', { name })}>
        {t('files.point')}
      </Button>
    </li>
  );
}
