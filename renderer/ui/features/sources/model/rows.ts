import type { Item, Scene } from '../../../../../common/show/scenes.ts';
import type { ShowState } from '../../../../../common/show/slices.ts';
import type { Source } from '../../../../../common/show/sources.ts';

/** A line of the list. */
export type Row = {
  readonly scene: Scene;
  readonly item: Item;
  readonly source: Source;
  /** 0 for what stands in the scene itself. */
  readonly depth: number;
  /** The group that the source stands for. */
  readonly group: Scene | null;
};

const MAX_DEPTH = 8;

/** The scene's items, top first, with those of unfolded groups below their group. */
export function rowsOf(
  show: Pick<ShowState, 'scenes' | 'sources'>,
  scene: Scene,
  unfolded: ReadonlySet<string>,
  depth = 0,
): Row[] {
  return [...scene.items].reverse().flatMap((item) => {
    const source = show.sources[item.sourceId];
    if (!source) return [];
    const group =
      (source.kind === 'scene' &&
        show.scenes.find(({ id, group: grouped }) => grouped && id === source.sceneId)) ||
      null;
    const row = { scene, item, source, depth, group };
    const open = group && unfolded.has(item.id) && depth < MAX_DEPTH;
    return open ? [row, ...rowsOf(show, group, unfolded, depth + 1)] : [row];
  });
}
