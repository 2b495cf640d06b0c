import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../app/announce.tsx';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';

/** Signs the push address anew; what is on air stays on air. */
export function RenewButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const renew = async () => {
    setBusy(true);
    const answer = await ask('destination:renew', { destinationId: id });
    setBusy(false);
    if (answer.ok) announce(t('destinations.renewed'));
  };
  return (
    <Button size="sm" disabled={busy} onClick={() => void renew()}>
      {t('destinations.renew')}
    </Button>
  );
}
