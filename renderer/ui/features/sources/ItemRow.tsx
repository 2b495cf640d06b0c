import { ChevronDown, ChevronUp, Eye, EyeOff, Lock, LockOpen } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, ItemChange } from '../../../../common/show/scenes.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { change } from '../../app/studio.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SourceRow } from './SourceRow.tsx';

type Props = {
  sceneId: string;
  item: Item;
  source: Source;
  /** Place in the scene, 0 at the bottom. */
  index: number;
  topIndex: number;
  selected: boolean;
  onSelect: () => void;
};

/** Shown for the row under the pointer or the focus; the name gives way, the other buttons stay. */
const atHand = 'hidden group-focus-within:flex group-hover:flex';

/** A source in the scene: chosen, moved, locked, hidden. */
export function ItemRow({ sceneId, item, source, index, topIndex, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const set = (changed: ItemChange) =>
    void change({
      type: 'scenes/itemsChanged',
      payload: { sceneId, changes: [{ itemId: item.id, change: changed }] },
    });
  const { name } = source;

  const move = (by: 1 | -1) => {
    const to = index + by;
    if (to < 0 || to > topIndex) return;
    void change({ type: 'scenes/itemMoved', payload: { sceneId, itemId: item.id, index: to } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? 1 : -1);
  };
  return (
    <SourceRow
      source={source}
      selected={selected}
      dimmed={!item.visible}
      onSelect={onSelect}
      onKeyDown={onKeyDown}
      shortcuts="Alt+ArrowUp Alt+ArrowDown"
      moving={
        <span className={selected ? 'flex' : atHand}>
          <IconButton
            label={t('sources.moveUp', { name })}
            className="w-5!"
            disabled={index === topIndex}
            onClick={() => move(1)}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton
            label={t('sources.moveDown', { name })}
            className="w-5!"
            disabled={index === 0}
            onClick={() => move(-1)}
          >
            <ChevronDown aria-hidden />
          </IconButton>
        </span>
      }
    >
      <span className={item.locked || selected ? 'flex' : atHand}>
        <IconButton
          label={t(item.locked ? 'sources.unlock' : 'sources.lock', { name })}
          aria-pressed={item.locked}
          onClick={() => set({ locked: !item.locked })}
        >
          {item.locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
        </IconButton>
      </span>
      <IconButton
        label={t(item.visible ? 'sources.hide' : 'sources.show', { name })}
        aria-pressed={!item.visible}
        onClick={() => set({ visible: !item.visible })}
      >
        {item.visible ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
      </IconButton>
    </SourceRow>
  );
}
