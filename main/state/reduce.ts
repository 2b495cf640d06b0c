import type { UnknownAction } from '@reduxjs/toolkit';
import type { Draft } from 'immer';
import { scaleShow } from '../../common/show/resize.ts';
import { settle } from '../../common/show/settle.ts';
import { type ShowState, showActions, showReducers } from '../../common/show/slices.ts';

/** Runs every slice over a draft of the document; slices notice that they are given a draft and change it in place. */
export function reduceShow(draft: Draft<ShowState>, action: UnknownAction): void {
  if (showActions.canvasResized.match(action)) {
    const canvas = draft.canvases.find(({ id }) => id === action.payload.canvasId);
    if (canvas) scaleShow(draft, canvas, action.payload);
  }
  const slices = draft as unknown as Record<string, unknown>;
  for (const [name, reduce] of Object.entries(showReducers)) {
    const before = slices[name];
    const after = (reduce as (state: unknown, action: UnknownAction) => unknown)(before, action);
    if (after !== before) slices[name] = after;
  }
}

/** What names what in a scene; the rest of it is nobody else's business. */
const same = <T>(a: readonly T[], b: readonly T[], alike: (a: T, b: T) => boolean): boolean =>
  a === b ||
  (a.length === b.length && a.every((it, index) => it === b[index] || alike(it, b[index] as T)));

/**
 * Whether parts came, went or were tied to others, so that the document has to be settled. False
 * for what happens many times a second: a drag, a fader, typing.
 */
export function structureChanged(before: ShowState, after: ShowState): boolean {
  return !(
    before.canvases === after.canvases &&
    same(
      before.scenes,
      after.scenes,
      (a, b) =>
        a.id === b.id &&
        a.group === b.group &&
        same(a.items, b.items, (one, other) => one.sourceId === other.sourceId),
    ) &&
    sameSources(before.sources, after.sources) &&
    sameMixer(before.mixer, after.mixer)
  );
}

/** Whether settling would leave everything as it is. Much cheaper than settling a draft of a large document. */
export function isSettled(show: ShowState): boolean {
  const copy: ShowState = {
    ...show,
    canvases: show.canvases.map((it) => ({ ...it })),
    scenes: show.scenes.map((it) => ({ ...it })),
    sources: { ...show.sources },
    mixer: {
      ...show.mixer,
      strips: Object.fromEntries(
        Object.entries(show.mixer.strips).map(([id, strip]) => [id, { ...strip }]),
      ),
    },
  };
  settle(copy);
  const { canvases } = show;
  const sameAir = copy.canvases.every(
    ({ programSceneId, previewSceneId }, index) =>
      programSceneId === canvases[index]?.programSceneId &&
      previewSceneId === canvases[index]?.previewSceneId,
  );
  const sameKeys = copy.hotkeys === show.hotkeys;
  return sameAir && sameKeys && !structureChanged(show, { ...copy, canvases });
}

function sameSources(before: ShowState['sources'], after: ShowState['sources']): boolean {
  if (before === after) return true;
  const ids = Object.keys(after);
  return (
    ids.length === Object.keys(before).length &&
    ids.every((id) => {
      const [a, b] = [before[id], after[id]];
      if (a === b) return true;
      if (!a || a.kind !== b?.kind) return false;
      return a.kind !== 'scene' || (b.kind === 'scene' && a.sceneId === b.sceneId);
    })
  );
}

function sameMixer(before: ShowState['mixer'], after: ShowState['mixer']): boolean {
  if (before === after) return true;
  const ids = Object.keys(after.strips);
  return (
    same(before.groups, after.groups, (a, b) => a.id === b.id) &&
    ids.length === Object.keys(before.strips).length &&
    ids.every((id) => {
      const [a, b] = [before.strips[id], after.strips[id]];
      return a === b || (a?.groupId === b?.groupId && a?.ducking?.byId === b?.ducking?.byId);
    })
  );
}
