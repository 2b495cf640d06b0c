import { Circle, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';

export function RecordButton() {
  const { t } = useTranslation();
  const state = useStudio(({ session }) => session.recording.state);
  const recording = state === 'recording';
  const Icon = recording ? Square : Circle;
  return (
    <Button
      className="min-w-24"
      disabled={state === 'finishing'}
      onClick={() => void ask(recording ? 'recording:stop' : 'recording:start')}
    >
      <Icon className="size-3.5 fill-air text-air" aria-hidden />
      {t(recording ? 'topbar.stopRecording' : 'topbar.record')}
    </Button>
  );
}
