import { castDraft } from 'immer';
import { beforeEach, expect, it } from 'vitest';
import type { ShowCommand } from '../../../common/show/commands.ts';
import { newScene } from '../../../common/show/new.ts';
import { showActions } from '../../../common/show/slices.ts';
import { Seating } from '../../../main/cohost/seating.ts';
import { compacted } from '../../../main/state/compacted.ts';
import { differences } from '../../../main/state/differences.ts';
import { History } from '../../../main/state/history.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { deskOf, person, studioOnAir } from '../../support/cohostSamples.ts';

let store: StudioStore;
beforeEach(() => {
  store = new StudioStore(studioOnAir('en', {}));
  const take = (sceneId: string) => {
    store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId }));
    return { ok: true, value: null } as const;
  };
  const names = () => ({ scene: 'With guests', host: 'Host', seat: (seat: number) => `G${seat}` });
  new Seating({ store, edit: (edit) => store.editByItself(edit), take, names });
});

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
async function onAir(...seats: number[]): Promise<void> {
  store.session((session) => {
    const people = seats.map((seat) => person(`p${seat}`, 'P', { stage: 'air', seat }));
    session.cohost.desk = castDraft(deskOf(people));
  });
  await settled();
}
const show = () => store.state.show;
const names = () => show().scenes.map(({ name }) => name);
const shown = () =>
  (show().scenes.find(({ id }) => id === 'cohost')?.items ?? [])
    .filter(({ visible }) => visible)
    .map(({ id }) => id);
const addScene = (name: string) =>
  store.edit({
    commands: [
      { type: 'scenes/sceneAdded', payload: { scene: newScene(name, name, []), index: null } },
    ],
  });
const rename = (sceneId: string, name: string) =>
  store.edit({ commands: [{ type: 'scenes/sceneRenamed', payload: { sceneId, name } }] });
const labels = () => {
  const { undo, redo } = store.state.session.history;
  return [undo?.key ?? null, redo?.key ?? null];
};

it('who came on air is no step, and undo takes back what the person did before', async () => {
  const [home = ''] = names();
  rename('scene-1', 'Mine');
  addScene('B');
  await onAir(1);
  expect(labels()).toEqual(['sceneAdded', null]);
  const before = show();
  expect(store.undo().ok).toBe(true);
  expect(names()).toEqual(['Mine', 'With guests']);
  expect(shown()).toEqual(['cohost-host', 'cohost-seat-1']);
  // Whoever follows the guest's source sees that nothing became of it.
  expect(show().sources['cohost-seat-1']).toBe(before.sources['cohost-seat-1']);
  expect(show().canvases[0]?.programSceneId).toBe('cohost');
  expect(store.undo().ok).toBe(true);
  expect(names()).toEqual([home, 'With guests']);
  expect(labels()).toEqual([null, 'sceneRenamed']);
  expect(store.undo().ok).toBe(true);
  expect(shown()).toEqual(['cohost-host', 'cohost-seat-1']);
  for (let step = 0; step < 2; step++) expect(store.redo().ok).toBe(true);
  expect(names()).toEqual(['Mine', 'B', 'With guests']);
  expect(show()).toEqual(before);
});

it('guests come and go between undo and redo, and everything finds its place', async () => {
  addScene('B');
  await onAir(1);
  addScene('C');
  await onAir(1, 2);
  const whole = show();
  store.undo();
  await onAir(1, 2, 3);
  store.undo();
  await onAir(2);
  expect(names()).toEqual([whole.scenes[0]?.name, 'With guests']);
  expect(labels()).toEqual([null, 'sceneAdded']);
  store.redo();
  expect(names()).toEqual([whole.scenes[0]?.name, 'B', 'With guests']);
  await onAir(1, 2);
  store.redo();
  expect(names()).toEqual([whole.scenes[0]?.name, 'B', 'With guests', 'C']);
  expect(labels()).toEqual(['sceneAdded', null]);
  expect(shown()).toEqual(['cohost-host', 'cohost-seat-1', 'cohost-seat-2']);
});

it('comings and goings push out none of the person’s steps', async () => {
  const history = new History();
  const step = { label: { key: 'k', subject: '' }, gesture: null, forward: [], inverse: [] };
  history.add(step);
  for (let turn = 0; turn < 500; turn++)
    history.addAutomatic({ forward: [], inverse: [], commands: [] });
  expect(history.toUndo?.step).toMatchObject(step);
  expect(history.toUndo?.since).toHaveLength(1);

  addScene('B');
  for (let turn = 0; turn < 10; turn++) await onAir(...(turn % 2 ? [1, 2] : [1]));
  expect(store.undo().ok).toBe(true);
  expect(names()).not.toContain('B');
  expect(shown()).toHaveLength(3);
});

it('what is seen in the guests’ scene cannot be undone away', async () => {
  addScene('B');
  store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId: 'B' }));
  await onAir(1);
  const before = show();
  expect(store.undo()).toMatchObject({ ok: false, error: { code: 'ON_AIR' } });
  expect(show()).toBe(before);
});

it('many commands are few, with the same outcome', () => {
  const change = (itemId: string, x: number): ShowCommand => ({
    type: 'scenes/itemsChanged',
    payload: {
      sceneId: 's',
      changes: [{ itemId, change: { rect: { x, y: 0, width: 9, height: 9 }, visible: true } }],
    },
  });
  const many = Array.from({ length: 50 }, (_, at) => change(at % 2 ? 'a' : 'b', at));
  const hide: ShowCommand = {
    type: 'scenes/itemsChanged',
    payload: { sceneId: 's', changes: [{ itemId: 'a', change: { visible: false } }] },
  };
  const few = compacted([...many, hide]);
  expect(few).toHaveLength(2);
  expect(few[1]).toMatchObject({
    payload: { changes: [{ itemId: 'a', change: { rect: { x: 49 }, visible: false } }] },
  });
});

it('differences are few', () => {
  expect(differences({ a: [1, { b: 2 }], c: 3 }, { a: [1, { b: 4 }], d: 5 }, ['x'])).toEqual([
    { op: 'remove', path: ['x', 'c'] },
    { op: 'replace', path: ['x', 'a', 1, 'b'], value: 4 },
    { op: 'add', path: ['x', 'd'], value: 5 },
  ]);
  expect(differences([1], [1, 2], [])).toEqual([{ op: 'replace', path: [], value: [1, 2] }]);
});
