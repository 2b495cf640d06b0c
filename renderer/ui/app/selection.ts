import type { Item, Scene } from '../../../common/show/scenes.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import { useStudio, useView } from './hooks.ts';

type Doc = Pick<ShowState, 'scenes' | 'sources' | 'canvases'>;

/** The scene that the panels and the pictures' handles work on: the preview's in studio mode. */
export function editedScene({ scenes, canvases }: Doc): Scene | undefined {
  const canvas = canvases[0];
  const id = canvas?.studioMode ? canvas.previewSceneId : canvas?.programSceneId;
  return scenes.find((scene) => scene.id === id);
}

export const useEditedScene = (): Scene | undefined => useStudio(({ show }) => editedScene(show));

/** An item and where it stands: in the edited scene, or in a group there. */
export type Standing = { readonly scene: Scene; readonly item: Item; readonly source: Source };

/** Groups within groups are looked into this deep. */
const MAX_GROUPS = 8;

/** Finds an item in `scene` and its groups. */
export function findItem(
  show: Doc,
  scene: Scene | undefined,
  itemId: string,
  depth = 0,
): Standing | undefined {
  const item = scene?.items.find(({ id }) => id === itemId);
  if (scene && item) {
    const source = show.sources[item.sourceId];
    return source && { scene, item, source };
  }
  if (depth >= MAX_GROUPS) return undefined;
  for (const { sourceId } of scene?.items ?? []) {
    const source = show.sources[sourceId];
    if (source?.kind !== 'scene') continue;
    const group = show.scenes.find(({ id, group }) => group && id === source.sceneId);
    const found = group && findItem(show, group, itemId, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The chosen items that are (still) there, in the order they were chosen. */
export function useSelectedItems(): Standing[] {
  const ids = useView((view) => view.selectedItemIds);
  const show = useStudio((studio) => studio.show);
  const scene = editedScene(show);
  return ids.flatMap((id) => findItem(show, scene, id) ?? []);
}

/** The one source that is chosen, in a scene or only heard; undefined when none or several are. */
export function useChosenSource(): { source: Source; standing?: Standing } | undefined {
  const items = useSelectedItems();
  const soundId = useView((view) => view.selectedSoundId);
  const sound = useStudio(({ show }) => (soundId ? show.sources[soundId] : undefined));
  if (sound) return { source: sound };
  const [standing] = items;
  return standing && items.length === 1 ? { source: standing.source, standing } : undefined;
}

/**
 * The selection after a click on `id`. `ordered` are all ids as the list shows them. `toggle` is
 * Ctrl or Cmd, `range` is Shift: from the last chosen one to this.
 */
export function selectionAfterClick(
  chosen: readonly string[],
  ordered: readonly string[],
  id: string,
  { toggle, range }: { toggle: boolean; range: boolean },
): readonly string[] {
  const anchor = chosen.at(-1);
  if (range && anchor && ordered.includes(anchor)) {
    const [from, to] = [ordered.indexOf(anchor), ordered.indexOf(id)];
    const span = ordered.slice(Math.min(from, to), Math.max(from, to) + 1);
    // The anchor stays the last one, so that a further Shift-click starts from it again.
    return [...span.filter((it) => it !== anchor), anchor];
  }
  if (toggle) return chosen.includes(id) ? chosen.filter((it) => it !== id) : [...chosen, id];
  return [id];
}
