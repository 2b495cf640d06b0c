import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Item, ItemChange, Scene } from '../scenes.ts';
import type { Transition } from '../transitions.ts';

/** Of a locked item only these can be changed. */
const FREE: readonly (keyof ItemChange)[] = ['locked', 'visible'];

const sceneOf = (state: Scene[], sceneId: string) => state.find(({ id }) => id === sceneId);

function move<T>(list: T[], from: number, index: number): void {
  if (from < 0) return;
  const [moved] = list.splice(from, 1);
  if (moved) list.splice(Math.min(index, list.length), 0, moved);
}

function change(item: Item, { ...changes }: ItemChange): void {
  if (item.locked && changes.locked !== false)
    for (const key of Object.keys(changes) as (keyof ItemChange)[])
      if (!FREE.includes(key)) delete changes[key];
  Object.assign(item, changes);
}

export const scenes = createSlice({
  name: 'scenes',
  initialState: [] as Scene[],
  reducers: {
    /** `index` null is the end of the list. */
    sceneAdded(state, { payload }: PayloadAction<{ scene: Scene; index: number | null }>) {
      if (sceneOf(state, payload.scene.id)) return;
      state.splice(payload.index ?? state.length, 0, payload.scene);
    },
    sceneRenamed(state, { payload }: PayloadAction<{ sceneId: string; name: string }>) {
      const scene = sceneOf(state, payload.sceneId);
      if (scene) scene.name = payload.name;
    },
    sceneMoved(state, { payload }: PayloadAction<{ sceneId: string; index: number }>) {
      move(
        state,
        state.findIndex(({ id }) => id === payload.sceneId),
        payload.index,
      );
    },
    sceneRemoved(state, { payload }: PayloadAction<{ sceneId: string }>) {
      const index = state.findIndex(({ id }) => id === payload.sceneId);
      if (index >= 0) state.splice(index, 1);
    },
    sceneTransitionSet(
      state,
      { payload }: PayloadAction<{ sceneId: string; transition: Transition | null }>,
    ) {
      const scene = sceneOf(state, payload.sceneId);
      if (scene) scene.transition = payload.transition;
    },
    /** `index` null puts them on top. */
    itemsAdded(
      state,
      { payload }: PayloadAction<{ sceneId: string; items: Item[]; index: number | null }>,
    ) {
      const items = sceneOf(state, payload.sceneId)?.items;
      if (!items) return;
      const fresh = payload.items.filter(({ id }) => !items.some((item) => item.id === id));
      items.splice(payload.index ?? items.length, 0, ...fresh);
    },
    itemsRemoved(state, { payload }: PayloadAction<{ sceneId: string; itemIds: string[] }>) {
      const scene = sceneOf(state, payload.sceneId);
      if (scene?.items.some(({ id }) => payload.itemIds.includes(id)))
        scene.items = scene.items.filter(({ id }) => !payload.itemIds.includes(id));
    },
    /** Of locked items only `visible` and `locked` are changed. */
    itemsChanged(
      state,
      {
        payload,
      }: PayloadAction<{ sceneId: string; changes: { itemId: string; change: ItemChange }[] }>,
    ) {
      const scene = sceneOf(state, payload.sceneId);
      for (const { itemId, change: changes } of payload.changes) {
        const item = scene?.items.find(({ id }) => id === itemId);
        if (item) change(item, changes);
      }
    },
    /** `index` 0 is the bottom. */
    itemMoved(
      state,
      { payload }: PayloadAction<{ sceneId: string; itemId: string; index: number }>,
    ) {
      const items = sceneOf(state, payload.sceneId)?.items;
      if (items)
        move(
          items,
          items.findIndex(({ id }) => id === payload.itemId),
          payload.index,
        );
    },
  },
});
