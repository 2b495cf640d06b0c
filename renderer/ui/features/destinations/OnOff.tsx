import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask, change } from '../../app/studio.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Switch } from '../../components/Switch.tsx';

/** Switching off what is on air asks first, and then takes it off air alone. */
export function OnOff({ destination, busy }: { destination: Destination; busy: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { id, name, enabled } = destination;
  const changing = useStudio(
    ({ session: { live } }) => live.state === 'starting' || live.state === 'stopping',
  );
  const set = (next: boolean) =>
    change({
      type: 'destinations/destinationEnabled',
      payload: { destinationId: id, enabled: next },
    });
  return (
    <>
      <Switch
        label={t('destinations.enable', { name })}
        checked={enabled}
        disabled={busy && changing}
        onCheckedChange={(next) => (busy && !next ? setAsking(true) : void set(next))}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('destinations.leaveAsk', { name })}
        description={t('destinations.leaveMeaning')}
        confirmLabel={t('destinations.leaveConfirm')}
        onConfirm={() => {
          void set(false);
          void ask('destination:leave', { destinationId: id });
        }}
      />
    </>
  );
}
