import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { DrillDialog, HealthDialog } from '../features/health/index.ts';
import { HotkeysDialog } from '../features/hotkeys/index.ts';
import { Palette } from '../features/palette/index.ts';
import { Announcer } from './announce.tsx';
import { useFloor, useStudio } from './hooks.ts';
import { endAsked } from './state/floor.ts';
import { store } from './store.ts';
import { ask } from './studio.ts';

/** What stands over the studio when a command asks for it. */
export function FloorWindows() {
  return (
    <>
      <Palette />
      <HotkeysDialog />
      <HealthDialog />
      <DrillDialog />
      <EndDialog />
      <Announcer />
    </>
  );
}

/** "End the show?", asked by a command; the big button asks by itself. */
function EndDialog() {
  const { t } = useTranslation();
  const open = useFloor((floor) => floor.endAsked);
  const live = useStudio(({ session }) => session.live.state === 'live');
  const recording = useStudio(({ session }) => session.recording.state === 'recording');
  return (
    <ConfirmDialog
      open={open && live}
      onOpenChange={(next) => store.dispatch(endAsked(next))}
      title={t('topbar.endAsk')}
      description={t(recording ? 'topbar.endWhileRecording' : 'topbar.endMeaning')}
      confirmLabel={t('topbar.end')}
      onConfirm={() => void ask('live:stop')}
    />
  );
}
