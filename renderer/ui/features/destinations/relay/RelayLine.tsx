import { Split } from 'lucide-react';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { Button } from '../../../components/Button.tsx';
import { troubledRelays } from '../model/relays.ts';
import { WindowsContext } from '../windows.ts';

/** To how many servers the show is sent on, and how many of them do not get it; opens the list. */
export function RelayLine() {
  const { t } = useTranslation();
  const { relays } = useContext(WindowsContext);
  const count = useStudio(({ session }) => session.relays.length);
  const troubled = useStudio(({ session }) => troubledRelays(session.relays));
  if (count === 0) return null;
  return (
    <Button size="sm" look="ghost" className="-my-1 -ml-2.5 self-start" onClick={relays}>
      <Split className="size-3.5" aria-hidden />
      {t('destinations.relay.count', { count })}
      {troubled > 0 ? (
        <span className="text-warn">{t('destinations.relay.troubled', { count: troubled })}</span>
      ) : null}
    </Button>
  );
}
