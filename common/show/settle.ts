import { isAudioKind, isAudioOnly } from './kinds.ts';
import { MASTER, newStrip } from './mixer.ts';
import type { ShowState } from './slices.ts';

/**
 * Brings the parts of a document into agreement after an edit; changes `show` in place.
 * Items without a source go; sources with a picture go with their last item, groups with their
 * source; sounding sources get a strip and strips without one go; keys for scenes and strips that
 * went go with them; canvases show scenes that are there.
 */
export function settle(show: ShowState): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const scene of show.scenes)
      if (scene.items.some(({ sourceId }) => !show.sources[sourceId])) {
        scene.items = scene.items.filter(({ sourceId }) => show.sources[sourceId]);
        changed = true;
      }
    const standing = new Set(show.scenes.flatMap(({ items }) => items.map((it) => it.sourceId)));
    for (const source of Object.values(show.sources)) {
      const isLost =
        source.kind === 'scene' && !show.scenes.some(({ id }) => id === source.sceneId);
      if (isLost || (!isAudioOnly(source.kind) && !standing.has(source.id))) {
        delete show.sources[source.id];
        changed = true;
      }
    }
    const grouped = new Set(
      Object.values(show.sources).flatMap((it) => (it.kind === 'scene' ? [it.sceneId] : [])),
    );
    if (show.scenes.some(({ id, group }) => group && !grouped.has(id))) {
      show.scenes = show.scenes.filter(({ id, group }) => !group || grouped.has(id));
      changed = true;
    }
  }
  settleMixer(show);
  settleHotkeys(show);
  const first = show.scenes.find(({ group }) => !group);
  const there = (sceneId: string) => show.scenes.some(({ id, group }) => id === sceneId && !group);
  for (const canvas of show.canvases) {
    if (first && !there(canvas.programSceneId)) canvas.programSceneId = first.id;
    if (!there(canvas.previewSceneId)) canvas.previewSceneId = canvas.programSceneId;
  }
}

function settleHotkeys(show: ShowState): void {
  const isThere = ({ command }: ShowState['hotkeys'][number]): boolean => {
    const [what = '', id] = command.split(':');
    if (id === undefined) return true;
    if (what.startsWith('scene.')) return show.scenes.some((scene) => scene.id === id);
    return !what.startsWith('strip.') || Object.hasOwn(show.mixer.strips, id);
  };
  if (!show.hotkeys.every(isThere)) show.hotkeys = show.hotkeys.filter(isThere);
}

function settleMixer({ mixer, sources }: ShowState): void {
  const { strips } = mixer;
  const wanted = [
    MASTER,
    ...Object.values(sources).flatMap(({ id, kind }) => (isAudioKind(kind) ? [id] : [])),
  ];
  for (const id of Object.keys(strips)) if (!wanted.includes(id)) delete strips[id];
  for (const id of wanted) {
    // Whoever talks with a guest has to hear them.
    const monitor = sources[id]?.kind === 'guest' ? 'both' : 'off';
    strips[id] ??= { ...newStrip(), monitor };
  }
  for (const strip of Object.values(strips)) {
    if (strip.groupId && !mixer.groups.some(({ id }) => id === strip.groupId)) strip.groupId = null;
    if (strip.ducking && !strips[strip.ducking.byId]) strip.ducking = null;
  }
}
