import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../common/show/scenes.ts';
import { groupCommands, ungroupCommands } from '../../app/edits/groups.ts';
import { moveCommands } from '../../app/edits/order.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { findItem, type Standing, selectionAfterClick } from '../../app/selection.ts';
import { itemsSelected, sideTabChosen } from '../../app/state/view.ts';
import { change } from '../../app/studio.ts';
import { SortableList, SortableRow } from '../../components/Sortable.tsx';
import { ItemRow } from './ItemRow.tsx';
import { sizeOfScene } from './model/adding.ts';
import { uniqueName } from './model/names.ts';
import { type Row, rowsOf } from './model/rows.ts';
import type { Click } from './SourceRow.tsx';

type Props = { scene: Scene; onRemove: (items: readonly Standing[]) => void };

/** The scene's items as rows that can be pulled; groups unfold in place. */
export function ItemList({ scene, onRemove }: Props) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const show = useStudio((studio) => studio.show);
  const chosen = useView((view) => view.selectedItemIds);
  const tab = useView((view) => view.sideTab);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const rows = rowsOf(show, scene, unfolded);
  const ids = rows.map(({ item }) => item.id);

  const select = (id: string, click: Click) => {
    const plain = !click.toggle && !click.range;
    dispatch(itemsSelected(selectionAfterClick(chosen, ids, id, click)));
    if (plain && tab === 'outputs') dispatch(sideTabChosen('properties'));
  };
  const onMove = (id: string, toIndex: number) => {
    const row = rows.find(({ item }) => item.id === id);
    const over = rows[toIndex];
    if (!row || !over || row.scene.id !== over.scene.id) return;
    const commands = moveCommands(row.scene, chosen, id, over.item.id);
    if (commands.length > 0) void change(commands, { label: 'reorder' });
  };
  /** What a row's act is for: all that is chosen, if it is one of them. */
  const meant = (row: Row): Standing[] =>
    chosen.includes(row.item.id) ? chosen.flatMap((id) => findItem(show, scene, id) ?? []) : [row];
  const group = async (row: Row) => {
    const inside = meant(row).filter((it) => it.scene.id === row.scene.id);
    const taken = Object.values(show.sources).map(({ name }) => name);
    const name = uniqueName(t('sources.groupName'), taken);
    const fresh = {
      scene: crypto.randomUUID(),
      source: crypto.randomUUID(),
      item: crypto.randomUUID(),
    };
    const itemIds = inside.map(({ item }) => item.id);
    const commands = groupCommands(row.scene, itemIds, name, sizeOfScene(show, row.scene), fresh);
    const done = await change(commands, { label: 'group' });
    if (done.ok) dispatch(itemsSelected([fresh.item]));
  };
  const ungroup = async (row: Row) => {
    if (!row.group) return;
    const groups = [{ item: row.item, inside: row.group }];
    const canvas = sizeOfScene(show, row.scene);
    const { commands, itemIds } = ungroupCommands(row.scene, groups, canvas, () =>
      crypto.randomUUID(),
    );
    const done = await change(commands, { label: 'ungroup' });
    if (done.ok) dispatch(itemsSelected(itemIds));
  };
  const toggle = (id: string) => {
    const next = new Set(unfolded);
    if (!next.delete(id)) next.add(id);
    setUnfolded(next);
  };
  return (
    <SortableList
      ids={ids}
      onMove={onMove}
      label={t('sources.inScene')}
      className="flex flex-col gap-0.5"
    >
      {rows.map((row) => (
        <SortableRow key={row.item.id} id={row.item.id} className="rounded-md">
          <ItemRow
            standing={row}
            depth={row.depth}
            selected={chosen.includes(row.item.id)}
            chosen={chosen.length}
            unfolded={row.group ? unfolded.has(row.item.id) : null}
            onUnfold={() => toggle(row.item.id)}
            onSelect={(click) => select(row.item.id, click)}
            onDeselect={() => dispatch(itemsSelected([]))}
            onRemove={() => onRemove(meant(row))}
            onGroup={() => void group(row)}
            onUngroup={row.group ? () => void ungroup(row) : null}
          />
        </SortableRow>
      ))}
    </SortableList>
  );
}
