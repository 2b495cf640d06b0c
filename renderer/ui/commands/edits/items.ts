import type { ShowCommand } from '../../../../common/show/commands.ts';
import { arrange, LAYOUT_MS, type Layout } from '../../../../common/show/layouts.ts';
import type { ItemChange } from '../../../../common/show/scenes.ts';
import { itemsChanged, itemsRemoved } from '../../app/edits/items.ts';
import { orderCommands, reordered, type Step } from '../../app/edits/order.ts';
import { centred, filling, fitted, restored, stretched } from '../../app/geometry/place.ts';
import type { Standing } from '../../app/selection.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { sizeOf, type Where } from '../command.ts';

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
    itemsChanged(standings, (standing) => {
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
    itemsChanged(movable(where), ({ item }) => ({ [side]: !item[side] })),
    'flip',
  );

/** All of them become what the first one is not. */
export function toggle(where: Where, what: 'locked' | 'visible'): void {
  const to = !where.chosen[0]?.item[what];
  send(
    itemsChanged(where.chosen, () => ({ [what]: to })),
    what === 'locked' ? (to ? 'lock' : 'unlock') : to ? 'showItems' : 'hideItems',
  );
}

export function reorder({ scene, chosen }: Where, step: Step): void {
  if (!scene) return;
  const ids = chosen.filter((it) => it.scene.id === scene.id).map(({ item }) => item.id);
  send(orderCommands(scene, reordered(scene.items, ids, step)), 'reorder');
}

export const remove = (where: Where): void => send(itemsRemoved(movable(where)), 'removeItems');

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
