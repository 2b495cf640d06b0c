import type { ShowCommand } from '../../../../common/show/commands.ts';
import { newItem, newScene, newSource } from '../../../../common/show/new.ts';
import type { Item, Scene } from '../../../../common/show/scenes.ts';
import type { Size } from '../geometry/frame.ts';
import { grouped, ungrouped } from '../geometry/grouping.ts';

/** What a new group is called in the document. */
type GroupIds = { readonly scene: string; readonly source: string; readonly item: string };

/**
 * Puts items of one scene into a group that stands where they stood: as large as what they cover,
 * at the place of the uppermost of them.
 */
export function groupCommands(
  scene: Scene,
  itemIds: readonly string[],
  name: string,
  canvas: Size,
  ids: GroupIds,
): ShowCommand[] {
  const items = scene.items.filter(({ id }) => itemIds.includes(id));
  const inside = grouped(items);
  if (!inside) return [];
  const { width, height } = inside.rect;
  const group: Scene = {
    ...newScene(ids.scene, name, inside.items),
    size: { width, height },
    group: true,
  };
  const source = { ...newSource('scene', ids.source, name, canvas), sceneId: ids.scene };
  const item = newItem(ids.item, ids.source, inside.rect, 'stretch');
  const top = scene.items.findLastIndex(({ id }) => itemIds.includes(id));
  return [
    { type: 'scenes/sceneAdded', payload: { scene: group, index: null } },
    { type: 'sources/sourceAdded', payload: { source } },
    {
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene.id, itemIds: items.map(({ id }) => id) },
    },
    {
      type: 'scenes/itemsAdded',
      payload: { sceneId: scene.id, items: [item], index: top + 1 - items.length },
    },
  ];
}

/** Takes groups of one scene apart; `inside` is a group's own scene. The items stay where they are seen. */
export function ungroupCommands(
  scene: Scene,
  groups: readonly { readonly item: Item; readonly inside: Scene }[],
  canvas: Size,
  freshId: () => string,
): { commands: ShowCommand[]; itemIds: string[] } {
  const placeOf = ({ id }: Item) => scene.items.findIndex((it) => it.id === id);
  const commands: ShowCommand[] = [];
  const itemIds: string[] = [];
  // From the top, so that the places of those below stay.
  const fromTop = [...groups].sort((one, other) => placeOf(other.item) - placeOf(one.item));
  for (const { item, inside } of fromTop) {
    const items = ungrouped(item, inside.items, inside.size ?? canvas).map((it) => ({
      ...it,
      id: freshId(),
    }));
    itemIds.push(...items.map(({ id }) => id));
    commands.push({
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene.id, itemIds: [item.id] },
    });
    const index = placeOf(item);
    if (items.length > 0)
      commands.push({ type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items, index } });
  }
  return { commands, itemIds };
}
