import { Check, ChevronDown, FolderInput, Plus, Settings2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Menu, MenuItem, MenuLine, MenuTitle } from '../../components/Menu.tsx';
import { useCollections } from './useCollections.ts';

/** Which collection is open, and the way to the others. */
export function CollectionMenu() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const name = useStudio(({ show }) => show.meta.name);
  const { entries, busy, create, open } = useCollections();
  const createAndOpen = async () => {
    const id = await create();
    if (id) await open(id);
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          title={name}
          aria-label={t('collections.menu', { name })}
          className="-ml-1.5 flex h-8 min-w-0 max-w-80 items-center gap-1.5 rounded-md px-2 text-text-2 hover:bg-control hover:text-text"
        >
          <span className="truncate">{name}</span>
          <ChevronDown className="size-3.5 shrink-0" aria-hidden />
        </button>
      }
    >
      <MenuTitle>{t('collections.title')}</MenuTitle>
      {entries.map((entry) => (
        <MenuItem
          key={entry.id}
          disabled={!entry.open && (busy || entry.problem !== null)}
          icon={
            entry.open ? (
              <Check aria-hidden />
            ) : entry.problem ? (
              <TriangleAlert className="text-warn" aria-label={t('collections.broken')} />
            ) : (
              <span className="size-4 shrink-0" />
            )
          }
          onSelect={() => !entry.open && void open(entry.id)}
        >
          {entry.name}
        </MenuItem>
      ))}
      {entries.length > 0 ? <MenuLine /> : null}
      {busy ? (
        <p className="max-w-64 px-2 py-1 text-sm text-warn">{t('collections.notWhileLive')}</p>
      ) : null}
      <MenuItem icon={<Plus aria-hidden />} disabled={busy} onSelect={() => void createAndOpen()}>
        {t('collections.createAndOpen')}
      </MenuItem>
      <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => void ask('collections:import')}>
        {t('collections.import')}
      </MenuItem>
      <MenuItem
        icon={<Settings2 aria-hidden />}
        onSelect={() => dispatch(dialogOpened('collections'))}
      >
        {t('collections.manage')}
      </MenuItem>
    </Menu>
  );
}
