import type { ShowCommand } from '../../../../common/show/commands.ts';
import { arrange, LAYOUT_MS, type Layout } from '../../../../common/show/layouts.ts';
import type { Item, ItemChange } from '../../../../common/show/scenes.ts';
import { centred, filling, fitted, restored, stretched } from '../../app/geometry/place.ts';
import type { Standing } from '../../app/selection.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { sizeOf, type Where } from '../command.ts';

/** The same kind of change for several items, scene by scene. */
export function changes(
  standings: readonly Standing[],
  changeOf: (standing: Standing) => ItemChange | undefined,
): ShowCommand[] {
  const byScene = new Map<string, { itemId: string; change: ItemChange }[]>();
  for (const standing of standings) {
    const wanted = changeOf(standing);
    if (!wanted) continue;
    const list = byScene.get(standing.scene.id) ?? [];
    list.push({ itemId: standing.item.id, change: wanted });
    byScene.set(standing.scene.id, list);
  }
  return [...byScene].map(([sceneId, list]) => ({
    type: 'scenes/itemsChanged',
    payload: { sceneId, changes: list },
  }));
}

/** Sends what there is to send. */
export const send = (commands: ShowCommand[], label: string, animateMs?: number): void => {
  if (commands.length > 0) void change(commands, { label, ...(animateMs ? { animateMs } : {}) });
};

/** Chosen items that may be moved. */
export const movable = ({ chosen }: Where): Standing[] => chosen.filter(({ item }) => !item.locked);

const known = ({ session }: Where, { source }: Standing) => session.sourceSizes[source.id] ?? null;

export type Placing = 'fit' | 'fill' | 'stretch' | 'centre' | 'reset';

export function place(where: Where, how: Placing): void {
  const standings = movable(where);
  const middles =
    how === 'centre'
      ? centred(
          standings.map(({ item }) => item),
          where.scene ? sizeOf(where, where.scene) : where.canvas,
        )
      : new Map<string, ItemChange>();
  send(
    changes(standings, (standing) => {
      const size = sizeOf(where, standing.scene);
      if (how === 'fit') return fitted(standing.item, size, known(where, standing));
      if (how === 'fill') return filling(size);
      if (how === 'stretch') return stretched(size);
      if (how === 'reset') return restored(standing.item, size, known(where, standing));
      return middles.get(standing.item.id);
    }),
    'place',
  );
}

export const flip = (where: Where, side: 'flipX' | 'flipY'): void =>
  send(
    changes(movable(where), ({ item }) => ({ [side]: !item[side] })),
    'flip',
  );

/** All of them become what the first one is not. */
export function toggle(where: Where, what: 'locked' | 'visible'): void {
  const to = !where.chosen[0]?.item[what];
  send(
    changes(where.chosen, () => ({ [what]: to })),
    what === 'locked' ? (to ? 'lock' : 'unlock') : to ? 'showItems' : 'hideItems',
  );
}

export type Step = 'front' | 'forward' | 'backward' | 'back';

/** The order of a scene's items, bottom to top, with the chosen ones moved. */
export function reordered(items: readonly Item[], ids: readonly string[], step: Step): string[] {
  const all = items.map(({ id }) => id);
  const moved = all.filter((id) => ids.includes(id));
  const rest = all.filter((id) => !ids.includes(id));
  if (step === 'front') return [...rest, ...moved];
  if (step === 'back') return [...moved, ...rest];
  const order = step === 'forward' ? all.reverse() : all;
  // Each one changes place with its neighbour, unless that one is chosen too.
  for (let index = 1; index < order.length; index++) {
    const [before, id] = [order[index - 1] ?? '', order[index] ?? ''];
    if (ids.includes(id) && !ids.includes(before)) [order[index - 1], order[index]] = [id, before];
  }
  return step === 'forward' ? order.reverse() : order;
}

export function reorder({ scene, chosen }: Where, step: Step): void {
  if (!scene) return;
  const ids = chosen.filter((it) => it.scene.id === scene.id).map(({ item }) => item.id);
  const now = scene.items.map(({ id }) => id);
  const commands: ShowCommand[] = [];
  for (const [index, id] of reordered(scene.items, ids, step).entries()) {
    if (now[index] === id) continue;
    now.splice(now.indexOf(id), 1);
    now.splice(index, 0, id);
    commands.push({
      type: 'scenes/itemMoved',
      payload: { sceneId: scene.id, itemId: id, index },
    });
  }
  send(commands, 'reorder');
}

export function remove({ chosen }: Where): void {
  const byScene = new Map<string, string[]>();
  for (const { scene, item } of chosen)
    if (!item.locked) byScene.set(scene.id, [...(byScene.get(scene.id) ?? []), item.id]);
  const commands = [...byScene].map(
    ([sceneId, itemIds]): ShowCommand => ({
      type: 'scenes/itemsRemoved',
      payload: { sceneId, itemIds },
    }),
  );
  send(commands, 'removeItems');
}

/** Lays out the chosen items; where fewer than two are chosen all of the scene, but for backgrounds and what is locked. */
export function layOut(where: Where, layout: Layout): void {
  const { scene } = where;
  if (!scene) return;
  const chosen = scene.items.filter(
    ({ id, visible }) => visible && where.view.selectedItemIds.includes(id),
  );
  const all = scene.items.filter(
    ({ visible, locked, sourceId }) =>
      visible && !locked && where.show.sources[sourceId]?.kind !== 'colour',
  );
  const oneIsMeant = layout === 'full' || layout === 'vertical' || layout === 'lowerThird';
  const items = chosen.length > 1 || (chosen.length === 1 && oneIsMeant) ? chosen : all;
  const list = arrange(layout, sizeOf(where, scene), items);
  if (list.length === 0) return;
  send(
    [{ type: 'scenes/itemsChanged', payload: { sceneId: scene.id, changes: list } }],
    'layout',
    LAYOUT_MS,
  );
}

export const selectAll = ({ scene }: Where): void => {
  const ids = scene?.items.filter(({ visible, locked }) => visible && !locked).map(({ id }) => id);
  store.dispatch(itemsSelected(ids ?? []));
};
