import { Copy, Ellipsis, Eye, EyeOff, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../../common/show/filters.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { RenameInput } from '../../components/RenameInput.tsx';
import { copyFilters } from './clipboard.ts';
import { filterIcons } from './icons.ts';

type Props = {
  sourceId: string;
  filter: Filter;
  open: boolean;
  onOpen: () => void;
  onRemove: () => void;
};

/** A step of the chain: opened, switched, renamed, copied, removed. */
export function FilterRow({ sourceId, filter, open, onOpen, onRemove }: Props) {
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  const { id, name, enabled, kind } = filter;
  const Icon = filterIcons[kind];
  const set = (part: Partial<Filter>) =>
    void change({
      type: 'sources/filterChanged',
      payload: { sourceId, filterId: id, change: part },
    });
  return (
    <div
      className={cx(
        'group flex h-8 items-center rounded-md pr-1 transition-colors',
        open ? 'bg-control' : 'hover:bg-raised',
      )}
    >
      {renaming ? (
        <RenameInput
          label={t('sources.name')}
          name={name}
          className="mx-1 flex-1"
          onDone={(next) => {
            setRenaming(false);
            if (next) set({ name: next });
          }}
        />
      ) : (
        <button
          type="button"
          aria-pressed={open}
          aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
          title={name}
          onClick={onOpen}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => {
            if (event.key === 'F2') setRenaming(true);
            else if (event.key === 'Delete') onRemove();
            else return;
            event.preventDefault();
          }}
          className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md pl-2 text-left"
        >
          <Icon
            className={cx('size-4 shrink-0', open ? 'text-accent' : 'text-text-2')}
            aria-hidden
          />
          <span className={cx('min-w-0 truncate', !enabled && 'text-text-2 line-through')}>
            {name}
          </span>
        </button>
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
          onSelect={() => setTimeout(() => setRenaming(true), 50)}
        >
          {t('sources.rename')}
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => copyFilters([filter])}>
          {t('filters.copy')}
        </MenuItem>
        <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={onRemove}>
          {t('filters.remove')}
        </MenuItem>
      </Menu>
      <IconButton
        label={t(enabled ? 'filters.disable' : 'filters.enable', { name })}
        aria-pressed={!enabled}
        onClick={() => set({ enabled: !enabled })}
      >
        {enabled ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
      </IconButton>
    </div>
  );
}
