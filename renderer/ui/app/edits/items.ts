import type { ShowCommand } from '../../../../common/show/commands.ts';
import type { ItemChange } from '../../../../common/show/scenes.ts';
import type { Standing } from '../selection.ts';

/** What there is for each scene, in the order in which the scenes come up. */
function byScene<T>(
  standings: readonly Standing[],
  of: (standing: Standing) => T | undefined,
): [sceneId: string, list: T[]][] {
  const found = new Map<string, T[]>();
  for (const standing of standings) {
    const one = of(standing);
    if (one === undefined) continue;
    found.set(standing.scene.id, [...(found.get(standing.scene.id) ?? []), one]);
  }
  return [...found];
}

/** Commands that change items; several at once may be in different scenes. One without a change stays as it is. */
export const itemsChanged = (
  standings: readonly Standing[],
  changeOf: (standing: Standing) => ItemChange | undefined,
): ShowCommand[] =>
  byScene(standings, (standing) => {
    const change = changeOf(standing);
    return change && { itemId: standing.item.id, change };
  }).map(([sceneId, changes]) => ({
    type: 'scenes/itemsChanged',
    payload: { sceneId, changes },
  }));

/** Commands that take items out of their scenes; a source goes with its last item. */
export const itemsRemoved = (standings: readonly Standing[]): ShowCommand[] =>
  byScene(standings, ({ item }) => item.id).map(([sceneId, itemIds]) => ({
    type: 'scenes/itemsRemoved',
    payload: { sceneId, itemIds },
  }));
