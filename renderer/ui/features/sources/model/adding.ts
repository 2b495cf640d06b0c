import type { ShowCommand } from '../../../../../common/show/commands.ts';
import { hasCycle } from '../../../../../common/show/graph.ts';
import { isAudioOnly } from '../../../../../common/show/kinds.ts';
import { newItem, newSource } from '../../../../../common/show/new.ts';
import type { Scene } from '../../../../../common/show/scenes.ts';
import type { ShowState } from '../../../../../common/show/slices.ts';
import type { Source, SourceKind, SourceOf } from '../../../../../common/show/sources.ts';
import { uniqueName } from './names.ts';
import { firstPlace, type Size } from './placing.ts';

export type Added = {
  readonly commands: ShowCommand[];
  readonly sourceId: string;
  /** Null where the source is only heard. */
  readonly itemId: string | null;
};

/** How large the scene's picture is. */
export const sizeOfScene = (show: Pick<ShowState, 'canvases'>, scene: Scene | undefined): Size => {
  const { width = 1280, height = 720 } = scene?.size ?? show.canvases[0] ?? {};
  return { width, height };
};

/** A new source with its item in `scene`, at a sensible place. `settings` come over the usual ones. */
export function addNew<K extends SourceKind>(
  show: ShowState,
  scene: Scene,
  kind: K,
  name: string,
  settings: Partial<SourceOf<K>>,
  freshId: () => string,
): Added {
  const size = sizeOfScene(show, scene);
  const taken = Object.values(show.sources).map((source) => source.name);
  const sourceId = freshId();
  const usual = newSource(kind, sourceId, uniqueName(name, taken), size);
  const source = { ...usual, ...settings } as Source;
  const added: ShowCommand = { type: 'sources/sourceAdded', payload: { source } };
  if (isAudioOnly(kind)) return { commands: [added], sourceId, itemId: null };
  const { commands, itemId } = standing(scene, source, size, freshId);
  return { commands: [added, ...commands], sourceId, itemId };
}

/** A further item of a source that is in the show already. */
export function addExisting(
  show: ShowState,
  scene: Scene,
  source: Source,
  freshId: () => string,
): Added {
  const size = sizeOfScene(show, scene);
  return { ...standing(scene, source, size, freshId), sourceId: source.id };
}

function standing(scene: Scene, source: Source, size: Size, freshId: () => string) {
  const { rect, fit, index } = firstPlace(source, scene.items, size);
  const itemId = freshId();
  const items = [newItem(itemId, source.id, rect, fit)];
  const commands: ShowCommand[] = [
    { type: 'scenes/itemsAdded', payload: { sceneId: scene.id, items, index } },
  ];
  return { commands, itemId };
}

/** Whether `scene` may show the other one: not itself, nor one that shows it. */
export function mayShow(show: ShowState, scene: Scene, shownId: string): boolean {
  const probe = newSource('scene', 'probe', 'probe', { width: 16, height: 16 });
  const rect = { x: 0, y: 0, width: 1, height: 1 };
  return !hasCycle({
    sources: { ...show.sources, probe: { ...probe, sceneId: shownId } },
    scenes: show.scenes.map((it) =>
      it.id === scene.id ? { ...it, items: [...it.items, newItem('probe', 'probe', rect)] } : it,
    ),
  });
}

/** Sources with a picture that the scene could show once more. */
export const addable = (show: ShowState, scene: Scene): Source[] =>
  Object.values(show.sources)
    .filter(
      (source) =>
        !isAudioOnly(source.kind) &&
        (source.kind !== 'scene' || mayShow(show, scene, source.sceneId)),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
