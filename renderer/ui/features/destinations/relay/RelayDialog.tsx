import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MAX_RELAYS } from '../../../../../common/ipc/server.ts';
import type { Relay } from '../../../../../common/live/session.ts';
import { errorWords } from '../../../app/errorWords.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { DialogFooter } from '../../../components/DialogFooter.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { StatusDot } from '../../../components/StatusDot.tsx';
import { tones } from '../model/cardState.ts';
import { relayPlace } from '../model/relays.ts';
import { RelayForm } from './RelayForm.tsx';

/** Where the server of this computer sends the show on to; only main knows the whole addresses. */
export function RelayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const relays = useStudio(({ session }) => session.relays);
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={t('destinations.relay.title')}
      description={t('destinations.relay.meaning')}
    >
      {relays.length === 0 ? (
        <p className="rounded-lg border border-line bg-panel px-3 py-2.5 text-sm text-text-2">
          {t('destinations.relay.empty')}
        </p>
      ) : (
        <ul
          aria-label={t('destinations.relay.title')}
          className="rounded-lg border border-line bg-panel"
        >
          {relays.map((relay) => (
            <Row key={relay.id} relay={relay} />
          ))}
        </ul>
      )}
      {relays.length < MAX_RELAYS ? <RelayForm /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{t('common.done')}</Button>
      </DialogFooter>
    </Dialog>
  );
}

function Row({ relay: { id, place, status, own } }: { relay: Relay }) {
  const { t } = useTranslation();
  const shown = relayPlace(place);
  const waits = status.state === 'idle' || status.state === 'stopped';
  const failed = status.state === 'failed' || status.state === 'reconnecting';
  return (
    <li
      aria-label={shown}
      data-state={status.state}
      className="flex items-center gap-2.5 border-line border-b py-2 pr-2 pl-3 last:border-b-0"
    >
      <StatusDot tone={status.state === 'failed' ? 'warn' : tones[status.state]} />
      <div className="min-w-0 flex-1">
        <p className="truncate" title={shown}>
          {own ? t('destinations.relay.ofRoom') : shown}
        </p>
        <p className="text-sm text-text-2" aria-live="polite">
          {waits ? t('destinations.relay.waits') : t(`destinations.states.${status.state}`)}
          {failed ? (
            <>
              {' · '}
              <span className="text-warn">{errorWords(status.error)}</span>{' '}
              {t('destinations.relay.again')}
            </>
          ) : null}
        </p>
      </div>
      {own ? null : (
        <IconButton
          label={t('destinations.relay.remove', { place: shown })}
          onClick={() => void ask('relay:remove', { id })}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
