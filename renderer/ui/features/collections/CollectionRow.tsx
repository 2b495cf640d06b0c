import { Copy, Ellipsis, FolderOutput, History, Pencil, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionEntry } from '../../../../common/live/session.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu.tsx';
import { RenameInput } from '../../components/RenameInput.tsx';

type Props = {
  entry: CollectionEntry;
  /** On air or recording: no other one can be opened. */
  busy: boolean;
  renaming: boolean;
  onRenaming: (renaming: boolean) => void;
  onOpen: () => void;
  onDuplicate: () => void;
  onExport: () => void;
  onCopies: () => void;
};

/** A collection. A broken one says why, and offers its last good copies instead of being opened. */
export function CollectionRow(props: Props) {
  const { entry, busy, renaming, onRenaming, onOpen, onCopies } = props;
  const { id, name, open, problem } = entry;
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <div
      className={cx(
        'flex min-h-11 items-center gap-2 rounded-md border px-3 py-1.5',
        open ? 'border-accent/60 bg-control' : 'border-line bg-panel',
      )}
    >
      <div className="min-w-0 flex-1">
        {renaming ? (
          <RenameInput
            label={t('collections.name')}
            name={name}
            className="w-full"
            onDone={(next) => {
              onRenaming(false);
              if (next) void ask('collections:rename', { id, name: next });
            }}
          />
        ) : (
          <p className="truncate font-medium" title={name} onDoubleClick={() => onRenaming(true)}>
            {name}
          </p>
        )}
        {problem ? (
          <p className="flex items-start gap-1.5 text-sm text-warn">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {t(`collections.problems.${problem.code === 'SHOW_VERSION' ? 'newer' : 'damaged'}`)}
          </p>
        ) : open ? (
          <p className="text-sm text-text-2">{t('collections.isOpen')}</p>
        ) : null}
      </div>
      {problem ? (
        <Button size="sm" onClick={onCopies}>
          {t('collections.copies')}
        </Button>
      ) : open ? null : (
        <Button
          size="sm"
          disabled={busy}
          onClick={onOpen}
          aria-label={t('collections.openNamed', { name })}
        >
          {t('collections.open')}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t('sources.more', { name })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          onSelect={() => setTimeout(() => onRenaming(true), 50)}
        >
          {t('sources.rename')}
        </MenuItem>
        <MenuItem
          icon={<Copy aria-hidden />}
          disabled={problem !== null}
          onSelect={props.onDuplicate}
        >
          {t('collections.duplicate')}
        </MenuItem>
        <MenuItem
          icon={<FolderOutput aria-hidden />}
          disabled={problem !== null}
          onSelect={props.onExport}
        >
          {t('collections.export')}
        </MenuItem>
        <MenuItem icon={<History aria-hidden />} onSelect={onCopies}>
          {t('collections.copies')}
        </MenuItem>
        <MenuLine />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          danger
          disabled={open}
          onSelect={() => setAsking(true)}
        >
          {t('collections.remove')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('collections.removeAsk', { name })}
        description={t('collections.removeMeaning')}
        confirmLabel={t('collections.remove')}
        onConfirm={() => void ask('collections:remove', { id })}
      />
    </div>
  );
}
