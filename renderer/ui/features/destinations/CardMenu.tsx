import { ArrowDown, ArrowUp, CopyPlus, Ellipsis, Link, Pencil, Split, Trash2 } from 'lucide-react';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { MAX_DESTINATIONS } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu.tsx';
import { WindowsContext } from './windows.ts';

type Props = {
  destination: Destination;
  index: number;
  busy: boolean;
  onMove: (id: string, toIndex: number) => void;
};

/** All that can be done with a destination beside switching it. What is on air is not changed. */
export function CardMenu({ destination, index, busy, onMove }: Props) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const windows = useContext(WindowsContext);
  const number = useStudio(({ show }) => show.destinations.length);
  const { id, name, kind } = destination;
  const own = kind !== 'embedded';
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('destinations.more', { name })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        {own ? (
          <>
            <MenuItem
              icon={<Pencil aria-hidden />}
              disabled={busy}
              onSelect={() => windows.edit(destination)}
            >
              {t('destinations.edit')}
            </MenuItem>
            {kind === 'file' ? null : (
              <MenuItem icon={<Link aria-hidden />} onSelect={() => windows.addresses(id)}>
                {t('destinations.addresses')}
              </MenuItem>
            )}
            <MenuItem
              icon={<CopyPlus aria-hidden />}
              disabled={number >= MAX_DESTINATIONS}
              onSelect={() => windows.copy(destination)}
            >
              {t('destinations.duplicate')}
            </MenuItem>
            <MenuLine />
          </>
        ) : (
          <>
            <MenuItem icon={<Split aria-hidden />} onSelect={windows.relays}>
              {t('destinations.relay.open')}
            </MenuItem>
            <MenuLine />
          </>
        )}
        <MenuItem
          icon={<ArrowUp aria-hidden />}
          disabled={index === 0}
          onSelect={() => onMove(id, index - 1)}
        >
          {t('destinations.moveUp')}
        </MenuItem>
        <MenuItem
          icon={<ArrowDown aria-hidden />}
          disabled={index === number - 1}
          onSelect={() => onMove(id, index + 1)}
        >
          {t('destinations.moveDown')}
        </MenuItem>
        {own ? (
          <>
            <MenuLine />
            <MenuItem
              icon={<Trash2 aria-hidden />}
              danger
              disabled={busy}
              onSelect={() => setRemoving(true)}
            >
              {t('destinations.removeConfirm')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
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
