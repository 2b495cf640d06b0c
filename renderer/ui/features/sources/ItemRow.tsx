import {
  ChevronDown,
  ChevronRight,
  Ellipsis,
  Eye,
  EyeOff,
  Group,
  Lock,
  LockOpen,
  Pencil,
  SlidersHorizontal,
  Sparkles,
  Trash2,
  Ungroup,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '../../app/hooks.ts';
import type { Standing } from '../../app/selection.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu.tsx';
import { setItems } from './edits.ts';
import { type Click, SourceRow } from './SourceRow.tsx';

export type ItemActs = {
  readonly onRemove: () => void;
  readonly onGroup: (() => void) | null;
  readonly onUngroup: (() => void) | null;
};

type Props = ItemActs & {
  standing: Standing;
  depth: number;
  selected: boolean;
  /** How many are chosen, this one too. */
  chosen: number;
  /** Null for what is no group. */
  unfolded: boolean | null;
  onUnfold: () => void;
  onSelect: (click: Click) => void;
  onDeselect: () => void;
};

/** Shown for the row under the pointer or the focus; the name gives way, the other buttons stay. */
const atHand = 'hidden group-focus-within:flex group-hover:flex has-data-[state=open]:flex';

/** A source in the scene: chosen, renamed, locked, hidden; the rest is in its menu. */
export function ItemRow(props: Props) {
  const { standing, depth, selected, chosen, unfolded, onUnfold, onSelect, onRemove } = props;
  const { source, item } = standing;
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [menu, setMenu] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const { name } = source;
  const many = selected && chosen > 1;
  const go = (tab: 'properties' | 'filters') => {
    onSelect({ toggle: false, range: false });
    dispatch(sideTabChosen(tab));
  };
  const openMenu = () => {
    if (!selected) onSelect({ toggle: false, range: false });
    setMenu(true);
  };
  return (
    <SourceRow
      source={source}
      selected={selected}
      dimmed={!item.visible}
      depth={depth}
      onSelect={onSelect}
      onDeselect={props.onDeselect}
      onRemove={onRemove}
      onMenu={openMenu}
      renaming={renaming}
      onRenaming={setRenaming}
      lead={
        unfolded === null ? null : (
          <IconButton
            label={t(unfolded ? 'sources.fold' : 'sources.unfold', { name })}
            aria-expanded={unfolded}
            className="-mr-1 w-5!"
            onClick={onUnfold}
          >
            {unfolded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          </IconButton>
        )
      }
    >
      <span className={selected && chosen === 1 ? 'flex' : atHand}>
        <Menu
          open={menu}
          onOpenChange={setMenu}
          trigger={
            <IconButton label={t('sources.more', { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          {many ? null : (
            <>
              <MenuItem icon={<SlidersHorizontal />} onSelect={() => go('properties')}>
                {t('sources.properties')}
              </MenuItem>
              <MenuItem icon={<Sparkles />} onSelect={() => go('filters')}>
                {t('filters.title')}
              </MenuItem>
              {/* After the menu has given the focus back. */}
              <MenuItem icon={<Pencil />} onSelect={() => setTimeout(() => setRenaming(true), 50)}>
                {t('sources.rename')}
              </MenuItem>
              <MenuLine />
            </>
          )}
          {props.onGroup ? (
            <MenuItem icon={<Group />} onSelect={props.onGroup}>
              {t('sources.group')}
            </MenuItem>
          ) : null}
          {props.onUngroup ? (
            <MenuItem icon={<Ungroup />} onSelect={props.onUngroup}>
              {t('sources.ungroup')}
            </MenuItem>
          ) : null}
          <MenuItem icon={<Trash2 />} danger onSelect={onRemove}>
            {many ? t('sources.removeMany', { number: chosen }) : t('sources.remove')}
          </MenuItem>
        </Menu>
      </span>
      <span className={item.locked || (selected && chosen === 1) ? 'flex' : atHand}>
        <IconButton
          label={t(item.locked ? 'sources.unlock' : 'sources.lock', { name })}
          aria-pressed={item.locked}
          onClick={() =>
            void setItems(
              [standing],
              { locked: !item.locked },
              { label: item.locked ? 'unlock' : 'lock' },
            )
          }
        >
          {item.locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
        </IconButton>
      </span>
      <IconButton
        label={t(item.visible ? 'sources.hide' : 'sources.show', { name })}
        aria-pressed={!item.visible}
        onClick={() =>
          void setItems(
            [standing],
            { visible: !item.visible },
            { label: item.visible ? 'hideItems' : 'showItems' },
          )
        }
      >
        {item.visible ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
      </IconButton>
    </SourceRow>
  );
}
