import type { ShowState } from './slices.ts';

type Graph = Pick<ShowState, 'scenes' | 'sources'>;

/** Deeper nesting is not followed. */
export const MAX_DEPTH = 8;

/** The scene and all that stand in it, however deep; hidden items count too. */
export function scenesWithin(show: Graph, sceneId: string, found = new Set<string>()): Set<string> {
  const scene = show.scenes.find(({ id }) => id === sceneId);
  if (!scene || found.has(sceneId)) return found;
  found.add(sceneId);
  for (const { sourceId } of scene.items) {
    const source = show.sources[sourceId];
    if (source?.kind === 'scene') scenesWithin(show, source.sceneId, found);
  }
  return found;
}

/** Whether some scene would show itself. */
export function hasCycle(show: Graph): boolean {
  const done = new Set<string>();
  const visit = (sceneId: string, above: readonly string[]): boolean => {
    if (above.includes(sceneId)) return true;
    if (done.has(sceneId)) return false;
    const scene = show.scenes.find(({ id }) => id === sceneId);
    for (const { sourceId } of scene?.items ?? []) {
      const source = show.sources[sourceId];
      if (source?.kind === 'scene' && visit(source.sceneId, [...above, sceneId])) return true;
    }
    done.add(sceneId);
    return false;
  };
  return show.scenes.some(({ id }) => visit(id, []));
}

/** The sources that these scenes show now: visible items, through nested scenes. */
export function sourcesShown(show: Graph, sceneIds: Iterable<string>): Set<string> {
  const shown = new Set<string>();
  const visit = (sceneId: string, depth: number): void => {
    const scene = show.scenes.find(({ id }) => id === sceneId);
    for (const item of scene?.items ?? []) {
      if (!item.visible || item.opacity === 0) continue;
      shown.add(item.sourceId);
      const source = show.sources[item.sourceId];
      if (source?.kind === 'scene' && depth < MAX_DEPTH) visit(source.sceneId, depth + 1);
    }
  };
  for (const sceneId of sceneIds) visit(sceneId, 0);
  return shown;
}
