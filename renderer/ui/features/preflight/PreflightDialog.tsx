import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { dialogOpened, errorsForgotten } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { CheckRow } from './CheckRow.tsx';
import { VerdictBar } from './VerdictBar.tsx';
import { type CheckGroup, groupsOf, verdictOf } from './verdict.ts';

/** Everything that going live needs, looked at beforehand, on one page. */
export function PreflightDialog() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const open = useView((view) => view.dialog === 'preflight');
  const close = () => {
    dispatch(dialogOpened(null));
    void window.studio.invoke('preflight:cancel', undefined);
  };
  return (
    <Dialog
      open={open}
      wide
      onOpenChange={(next) => !next && close()}
      title={t('preflight.title')}
      description={t('preflight.meaning')}
    >
      <Page onClose={close} />
    </Dialog>
  );
}

function Page({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const preflight = useStudio(({ session }) => session.preflight);
  const offAir = useStudio(
    ({ session: { live } }) => live.state === 'idle' || live.state === 'failed',
  );
  const [upload, setUpload] = useState(false);
  const verdict = verdictOf(preflight);
  const running = verdict.word === 'running';
  // Whoever opens the page wants to know how it is now, not how it was.
  useEffect(() => {
    void ask('preflight:run', { upload: false });
  }, []);
  const goLive = () => {
    onClose();
    dispatch(errorsForgotten());
    void ask('live:start');
  };
  return (
    <>
      <VerdictBar verdict={verdict} />
      <Groups />
      <DialogFooter
        aside={
          <SwitchRow
            label={t('preflight.upload')}
            hint={t('preflight.uploadHint')}
            checked={upload}
            disabled={running || !offAir}
            onCheckedChange={setUpload}
          />
        }
      >
        {running ? (
          <Button onClick={() => void ask('preflight:cancel')}>{t('preflight.cancel')}</Button>
        ) : (
          <Button onClick={() => void ask('preflight:run', { upload })}>
            {t('preflight.again')}
          </Button>
        )}
        {offAir ? (
          <Button
            look={verdict.word === 'ready' || verdict.word === 'look' ? 'primary' : 'neutral'}
            disabled={running}
            onClick={goLive}
          >
            {t('topbar.goLive')}
          </Button>
        ) : null}
      </DialogFooter>
    </>
  );
}

function Groups() {
  const preflight = useStudio(({ session }) => session.preflight);
  const destinations = useStudio(({ show }) => show.destinations);
  const ids = destinations.map(({ id }) => id);
  return groupsOf(preflight?.checks ?? [], ids).map((group) => (
    <Group key={group.destinationId ?? 'machine'} group={group} />
  ));
}

function Group({ group: { destinationId, checks } }: { group: CheckGroup }) {
  const { t } = useTranslation();
  const name = useStudio(
    ({ show }) => show.destinations.find(({ id }) => id === destinationId)?.name,
  );
  const title = destinationId === null ? t('preflight.machine') : (name ?? t('preflight.removed'));
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="truncate font-medium" title={title}>
        {title}
      </h3>
      <ul aria-label={title} className="rounded-lg border border-line bg-panel">
        {checks.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
    </section>
  );
}
