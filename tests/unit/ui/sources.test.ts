import { expect, test } from 'vitest';
import type { ShowCommand } from '../../../common/show/commands.ts';
import { newItem, newScene, newSource } from '../../../common/show/new.ts';
import { showSchema } from '../../../common/show/schema.ts';
import { showOfState } from '../../../common/show/slices.ts';
import type { SourceKind } from '../../../common/show/sources.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { groupCommands, ungroupCommands } from '../../../renderer/ui/app/edits/groups.ts';
import { moveCommands } from '../../../renderer/ui/app/edits/order.ts';
import { editedScene, findItem, selectionAfterClick } from '../../../renderer/ui/app/selection.ts';
import {
  addable,
  addExisting,
  addNew,
  mayShow,
} from '../../../renderer/ui/features/sources/model/adding.ts';
import { chatPlace, usualChat } from '../../../renderer/ui/features/sources/model/chatPlaces.ts';
import { uniqueName } from '../../../renderer/ui/features/sources/model/names.ts';
import { firstPlace, placed } from '../../../renderer/ui/features/sources/model/placing.ts';
import { questionPlace } from '../../../renderer/ui/features/sources/model/questionPlace.ts';
import { rowsOf } from '../../../renderer/ui/features/sources/model/rows.ts';
import { sampleState } from './sampleState.ts';

const canvas = { width: 1280, height: 720 };
let made = 0;
const freshId = () => `id-${++made}`;

/** A studio as main keeps it; each edit must leave a document that can be saved. */
function studio() {
  const store = new StudioStore(sampleState());
  return {
    get show() {
      return store.state.show;
    },
    get scene() {
      const scene = editedScene(store.state.show);
      if (!scene) throw new Error('no scene');
      return scene;
    },
    edit(commands: readonly ShowCommand[]) {
      store.edit({ commands: [...commands] });
      const { success, error } = showSchema.safeParse(showOfState(store.state.show));
      expect(success, error?.message).toBe(true);
    },
  };
}

test('names are unique by number', () => {
  expect(uniqueName('Camera', ['Logo'])).toBe('Camera');
  expect(uniqueName('Camera', ['Camera'])).toBe('Camera 2');
  expect(uniqueName('Camera', ['Camera', 'Camera 2'])).toBe('Camera 3');
  expect(uniqueName('Camera 2', ['Camera 2'])).toBe('Camera 3');
});

test('every kind can be added; one that is only heard stands in no scene', () => {
  const it = studio();
  const kinds = Object.keys(wanted) as SourceKind[];
  for (const kind of kinds) {
    const settings = kind === 'scene' ? { sceneId: 'scene-2' } : {};
    it.edit([
      { type: 'scenes/sceneAdded', payload: { scene: newScene('scene-2', 'Two'), index: null } },
    ]);
    const added = addNew(it.show, it.scene, kind, 'Camera', settings, freshId);
    it.edit(added.commands);
    expect(it.show.sources[added.sourceId]?.kind).toBe(kind);
    expect(it.scene.items.some(({ id }) => id === added.itemId)).toBe(wanted[kind]);
  }
  const names = Object.values(it.show.sources).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** Whether a kind stands in a scene. */
const wanted: Record<SourceKind, boolean> = {
  camera: true,
  screen: true,
  image: true,
  slideshow: true,
  media: true,
  text: true,
  colour: true,
  web: true,
  chat: true,
  scene: true,
  guest: true,
  testPicture: true,
  microphone: false,
  tone: false,
};

test('the first place is a sensible one', () => {
  const it = studio();
  const rectOf = (itemId: string | null) => it.scene.items.find(({ id }) => id === itemId)?.rect;
  // The ready-made camera fills the picture, so a second one is small in the corner.
  const camera = addNew(it.show, it.scene, 'camera', 'Second', {}, freshId);
  it.edit(camera.commands);
  const corner = rectOf(camera.itemId);
  expect(corner?.width).toBeLessThan(400);
  expect((corner?.x ?? 0) + (corner?.width ?? 0)).toBeLessThan(1280);
  const text = addNew(it.show, it.scene, 'text', 'Words', {}, freshId);
  it.edit(text.commands);
  expect(rectOf(text.itemId)?.y).toBeGreaterThan(500);
  const colour = addNew(it.show, it.scene, 'colour', 'Back', {}, freshId);
  it.edit(colour.commands);
  expect(it.scene.items[0]?.id).toBe(colour.itemId);
});

test('a chat does not stand on the title; in the way of nothing it is where it mostly is', () => {
  const it = studio();
  const title = it.scene.items.find(({ sourceId }) => it.show.sources[sourceId]?.kind === 'text');
  if (!title) throw new Error('no title');
  const list = addNew(it.show, it.scene, 'chat', 'Chat', usualChat('list', canvas), freshId);
  it.edit(list.commands);
  const rect = it.scene.items.find(({ id }) => id === list.itemId)?.rect;
  expect((rect?.y ?? 0) + (rect?.height ?? 0)).toBeLessThan(title.rect.y);
  // A question stands above the title, too, before the list.
  const question = newSource('chat', 'question', 'Question', canvas);
  const { rect: asked } = firstPlace({ ...question, part: 'question' }, it.scene.items, canvas);
  expect(asked.y + asked.height).toBeLessThan(title.rect.y);
  const bare = firstPlace(
    newSource('chat', 'bare', 'Chat', canvas),
    [newItem('all', 'camera', { x: 0, y: 0, ...canvas })],
    canvas,
  );
  expect(bare.rect).toEqual(chatPlace('list', canvas));
});

test('a question on air gets a place in the scene on air, once', () => {
  const it = studio();
  const place = () => questionPlace(it.show, 'Question', freshId);
  const missing = place();
  if (missing.state !== 'missing') throw new Error(missing.state);
  it.edit(missing.commands);
  expect(place()).toEqual({ state: 'seen' });
  const [item] = it.scene.items.filter(
    ({ sourceId }) => it.show.sources[sourceId]?.kind === 'chat',
  );
  if (!item) throw new Error('no item');
  const hide = { itemId: item.id, change: { visible: false } };
  it.edit([{ type: 'scenes/itemsChanged', payload: { sceneId: it.scene.id, changes: [hide] } }]);
  const hidden = place();
  if (hidden.state !== 'hidden') throw new Error(hidden.state);
  it.edit(hidden.commands);
  expect(place()).toEqual({ state: 'seen' });
});

test('a source once more is a further item of the same source; a scene never shows itself', () => {
  const it = studio();
  const camera = it.show.sources.camera;
  if (!camera) throw new Error('no camera');
  const again = addExisting(it.show, it.scene, camera, freshId);
  it.edit(again.commands);
  expect(it.scene.items.filter(({ sourceId }) => sourceId === 'camera')).toHaveLength(2);
  expect(addable(it.show, it.scene).map(({ id }) => id)).not.toContain('microphone');

  const shown = { ...newSource('scene', 'first', 'First', canvas), sceneId: 'scene-1' };
  const item = newItem('i', 'first', { x: 0, y: 0, width: 10, height: 10 });
  it.edit([
    { type: 'sources/sourceAdded', payload: { source: shown } },
    { type: 'scenes/sceneAdded', payload: { scene: newScene('two', 'Two', [item]), index: null } },
  ]);
  expect(mayShow(it.show, it.scene, 'two')).toBe(false);
  expect(mayShow(it.show, it.scene, 'scene-1')).toBe(false);
});

test('items go into a group and come out again where they stood', () => {
  const it = studio();
  const before = it.scene.items.map(({ sourceId, rect }) => ({ sourceId, rect }));
  const ids = { scene: freshId(), source: freshId(), item: freshId() };
  it.edit(groupCommands(it.scene, ['item-image', 'item-title'], 'Group', canvas, ids));
  expect(it.scene.items.map(({ sourceId }) => sourceId)).toEqual(['camera', ids.source]);
  const [top] = rowsOf(it.show, it.scene, new Set([ids.item]));
  expect(top?.group?.items).toHaveLength(2);
  expect(rowsOf(it.show, it.scene, new Set([ids.item]))).toHaveLength(4);
  expect(findItem(it.show, it.scene, 'item-title')?.scene.id).toBe(ids.scene);

  if (!top?.group) throw new Error('no group');
  const groups = [{ item: top.item, inside: top.group }];
  it.edit(ungroupCommands(it.scene, groups, canvas, freshId).commands);
  expect(it.scene.items.map(({ sourceId, rect }) => ({ sourceId, rect }))).toEqual(before);
  expect(it.show.scenes).toHaveLength(1);
});

test('several groups are taken apart at once, and what was turned stays turned', () => {
  const it = studio();
  const places = () => it.scene.items.map(({ sourceId }) => sourceId);
  const before = places();
  const groups = ['item-camera', 'item-title'].map((id) => {
    const ids = { scene: freshId(), source: freshId(), item: freshId() };
    it.edit(groupCommands(it.scene, [id], 'Group', canvas, ids));
    return ids;
  });
  const [, last] = groups;
  if (!last) throw new Error('no group');
  const changes = [{ itemId: last.item, change: { rotationDegrees: 90, opacity: 0.5 } }];
  it.edit([{ type: 'scenes/itemsChanged', payload: { sceneId: it.scene.id, changes } }]);
  const parted = groups.map(({ item: itemId, scene: sceneId }) => {
    const item = it.scene.items.find(({ id }) => id === itemId);
    const inside = it.show.scenes.find(({ id }) => id === sceneId);
    if (!item || !inside) throw new Error('no group');
    return { item, inside };
  });
  const { commands, itemIds } = ungroupCommands(it.scene, parted, canvas, freshId);
  it.edit(commands);
  expect(places()).toEqual(before);
  expect(itemIds).toHaveLength(2);
  const title = it.scene.items.find(({ id }) => id === itemIds[0]);
  expect(title).toMatchObject({ rotationDegrees: 90, opacity: 0.5 });
  expect(it.show.scenes).toHaveLength(1);
});

test('rows are pulled to another place, several chosen ones together', () => {
  const it = studio();
  const order = () => it.scene.items.map(({ id }) => id);
  it.edit(moveCommands(it.scene, [], 'item-camera', 'item-image'));
  expect(order()).toEqual(['item-image', 'item-camera', 'item-title']);
  it.edit(moveCommands(it.scene, ['item-image', 'item-camera'], 'item-image', 'item-title'));
  expect(order()).toEqual(['item-title', 'item-image', 'item-camera']);
  expect(moveCommands(it.scene, ['item-image', 'item-title'], 'item-image', 'item-title')).toEqual(
    [],
  );
});

test('buttons place an item; its own size minds the crop', () => {
  const item = {
    ...newItem('i', 's', { x: 10, y: 20, width: 100, height: 50 }),
    crop: { left: 0.25, right: 0.25, top: 0, bottom: 0 },
  };
  expect(placed('fill', item, canvas, undefined)).toEqual({
    rect: { x: 0, y: 0, ...canvas },
    rotationDegrees: 0,
    fit: 'cover',
  });
  expect(placed('centre', item, canvas, undefined)?.rect).toMatchObject({ x: 590, y: 335 });
  const own = placed('original', item, canvas, { width: 400, height: 300 })?.rect;
  expect(placed('original', item, canvas, undefined)).toBeUndefined();
  expect(own).toEqual({ x: -40, y: -105, width: 200, height: 300 });
});

test('clicks choose one, toggle one, or choose all between', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const click = (chosen: string[], id: string, toggle = false, range = false) =>
    selectionAfterClick(chosen, ids, id, { toggle, range });
  expect(click(['a', 'b'], 'c')).toEqual(['c']);
  expect(click(['a'], 'c', true)).toEqual(['a', 'c']);
  expect(click(['a', 'c'], 'a', true)).toEqual(['c']);
  expect([...click(['b'], 'd', false, true)].sort()).toEqual(['b', 'c', 'd']);
  const wider = click(['b'], 'd', false, true);
  expect(selectionAfterClick(wider, ids, 'a', { toggle: false, range: true })).toEqual(['a', 'b']);
  expect(click([], 'c', false, true)).toEqual(['c']);
});

test('a guest stands as a camera does, and is heard by the host too', () => {
  const it = studio();
  const guest = addNew(it.show, it.scene, 'guest', 'Guest', { seat: 2 }, freshId);
  it.edit(guest.commands);
  const item = it.scene.items.find(({ id }) => id === guest.itemId);
  expect(item?.fit).toBe('cover');
  expect(it.show.sources[guest.sourceId]).toMatchObject({ seat: 2, nameTag: true });
  expect(it.show.mixer.strips[guest.sourceId]).toMatchObject({ monitor: 'both', tracks: [1] });
});
