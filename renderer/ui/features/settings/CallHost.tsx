import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { SwitchRow } from '../../components/SwitchRow.tsx';

/** Whether the host is told, by ear and by the window, that somebody wants to come in. */
export function CallHost() {
  const { t } = useTranslation();
  const on = useStudio(({ session }) => session.cohost.callsHost);
  return (
    <SwitchRow
      label={t('settings.callHost')}
      hint={t('settings.callHostHint')}
      checked={on}
      onCheckedChange={(next) => void ask('cohost:callHost', { on: next })}
    />
  );
}
