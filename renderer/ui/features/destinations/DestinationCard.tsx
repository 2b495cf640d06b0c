import { useSortable } from '@dnd-kit/sortable';
import { type KeyboardEvent, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { StatusDot } from '../../components/StatusDot.tsx';
import { DeliveryLine, DrillButton, LogButton } from '../health/index.ts';
import { CardMenu } from './CardMenu.tsx';
import { DeliveryNotes } from './DeliveryNotes.tsx';
import { EmbeddedServer } from './EmbeddedServer.tsx';
import { LiveFigures } from './LiveFigures.tsx';
import { type CardState, cardStateOf, isBusy, tones } from './model/cardState.ts';
import { isLacking, placeOf, secretStateOf } from './model/secrets.ts';
import { OnOff } from './OnOff.tsx';
import { ServiceTile } from './ServiceTile.tsx';
import { Trouble } from './Trouble.tsx';
import { WindowsContext } from './windows.ts';

type Props = {
  destination: Destination;
  /** Its place in the list, from 0. */
  index: number;
  onMove: (id: string, toIndex: number) => void;
};

/** One destination: its state in a dot and a word, its figures, its trouble, its controls. */
export function DestinationCard({ destination, index, onMove }: Props) {
  const { t } = useTranslation();
  const { id, name, kind } = destination;
  const status = useStudio(({ session }) => session.destinations[id]);
  const serverState = useStudio(({ session }) => session.server.state);
  const onAir = useStudio(({ session }) => session.live.state === 'live');
  const state = cardStateOf(destination, status, serverState, onAir);
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } =
    useSortable({ id });
  const onKeyDown = (event: KeyboardEvent) => {
    // What is typed in a window that was opened from here comes by as well.
    if (!event.altKey || !event.currentTarget.contains(event.target as Node)) return;
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    onMove(id, index + by);
  };
  return (
    <li
      ref={setNodeRef}
      aria-label={name}
      data-destination={id}
      onKeyDown={onKeyDown}
      className={cx(
        'flex flex-col gap-2.5 rounded-lg border bg-raised p-3',
        state === 'live' ? 'border-air/50' : 'border-line',
        isDragging && 'relative z-10 shadow-black/50 shadow-lg',
      )}
      style={{
        transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
        transition,
      }}
    >
      <div className="flex items-center gap-1.5">
        <div
          ref={setActivatorNodeRef}
          onPointerDown={listeners?.onPointerDown as React.PointerEventHandler | undefined}
          className="flex min-w-0 flex-1 items-center gap-2.5"
        >
          <ServiceTile destination={destination} large />
          <div className="min-w-0 flex-1">
            <p className="line-clamp-2 font-medium [overflow-wrap:anywhere]" title={name}>
              {name}
            </p>
            <p className="flex items-center gap-1.5 text-sm text-text-2" aria-live="polite">
              <StatusDot tone={tones[state]} />
              {t(`destinations.states.${state}`)}
            </p>
          </div>
        </div>
        <CardMenu destination={destination} index={index} busy={isBusy(status)} onMove={onMove} />
        <OnOff destination={destination} busy={isBusy(status)} />
      </div>
      {state === 'live' ? <LiveFigures id={id} /> : null}
      <DeliveryNotes destination={destination} live={state === 'live'} />
      {status ? <Trouble id={id} status={status} /> : null}
      <History id={id} state={state} />
      {state === 'waiting' && kind !== 'embedded' ? (
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
      ) : state === 'live' && kind !== 'file' ? null : (
        <Place destination={destination} />
      )}
    </li>
  );
}

/** What happened to it last, and the way to all of it. Trouble says itself what it is. */
function History({ id, state }: { id: string; state: CardState }) {
  const told = useStudio(({ session }) => session.delivery[id] !== undefined);
  const kind = useStudio(({ session }) => session.delivery[id]?.last?.kind);
  // The card says these by itself, and for as long as they last.
  const said =
    kind === 'lowered' || kind === 'backup' || state === 'reconnecting' || state === 'failed';
  if (!told) return null;
  return (
    <>
      {said ? null : <DeliveryLine id={id} />}
      <div className="-my-1 -ml-2.5 flex gap-0.5">
        <LogButton id={id} />
        {state === 'live' ? <DrillButton id={id} /> : null}
      </div>
    </>
  );
}

/** Where it goes, in one line, and whether its key is there. */
function Place({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const secret = useStudio(({ session }) => secretStateOf(destination, session.keysStored));
  const folder = useStudio(({ session }) => session.recordingFolder);
  const { edit } = useContext(WindowsContext);
  const place = destination.kind === 'file' ? folder : placeOf(destination);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-text-2">
      <span className="min-w-0 max-w-full grow truncate" title={place}>
        {place}
      </span>
      {secret === 'none' ? null : isLacking(secret) ? (
        <Button
          size="sm"
          look="ghost"
          className="-mx-2 -my-1 text-warn"
          onClick={() => edit(destination)}
        >
          {t(`destinations.secrets.${secret}`)}
        </Button>
      ) : (
        <span className="shrink-0">{t(`destinations.secrets.${secret}`)}</span>
      )}
    </p>
  );
}
