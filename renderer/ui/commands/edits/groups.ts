import i18next from 'i18next';
import type { ShowCommand } from '../../../../common/show/commands.ts';
import { newItem, newSource } from '../../../../common/show/new.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import { grouped, ungrouped } from '../../app/geometry/grouping.ts';
import { newId } from '../../app/ids.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import type { Where } from '../command.ts';

/** The chosen items that stand in the edited scene itself and may be moved, bottom to top. */
export function groupable({ scene, view }: Where): Item[] {
  const ids = view.selectedItemIds;
  return scene?.items.filter(({ id, locked }) => ids.includes(id) && !locked) ?? [];
}

/** Chosen groups. */
export const groupsChosen = (where: Where): Item[] =>
  groupable(where).filter(({ sourceId }) => groupScene(where, sourceId));

function groupScene({ show }: Where, sourceId: string) {
  const source = show.sources[sourceId];
  if (source?.kind !== 'scene') return undefined;
  return show.scenes.find(({ id, group }) => group && id === source.sceneId);
}

/** Puts the chosen items into a group, in the place of the topmost of them. */
export async function group(where: Where): Promise<void> {
  const { scene } = where;
  const items = groupable(where);
  const inside = grouped(items);
  if (!scene || !inside || items.length < 2) return;
  const name = i18next.t('commands.newGroup');
  const sceneId = newId('group');
  const size = { width: inside.rect.width, height: inside.rect.height };
  const source = { ...newSource('scene', newId('scene'), name, where.canvas), sceneId };
  const item = newItem(newId('item'), source.id, inside.rect, 'stretch');
  const top = items.at(-1);
  const index = top ? scene.items.indexOf(top) + 1 - items.length : 0;
  const commands: ShowCommand[] = [
    {
      type: 'scenes/sceneAdded',
      payload: {
        scene: { id: sceneId, name, items: inside.items, size, group: true, transition: null },
        index: null,
      },
    },
    { type: 'sources/sourceAdded', payload: { source } },
    {
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene.id, itemIds: items.map(({ id }) => id) },
    },
    { type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items: [item], index } },
  ];
  const answer = await change(commands, { label: 'group' });
  if (answer.ok) store.dispatch(itemsSelected([item.id]));
}

/** Takes the chosen groups apart; their items stay where they are seen. */
export async function ungroup(where: Where): Promise<void> {
  const { scene } = where;
  if (!scene) return;
  const freed: Item[] = [];
  const commands: ShowCommand[] = [];
  // From the top, so that the places of those below stay.
  for (const item of groupsChosen(where).reverse()) {
    const inside = groupScene(where, item.sourceId);
    if (!inside) continue;
    const items = ungrouped(item, inside.items, inside.size ?? where.canvas).map((it) => ({
      ...it,
      id: newId('item'),
    }));
    freed.push(...items);
    const index = scene.items.indexOf(item);
    commands.push({
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene.id, itemIds: [item.id] },
    });
    if (items.length > 0)
      commands.push({ type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items, index } });
  }
  if (commands.length === 0) return;
  const answer = await change(commands, { label: 'ungroup' });
  if (answer.ok) store.dispatch(itemsSelected(freed.map(({ id }) => id)));
}
