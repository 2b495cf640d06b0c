import i18next from 'i18next';
import { scenesWithin } from '../../../../common/show/graph.ts';
import { newScene } from '../../../../common/show/new.ts';
import { MAX_SCENES, type Scene } from '../../../../common/show/scenes.ts';
import { newId } from '../../app/ids.ts';
import { sceneRemovalRefused, sceneRenaming } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { ask, change } from '../../app/studio.ts';
import type { Where } from '../command.ts';

/** Scenes that the list shows. */
export const listed = ({ show }: Pick<Where, 'show'>): Scene[] =>
  show.scenes.filter(({ group }) => !group);

/** What a click on a scene does: into the preview in studio mode, on air without it. */
export function choose({ canvas }: Where, sceneId: string): void {
  if (canvas.studioMode) preview(canvas.id, sceneId);
  else take(sceneId);
}

export const take = (sceneId?: string): void =>
  void ask('programme:take', sceneId === undefined ? {} : { sceneId });

export const preview = (canvasId: string, sceneId: string): void =>
  void change({ type: 'canvases/previewChosen', payload: { canvasId, sceneId } });

/** The scene before or after the edited one. */
export function neighbour(where: Where, by: 1 | -1): Scene | undefined {
  const scenes = listed(where);
  const at = scenes.findIndex(({ id }) => id === where.scene?.id);
  return scenes[at + by];
}

/** A name that no scene has yet: `base`, or with a number after it. */
export function freeName(scenes: readonly Scene[], base: (number: number) => string): string {
  const taken = new Set(scenes.map(({ name }) => name));
  let number = scenes.length + 1;
  while (taken.has(base(number))) number++;
  return base(number);
}

/** An empty scene at the end of the list, with its name to be typed. On air it goes only by a take. */
export async function addScene(where: Where): Promise<void> {
  const name = freeName(listed(where), (number) => i18next.t('scenes.newName', { number }));
  await insert(where, newScene(newId('scene'), name), null);
}

export async function duplicateScene(where: Where, sceneId: string): Promise<void> {
  const scene = where.show.scenes.find(({ id }) => id === sceneId);
  if (!scene) return;
  const name = i18next.t('scenes.copyName', { name: scene.name }).slice(0, 200);
  const items = scene.items.map((item) => ({ ...item, id: newId('item') }));
  const index = where.show.scenes.indexOf(scene) + 1;
  await insert(where, { ...scene, id: newId('scene'), name, items }, index);
}

async function insert(where: Where, scene: Scene, index: number | null): Promise<void> {
  const { canvas, session, show } = where;
  if (show.scenes.length >= MAX_SCENES) return;
  const label = index === null ? 'addScene' : 'duplicateScene';
  const answer = await change({ type: 'scenes/sceneAdded', payload: { scene, index } }, { label });
  if (!answer.ok) return;
  // What was made is what one wants to see next, unless viewers would see it too.
  if (canvas.studioMode) preview(canvas.id, scene.id);
  else if (session.live.state === 'idle' && session.recording.state !== 'recording') take(scene.id);
  store.dispatch(sceneRenaming(scene.id));
}

/** Whether viewers see the scene now, by itself or within another. */
export function isOnAir({ show, session, canvas }: Where, sceneId: string): boolean {
  const { live, recording, programme } = session;
  const seen = live.state !== 'idle' && live.state !== 'failed';
  if (!seen && recording.state !== 'recording') return false;
  const on = [canvas.programSceneId, programme.transition?.toSceneId].filter((id) => id != null);
  return on.some((id) => scenesWithin(show, id).has(sceneId));
}

/** Deletes a scene, which can be undone. One that is on air is not deleted; that is said. */
export function removeScene(where: Where, sceneId: string): void {
  if (listed(where).length < 2) return;
  if (isOnAir(where, sceneId)) store.dispatch(sceneRemovalRefused(sceneId));
  else void change({ type: 'scenes/sceneRemoved', payload: { sceneId } }, { label: 'removeScene' });
}

/** Moves a scene to a place among the listed ones. */
export function moveScene({ show }: Pick<Where, 'show'>, sceneId: string, toIndex: number): void {
  const scenes = listed({ show });
  const from = scenes.findIndex(({ id }) => id === sceneId);
  const target = scenes[toIndex];
  if (from < 0 || !target || toIndex === from) return;
  // Groups stand in between, so the place is that of the scene which is there now.
  const index = show.scenes.indexOf(target);
  void change({ type: 'scenes/sceneMoved', payload: { sceneId, index } }, { label: 'moveScene' });
}
