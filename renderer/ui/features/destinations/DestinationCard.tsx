import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask, change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { StatusDot, type Tone } from '../../components/StatusDot.tsx';
import { Switch } from '../../components/Switch.tsx';
import { DestinationDialog } from './DestinationDialog.tsx';
import { EmbeddedServer } from './EmbeddedServer.tsx';
import { LiveFigures } from './LiveFigures.tsx';
import { Trouble } from './Trouble.tsx';

const tones: Record<string, Tone> = {
  idle: 'ready',
  waiting: 'ready',
  connecting: 'busy',
  live: 'air',
  reconnecting: 'warn',
  failed: 'bad',
  stopped: 'ready',
  off: 'off',
};

/** Before the show, this machine's own destination is as well as its server. */
const serverWords = {
  starting: 'connecting',
  running: 'idle',
  restarting: 'connecting',
  failed: 'failed',
} as const;

/** One destination: its state in a dot and a word, its figures, its trouble, its controls. */
export function DestinationCard({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { id, name, kind, server, enabled } = destination;
  const status = useStudio(({ session }) => session.destinations[id]);
  const keyStored = useStudio(({ session }) => session.keysStored.includes(id));
  const state = status?.state ?? 'idle';
  const busy = state === 'connecting' || state === 'live' || state === 'reconnecting';
  const serverState = useStudio(({ session }) => session.server.state);
  const ownServer = kind === 'embedded' && state === 'idle' ? serverWords[serverState] : state;
  const onAir = useStudio(({ session }) => session.live.state === 'live');
  const waiting = onAir && enabled && kind === 'rtmp' && (state === 'idle' || state === 'stopped');
  const word = waiting ? 'waiting' : enabled || busy ? ownServer : 'off';
  return (
    <li
      aria-label={name}
      className={cx(
        'flex flex-col gap-2.5 rounded-lg border bg-raised p-3',
        state === 'live' ? 'border-air/50' : 'border-line',
      )}
    >
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="flex items-center gap-1.5 text-sm text-text-2" aria-live="polite">
            <StatusDot tone={tones[word] ?? 'off'} />
            {t(`destinations.states.${word}`)}
          </p>
        </div>
        {kind === 'rtmp' ? <Controls destination={destination} busy={busy} /> : null}
        <OnOff destination={destination} busy={busy} />
      </div>
      {state === 'live' ? <LiveFigures id={id} /> : null}
      {status ? <Trouble id={id} status={status} /> : null}
      {waiting ? (
        <Button
          size="sm"
          className="self-start"
          onClick={() => void ask('destination:retryNow', { destinationId: id })}
        >
          {t('destinations.join')}
        </Button>
      ) : null}
      {kind === 'embedded' ? (
        <EmbeddedServer />
      ) : (
        <p className="flex gap-2 text-sm text-text-2">
          <span className="min-w-0 flex-1 truncate" title={server}>
            {server}
          </span>
          <span className={cx('shrink-0', !keyStored && 'text-warn')}>
            {t(keyStored ? 'destinations.keyStored' : 'destinations.noKey')}
          </span>
        </p>
      )}
    </li>
  );
}

/** Switching off what is on air asks first, and then takes it off air alone. */
function OnOff({ destination, busy }: { destination: Destination; busy: boolean }) {
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

function Controls({ destination, busy }: { destination: Destination; busy: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const { id, name } = destination;
  return (
    <>
      <IconButton
        label={t('destinations.edit', { name })}
        disabled={busy}
        onClick={() => setOpen('edit')}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        label={t('destinations.remove', { name })}
        disabled={busy}
        onClick={() => setOpen('remove')}
      >
        <Trash2 aria-hidden />
      </IconButton>
      {open === 'edit' ? (
        <DestinationDialog destination={destination} onClose={() => setOpen(null)} />
      ) : null}
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={() => setOpen(null)}
        title={t('destinations.removeAsk', { name })}
        description={t('destinations.removeMeaning')}
        confirmLabel={t('destinations.removeConfirm')}
        onConfirm={() =>
          void change({ type: 'destinations/destinationRemoved', payload: { destinationId: id } })
        }
      />
    </>
  );
}
