import { ClipboardPaste, Copy, Ellipsis, Plus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter, FilterKind } from '../../../../common/show/filters.ts';
import { newFilter } from '../../../../common/show/new.ts';
import type { PicturedSource } from '../../../../common/show/sources.ts';
import { useChosenSource } from '../../app/selection.ts';
import { change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { SortableList, SortableRow } from '../../components/Sortable.tsx';
import { copyFilters, useCopiedFilters } from './clipboard.ts';
import { FilterRow } from './FilterRow.tsx';
import { FilterSettings } from './FilterSettings.tsx';
import { filterIcons } from './icons.ts';
import { filterKinds, MAX_FILTERS, moved, pasted } from './model.ts';

/** The chosen source's filters, beside the picture so that one sees what they do. */
export function Filters() {
  const { t } = useTranslation();
  const chosen = useChosenSource();
  if (!chosen || !('filters' in chosen.source)) {
    return (
      <div className="flex flex-col items-center gap-2 px-8 py-12 text-center text-text-2">
        <Sparkles className="size-6" aria-hidden />
        <p>{t(chosen ? 'filters.notForSound' : 'filters.chooseOne')}</p>
      </div>
    );
  }
  return <Chain key={chosen.source.id} source={chosen.source} />;
}

function Chain({ source }: { source: PicturedSource }) {
  const { t } = useTranslation();
  const { id: sourceId, filters } = source;
  const [openId, setOpenId] = useState<string | null>(filters[0]?.id ?? null);
  const copied = useCopiedFilters();
  const open = filters.find(({ id }) => id === openId);
  const full = filters.length >= MAX_FILTERS;

  const set = (next: readonly Filter[]) =>
    change({ type: 'sources/filtersSet', payload: { sourceId, filters: [...next] } });
  const add = (kind: FilterKind) => {
    const id = crypto.randomUUID();
    setOpenId(id);
    void set([...filters, newFilter(kind, id, t(`filters.kinds.${kind}`))]);
  };
  const paste = () => void set(pasted(filters, copied, () => crypto.randomUUID()));
  const remove = (id: string) => {
    const at = filters.findIndex((it) => it.id === id);
    const rest = filters.filter((it) => it.id !== id);
    if (openId === id) setOpenId((rest[at] ?? rest.at(-1))?.id ?? null);
    void set(rest);
  };
  return (
    <div className="flex flex-col gap-3 px-3.5 py-3">
      <div className="flex items-center gap-1">
        <h2 className="min-w-0 flex-1 truncate font-medium" title={source.name}>
          {source.name}
        </h2>
        <Menu
          align="end"
          trigger={
            <IconButton label={t('filters.add')} disabled={full}>
              <Plus aria-hidden />
            </IconButton>
          }
        >
          {filterKinds.map((kind) => {
            const Icon = filterIcons[kind];
            return (
              <MenuItem key={kind} icon={<Icon aria-hidden />} onSelect={() => add(kind)}>
                {t(`filters.kinds.${kind}`)}
              </MenuItem>
            );
          })}
        </Menu>
        <Menu
          align="end"
          trigger={
            <IconButton label={t('filters.more')}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem
            icon={<Copy aria-hidden />}
            disabled={filters.length === 0}
            onSelect={() => copyFilters(filters)}
          >
            {t('filters.copyAll')}
          </MenuItem>
          <MenuItem
            icon={<ClipboardPaste aria-hidden />}
            disabled={copied.length === 0 || full}
            onSelect={paste}
          >
            {t('filters.paste', { number: copied.length })}
          </MenuItem>
        </Menu>
      </div>
      {filters.length === 0 ? (
        <div className="flex flex-col items-start gap-2.5 rounded-md border border-line border-dashed p-3 text-sm text-text-2">
          <p>{t('filters.empty')}</p>
          {copied.length > 0 ? (
            <Button size="sm" onClick={paste}>
              <ClipboardPaste className="size-3.5" aria-hidden />
              {t('filters.paste', { number: copied.length })}
            </Button>
          ) : null}
        </div>
      ) : (
        <SortableList
          ids={filters.map(({ id }) => id)}
          onMove={(id, toIndex) => void set(moved(filters, id, toIndex))}
          label={t('filters.chain')}
          className="flex flex-col gap-0.5"
        >
          {filters.map((filter) => (
            <SortableRow key={filter.id} id={filter.id} className="rounded-md">
              <FilterRow
                sourceId={sourceId}
                filter={filter}
                open={filter.id === openId}
                onOpen={() => setOpenId(filter.id)}
                onRemove={() => remove(filter.id)}
              />
            </SortableRow>
          ))}
        </SortableList>
      )}
      {open ? <FilterSettings key={open.id} sourceId={sourceId} filter={open} /> : null}
    </div>
  );
}
