import { useTranslation } from 'react-i18next';
import { ask } from '../../app/studio.ts';
import { SwitchRow } from '../../components/SwitchRow.tsx';

/** Whether other devices may open the pages of this computer's server. */
export function ShareSwitch({ shared }: { shared: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="border-line border-t pt-2.5">
      <SwitchRow
        label={t('destinations.share')}
        hint={t(shared ? 'destinations.sharedHint' : 'destinations.notSharedHint')}
        checked={shared}
        onCheckedChange={(next) => void ask('server:share', { shared: next })}
      />
    </div>
  );
}
