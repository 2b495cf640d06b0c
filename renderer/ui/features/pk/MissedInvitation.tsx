import { Swords } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTimeOfDay } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';

/** Who asked for a PK while nobody answered, and when; nothing where nobody did. */
export function MissedInvitation() {
  const { t } = useTranslation();
  const missed = useStudio(({ session }) => session.cohost.missedPk);
  const [busy, setBusy] = useState(false);
  if (!missed) return null;
  const { roomId, name, atMs, rules } = missed;
  const invite = async () => {
    setBusy(true);
    await ask('cohost:pk', { do: 'invite', rooms: [roomId], rules });
    setBusy(false);
  };
  return (
    <section
      aria-label={t('pk.missed')}
      className="flex items-center gap-2 rounded-lg border border-warn bg-raised p-3"
    >
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {t('pk.missedBy', { name, time: formatTimeOfDay(atMs).slice(0, 5) })}
      </p>
      <Button size="sm" disabled={busy} onClick={() => void invite()}>
        <Swords className="size-3.5" aria-hidden />
        {t('pk.inviteBack')}
      </Button>
    </section>
  );
}
