import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_DESTINATIONS } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SortableList } from '../../components/Sortable.tsx';
import { AddressesDialog } from './addresses/AddressesDialog.tsx';
import { DestinationCard } from './DestinationCard.tsx';
import { DestinationDialog } from './editor/DestinationDialog.tsx';
import type { EditorTarget } from './editor/props.ts';
import { RelayDialog } from './relay/RelayDialog.tsx';
import { type Windows, WindowsContext } from './windows.ts';

/** Where the programme goes, and how it fares there. */
export function Destinations() {
  const { t } = useTranslation();
  const destinations = useStudio(({ show }) => show.destinations);
  const [editing, setEditing] = useState<EditorTarget | null>(null);
  const [addressesOf, setAddressesOf] = useState<string | null>(null);
  const [relaying, setRelaying] = useState(false);
  const windows = useMemo<Windows>(
    () => ({
      edit: (destination) => setEditing({ mode: 'edit', destination }),
      copy: (destination) => setEditing({ mode: 'copy', destination }),
      addresses: setAddressesOf,
      relays: () => setRelaying(true),
    }),
    [],
  );
  const shown = destinations.find(({ id }) => id === addressesOf);
  return (
    <WindowsContext value={windows}>
      <div className="flex h-10 shrink-0 items-center pr-2 pl-3.5">
        <h2 className="panel-title flex-1">{t('destinations.title')}</h2>
        <IconButton
          label={t('destinations.add')}
          disabled={destinations.length >= MAX_DESTINATIONS}
          onClick={() => setEditing({ mode: 'add' })}
        >
          <Plus aria-hidden />
        </IconButton>
      </div>
      <SortableList
        label={t('destinations.title')}
        ids={destinations.map(({ id }) => id)}
        onMove={move}
        className="flex flex-col gap-2 px-2 pb-3"
      >
        {destinations.map((destination, index) => (
          <DestinationCard
            key={destination.id}
            destination={destination}
            index={index}
            onMove={(id, to) => to >= 0 && to < destinations.length && move(id, to)}
          />
        ))}
      </SortableList>
      {destinations.length === 0 ? (
        <div className="flex flex-col items-start gap-2.5 px-3.5">
          <p className="text-sm text-text-2">{t('destinations.empty')}</p>
          <Button size="sm" onClick={() => setEditing({ mode: 'add' })}>
            <Plus className="size-3.5" aria-hidden />
            {t('destinations.add')}
          </Button>
        </div>
      ) : null}
      {editing ? (
        <DestinationDialog
          target={editing}
          onClose={() => setEditing(null)}
          onSaved={(id, { pgc }) => {
            setEditing(null);
            // What has been made of the parts is what one wants to see next.
            if (pgc) setAddressesOf(id);
          }}
        />
      ) : null}
      {shown ? <AddressesDialog destination={shown} onClose={() => setAddressesOf(null)} /> : null}
      {relaying ? <RelayDialog onClose={() => setRelaying(false)} /> : null}
    </WindowsContext>
  );
}

const move = (destinationId: string, index: number) =>
  void change({ type: 'destinations/destinationMoved', payload: { destinationId, index } });
