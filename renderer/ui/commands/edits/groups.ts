import i18next from 'i18next';
import type { Item } from '../../../../common/show/scenes.ts';
import { groupCommands, ungroupCommands } from '../../app/edits/groups.ts';
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
  const { scene, canvas } = where;
  const itemIds = groupable(where).map(({ id }) => id);
  if (!scene || itemIds.length < 2) return;
  const ids = { scene: newId('group'), source: newId('scene'), item: newId('item') };
  const commands = groupCommands(scene, itemIds, i18next.t('commands.newGroup'), canvas, ids);
  const answer = await change(commands, { label: 'group' });
  if (answer.ok) store.dispatch(itemsSelected([ids.item]));
}

/** Takes the chosen groups apart; their items stay where they are seen. */
export async function ungroup(where: Where): Promise<void> {
  const { scene, canvas } = where;
  if (!scene) return;
  const groups = groupsChosen(where).flatMap((item) => {
    const inside = groupScene(where, item.sourceId);
    return inside ? [{ item, inside }] : [];
  });
  if (groups.length === 0) return;
  const { commands, itemIds } = ungroupCommands(scene, groups, canvas, () => newId('item'));
  const answer = await change(commands, { label: 'ungroup' });
  if (answer.ok) store.dispatch(itemsSelected(itemIds));
}
