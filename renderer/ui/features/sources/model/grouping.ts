import type { ShowCommand } from '../../../../../common/show/commands.ts';
import { newItem, newScene, newSource } from '../../../../../common/show/new.ts';
import type { Item, Scene } from '../../../../../common/show/scenes.ts';
import type { Size } from './placing.ts';

type Ids = { readonly scene: string; readonly source: string; readonly item: string };

/**
 * Puts items of one scene into a group that stands where they stood: as large as what they cover,
 * at the place of the uppermost of them.
 */
export function groupCommands(
  scene: Scene,
  itemIds: readonly string[],
  name: string,
  canvas: Size,
  ids: Ids,
): ShowCommand[] {
  const inside = scene.items.filter(({ id }) => itemIds.includes(id));
  const top = scene.items.findLastIndex(({ id }) => itemIds.includes(id));
  if (inside.length === 0) return [];
  const x = Math.min(...inside.map(({ rect }) => rect.x));
  const y = Math.min(...inside.map(({ rect }) => rect.y));
  const width = Math.max(...inside.map(({ rect }) => rect.x + rect.width)) - x;
  const height = Math.max(...inside.map(({ rect }) => rect.y + rect.height)) - y;
  const moved = inside.map((item) => ({
    ...item,
    rect: { ...item.rect, x: item.rect.x - x, y: item.rect.y - y },
  }));
  const group: Scene = {
    ...newScene(ids.scene, name, moved),
    size: { width, height },
    group: true,
  };
  const source = { ...newSource('scene', ids.source, name, canvas), sceneId: ids.scene };
  const item = newItem(ids.item, ids.source, { x, y, width, height }, 'stretch');
  return [
    { type: 'scenes/sceneAdded', payload: { scene: group, index: null } },
    { type: 'sources/sourceAdded', payload: { source } },
    {
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene.id, itemIds: inside.map(({ id }) => id) },
    },
    {
      type: 'scenes/itemsAdded',
      payload: { sceneId: scene.id, items: [item], index: top - inside.length + 1 },
    },
  ];
}

/** Puts the items of a group back into the scene it stands in, at their places on the picture. */
export function ungroupCommands(
  scene: Scene,
  standIn: Item,
  group: Scene,
  freshId: () => string,
): { commands: ShowCommand[]; itemIds: string[] } {
  const size = group.size ?? { width: standIn.rect.width, height: standIn.rect.height };
  const scaleX = standIn.rect.width / size.width;
  const scaleY = standIn.rect.height / size.height;
  const items = group.items.map((item) => ({
    ...item,
    id: freshId(),
    rect: {
      x: standIn.rect.x + item.rect.x * scaleX,
      y: standIn.rect.y + item.rect.y * scaleY,
      width: Math.max(1, item.rect.width * scaleX),
      height: Math.max(1, item.rect.height * scaleY),
    },
    visible: item.visible && standIn.visible,
  }));
  const index = scene.items.findIndex(({ id }) => id === standIn.id);
  const commands: ShowCommand[] = [];
  if (items.length > 0)
    commands.push({ type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items, index } });
  commands.push({
    type: 'scenes/itemsRemoved',
    payload: { sceneId: scene.id, itemIds: [standIn.id] },
  });
  return { commands, itemIds: items.map(({ id }) => id) };
}
