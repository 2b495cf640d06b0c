import { beforeEach, describe, expect, it } from 'vitest';
import type { StageOrder } from '../../../common/ipc/stage.ts';
import { newScene, newTransition } from '../../../common/show/new.ts';
import { Programme } from '../../../main/live/programme.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

let store: StudioStore;
let programme: Programme;
/** What the stage was told, orders and changes of the document in the order they came. */
let told: unknown[];

beforeEach(() => {
  store = new StudioStore(freshState());
  store.edit({
    commands: [
      { type: 'scenes/sceneAdded', payload: { scene: newScene('two', 'Two'), index: null } },
      {
        type: 'scenes/sceneAdded',
        payload: {
          scene: { ...newScene('three', 'Three'), transition: newTransition('wipe') },
          index: null,
        },
      },
    ],
  });
  told = [];
  programme = new Programme({
    store,
    order: (order: StageOrder) => told.push(order),
    mayName: (path) => path.startsWith('builtin:'),
  });
  store.subscribe(({ state }) => told.push(state.show.canvases[0]?.programSceneId));
});
const canvas = () => store.state.show.canvases[0];
const studioMode = (preview: string) => {
  store.edit({
    commands: [
      { type: 'canvases/studioModeSet', payload: { canvasId: 'main', on: true } },
      { type: 'canvases/previewChosen', payload: { canvasId: 'main', sceneId: preview } },
    ],
  });
  told = [];
};

describe('a take', () => {
  it('tells the stage how first, and what it is then', () => {
    programme.take({ sceneId: 'two' });
    expect(told).toEqual([{ type: 'take', sceneId: 'two', transition: { kind: 'cut' } }, 'two']);
    programme.take({ sceneId: 'three' });
    expect(told.slice(2)).toEqual([
      { type: 'take', sceneId: 'three', transition: newTransition('wipe') },
      'three',
    ]);
    const fade = newTransition('fade');
    programme.take({ sceneId: 'two', transition: fade });
    expect(told[4]).toEqual({ type: 'take', sceneId: 'two', transition: fade });
    expect(store.state.session.history.undo?.key).toBe('sceneAdded');
  });

  it('of what is on air changes nothing', () => {
    expect(programme.take({ sceneId: 'scene-1' })).toMatchObject({ ok: true });
    expect(told).toEqual([]);
  });

  it('in studio mode takes the preview, and the one before goes there', () => {
    expect(programme.take({})).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    studioMode('two');
    programme.take({});
    expect(canvas()).toMatchObject({ programSceneId: 'two', previewSceneId: 'scene-1' });
    programme.take({ sceneId: 'three' });
    expect(canvas()).toMatchObject({ programSceneId: 'three', previewSceneId: 'scene-1' });
  });

  it('refuses what is no scene, and files that nobody picked', () => {
    expect(programme.take({ sceneId: 'nobody' })).toMatchObject({ ok: false });
    const stinger = { ...newTransition('stinger'), path: '/etc/passwd' };
    expect(programme.take({ sceneId: 'two', transition: stinger })).toMatchObject({
      error: { code: 'INPUT_INVALID' },
    });
    const wipe = newTransition('lumaWipe');
    expect(programme.take({ sceneId: 'two', transition: wipe })).toMatchObject({ ok: true });
  });
});

describe('the T-bar', () => {
  it('moves, and takes at its end', () => {
    studioMode('three');
    programme.tbar(0.2);
    // The hand keeps what it took hold of.
    store.edit({
      commands: [{ type: 'canvases/previewChosen', payload: { canvasId: 'main', sceneId: 'two' } }],
    });
    programme.tbar(0.6);
    programme.tbar(1);
    const held = { type: 'tbar', sceneId: 'three', transition: newTransition('wipe') };
    expect(told).toEqual([
      { ...held, position: 0.2 },
      'scene-1',
      { ...held, position: 0.6 },
      { ...held, position: 1 },
      'three',
    ]);
    told = [];
    programme.tbar(null);
    expect(told).toEqual([]);
  });

  it('goes back when it is let go, and fades where there is no way between', () => {
    studioMode('two');
    programme.tbar(0.5);
    programme.tbar(null);
    const held = { type: 'tbar', sceneId: 'two', transition: newTransition('fade') };
    expect(told).toEqual([
      { ...held, position: 0.5 },
      { ...held, position: null },
    ]);
    expect(canvas()?.programSceneId).toBe('scene-1');
  });

  it('is studio mode’s', () => {
    expect(programme.tbar(0.5)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    expect(told).toEqual([]);
  });
});
