import type { ShowCommand } from '../../../../common/show/commands.ts';
import { scenesWithin } from '../../../../common/show/graph.ts';
import type { Item, Scene } from '../../../../common/show/scenes.ts';
import type { ShowState } from '../../../../common/show/slices.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { newId } from '../../app/ids.ts';
import { type Clipboard, copied } from '../../app/state/floor.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import type { Where } from '../command.ts';
import { remove } from './items.ts';

/** The items with their sources, and the groups that these show, however deep. */
export function gather(show: ShowState, items: readonly Item[]): Clipboard {
  const sources = new Map<string, Source>();
  const scenes = new Map<string, Scene>();
  const visit = (list: readonly Item[]) => {
    for (const { sourceId } of list) {
      const source = show.sources[sourceId];
      if (!source || sources.has(sourceId)) continue;
      sources.set(sourceId, source);
      const scene = source.kind === 'scene' && show.scenes.find(({ id }) => id === source.sceneId);
      if (!scene || !scene.group || scenes.has(scene.id)) continue;
      scenes.set(scene.id, scene);
      visit(scene.items);
    }
  };
  visit(items);
  return { items, sources: [...sources.values()], scenes: [...scenes.values()] };
}

/** Bottom to top, as they stand. */
const inOrder = ({ scene, chosen }: Where): Item[] =>
  [...chosen]
    .sort((a, b) => a.scene.items.indexOf(a.item) - b.scene.items.indexOf(b.item))
    .filter((it) => it.scene.id === scene?.id || it.scene.id === chosen[0]?.scene.id)
    .map(({ item }) => item);

export function copy(where: Where): void {
  if (where.chosen.length > 0) store.dispatch(copied(gather(where.show, inOrder(where))));
}

export function cut(where: Where): void {
  copy(where);
  remove(where);
}

/**
 * What pasting `clipboard` into `scene` asks of main, and the new items. Sources that are gone come
 * back; those that are there are shared. A scene is never put into itself.
 */
export function pasting(
  show: ShowState,
  scene: Scene,
  clipboard: Clipboard,
  moved: (item: Item) => Item = (item) => item,
): { commands: ShowCommand[]; items: Item[] } {
  const bringsBack: ShowCommand[] = [];
  for (const group of clipboard.scenes)
    if (!show.scenes.some(({ id }) => id === group.id))
      bringsBack.push({ type: 'scenes/sceneAdded', payload: { scene: group, index: null } });
  for (const source of clipboard.sources)
    if (!show.sources[source.id])
      bringsBack.push({ type: 'sources/sourceAdded', payload: { source } });
  const fits = ({ sourceId }: Item): boolean => {
    const source = show.sources[sourceId] ?? clipboard.sources.find(({ id }) => id === sourceId);
    if (source?.kind !== 'scene') return source !== undefined;
    if (source.sceneId === scene.id || scenesWithin(show, source.sceneId).has(scene.id))
      return false;
    return [...show.scenes, ...clipboard.scenes].some(({ id }) => id === source.sceneId);
  };
  const items = clipboard.items.filter(fits).map((it) => ({ ...moved(it), id: newId('item') }));
  if (items.length === 0) return { commands: [], items };
  return {
    items,
    commands: [
      ...bringsBack,
      { type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items, index: null } },
    ],
  };
}

async function insert(
  where: Where,
  clipboard: Clipboard,
  label: string,
  moved?: (item: Item) => Item,
): Promise<void> {
  if (!where.scene) return;
  const { commands, items } = pasting(where.show, where.scene, clipboard, moved);
  if (commands.length === 0) return;
  const answer = await change(commands, { label });
  if (answer.ok) store.dispatch(itemsSelected(items.map(({ id }) => id)));
}

export const paste = (where: Where): void => {
  if (where.floor.clipboard) void insert(where, where.floor.clipboard, 'paste');
};

/** A little beside the old ones, so that one sees that there are two. */
const BESIDE_PX = 24;

export const duplicate = (where: Where): void =>
  void insert(where, gather(where.show, inOrder(where)), 'duplicateItems', (item) => ({
    ...item,
    locked: false,
    rect: { ...item.rect, x: item.rect.x + BESIDE_PX, y: item.rect.y + BESIDE_PX },
  }));
