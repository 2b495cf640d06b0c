import type { ShowCommand } from '../../../../common/show/commands.ts';
import type { Item, Scene } from '../../../../common/show/scenes.ts';

/**
 * Moves an item, and with it the other chosen ones, to where `overId` stands. `scene.items` go from
 * bottom to top. Empty when all stands there already.
 */
export function moveCommands(
  scene: Scene,
  movedIds: readonly string[],
  activeId: string,
  overId: string,
): ShowCommand[] {
  const ids = scene.items.map(({ id }) => id);
  const together = movedIds.includes(activeId)
    ? ids.filter((id) => movedIds.includes(id))
    : [activeId];
  const [from, to] = [ids.indexOf(activeId), ids.indexOf(overId)];
  if (from < 0 || to < 0 || together.includes(overId)) return [];
  const others = ids.filter((id) => !together.includes(id));
  const at = others.indexOf(overId) + (to > from ? 1 : 0);
  return orderCommands(scene, [...others.slice(0, at), ...together, ...others.slice(at)]);
}

/** The moves that bring the items into this order, from bottom to top. */
export function orderCommands(scene: Scene, wanted: readonly string[]): ShowCommand[] {
  const now = scene.items.map(({ id }) => id);
  const commands: ShowCommand[] = [];
  // From the top when something comes up, as that takes fewer moves than pushing all others down.
  for (let index = wanted.length - 1; index >= 0; index--) {
    const itemId = wanted[index];
    if (!itemId || now[index] === itemId) continue;
    now.splice(now.indexOf(itemId), 1);
    now.splice(index, 0, itemId);
    commands.push({ type: 'scenes/itemMoved', payload: { sceneId: scene.id, itemId, index } });
  }
  return commands;
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
