import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { errorsForgotten } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

/** Goes live at once; ends after asking once. */
export function LiveButton() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const state = useStudio(({ session }) => session.live.state);
  const recording = useStudio(({ session }) => session.recording.state === 'recording');
  const [asking, setAsking] = useState(false);

  if (state === 'live') {
    return (
      <>
        <Button look="danger" className="min-w-28" onClick={() => setAsking(true)}>
          {t('topbar.end')}
        </Button>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={t('topbar.endAsk')}
          description={t(recording ? 'topbar.endWhileRecording' : 'topbar.endMeaning')}
          confirmLabel={t('topbar.end')}
          onConfirm={() => void ask('live:stop')}
        />
      </>
    );
  }
  const busy = state === 'starting' || state === 'stopping';
  return (
    <Button
      look={state === 'stopping' ? 'danger' : 'primary'}
      className="min-w-28"
      disabled={busy}
      aria-busy={busy}
      onClick={() => {
        dispatch(errorsForgotten());
        void ask('live:start');
      }}
    >
      {busy ? t(`topbar.busy.${state}`) : t('topbar.goLive')}
    </Button>
  );
}
