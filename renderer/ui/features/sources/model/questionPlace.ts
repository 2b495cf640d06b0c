import type { ShowCommand } from '../../../../../common/show/commands.ts';
import { sourcesShown } from '../../../../../common/show/graph.ts';
import type { ShowState } from '../../../../../common/show/slices.ts';
import type { Source } from '../../../../../common/show/sources.ts';
import { addExisting, addNew, sizeOfScene } from './adding.ts';
import { usualChat } from './chatPlaces.ts';

type QuestionPlace =
  | { readonly state: 'seen' }
  /** `commands` bring it into the scene on air, or out of hiding there. */
  | { readonly state: 'hidden' | 'missing'; readonly commands: ShowCommand[] };

const showsQuestions = (source: Source | undefined): boolean =>
  source?.kind === 'chat' && source.part === 'question';

/** Whether the scene on air has a place where a question is seen, and how to get one. */
export function questionPlace(show: ShowState, name: string, freshId: () => string): QuestionPlace {
  const onAir = show.canvases[0]?.programSceneId;
  const scene = show.scenes.find(({ id }) => id === onAir);
  if (!scene) return { state: 'seen' };
  const seen = [...sourcesShown(show, [scene.id])];
  if (seen.some((id) => showsQuestions(show.sources[id]))) return { state: 'seen' };
  const hidden = scene.items.find(({ sourceId }) => showsQuestions(show.sources[sourceId]));
  if (hidden) {
    const changes = [{ itemId: hidden.id, change: { visible: true, opacity: 1 } }];
    return {
      state: 'hidden',
      commands: [{ type: 'scenes/itemsChanged', payload: { sceneId: scene.id, changes } }],
    };
  }
  const known = Object.values(show.sources).find(showsQuestions);
  const { commands } = known
    ? addExisting(show, scene, known, freshId)
    : addNew(show, scene, 'chat', name, usualChat('question', sizeOfScene(show, scene)), freshId);
  return { state: 'missing', commands };
}
