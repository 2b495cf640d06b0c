import { applyPatches, enablePatches, type Patch } from 'immer';
import { describe, expect, it } from 'vitest';
import type { StudioState } from '../../../common/ipc/contract.ts';
import { commandSchema, notUndoable, type ShowCommand } from '../../../common/show/commands.ts';
import {
  newDestination,
  newEffect,
  newFilter,
  newItem,
  newScene,
  newSource,
  newTransition,
} from '../../../common/show/new.ts';
import { showSchema } from '../../../common/show/schema.ts';
import { showActions, showOfState, stateOfShow } from '../../../common/show/slices.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState, testShow } from '../../support/session.ts';

enablePatches();

const scene = 'scene-1';
const canvas = { width: 1280, height: 720 };
const rect = { x: 1, y: 2, width: 300, height: 40 };
const rtmp = {
  ...newDestination('friend', 'rtmp', 'Friend', 'main'),
  server: 'rtmp://127.0.0.1/live',
  enabled: false,
};

/** One of every command, each of which changes something in the ready-made show (in this order). */
const commands: readonly ShowCommand[] = [
  { type: 'meta/showRenamed', payload: { name: 'Evening' } },
  {
    type: 'canvases/canvasResized',
    payload: { canvasId: 'main', width: 1920, height: 1080, fps: 60 },
  },
  { type: 'scenes/sceneAdded', payload: { scene: newScene('scene-2', 'Two'), index: null } },
  { type: 'scenes/sceneAdded', payload: { scene: newScene('scene-3', 'Three'), index: 0 } },
  { type: 'canvases/studioModeSet', payload: { canvasId: 'main', on: true } },
  { type: 'canvases/previewChosen', payload: { canvasId: 'main', sceneId: 'scene-2' } },
  { type: 'scenes/sceneRenamed', payload: { sceneId: 'scene-2', name: 'Second' } },
  { type: 'scenes/sceneMoved', payload: { sceneId: 'scene-3', index: 2 } },
  { type: 'scenes/sceneRemoved', payload: { sceneId: 'scene-3' } },
  {
    type: 'scenes/sceneTransitionSet',
    payload: { sceneId: scene, transition: newTransition('wipe') },
  },
  {
    type: 'scenes/itemsAdded',
    payload: { sceneId: 'scene-2', items: [newItem('again', 'camera', rect)], index: null },
  },
  {
    type: 'scenes/itemsChanged',
    payload: {
      sceneId: scene,
      changes: [{ itemId: 'item-title', change: { opacity: 0.5, rect } }],
    },
  },
  { type: 'scenes/itemMoved', payload: { sceneId: scene, itemId: 'item-title', index: 0 } },
  { type: 'scenes/itemsRemoved', payload: { sceneId: 'scene-2', itemIds: ['again'] } },
  {
    type: 'sources/sourceAdded',
    payload: { source: newSource('tone', 'beep', 'Beep', canvas) },
  },
  { type: 'sources/sourceRenamed', payload: { sourceId: 'camera', name: 'Left' } },
  { type: 'sources/sourceChanged', payload: { sourceId: 'title', change: { text: '你好' } } },
  {
    type: 'sources/filtersSet',
    payload: { sourceId: 'camera', filters: [newFilter('blur', 'soft', 'Soft')] },
  },
  {
    type: 'sources/filterChanged',
    payload: { sourceId: 'camera', filterId: 'soft', change: { radiusPx: 3 } },
  },
  {
    type: 'mixer/groupAdded',
    payload: { group: { id: 'voices', name: 'Voices', gainDb: 0, muted: false } },
  },
  { type: 'mixer/groupChanged', payload: { groupId: 'voices', change: { gainDb: -3 } } },
  {
    type: 'mixer/stripChanged',
    payload: { stripId: 'microphone', change: { gainDb: -6, chain: [newEffect('gate', 'gate')] } },
  },
  {
    type: 'mixer/effectChanged',
    payload: { stripId: 'microphone', effectId: 'gate', change: { holdMs: 50 } },
  },
  { type: 'mixer/groupRemoved', payload: { groupId: 'voices' } },
  { type: 'mixer/monitorChanged', payload: { change: { deviceId: 'headphones' } } },
  { type: 'mixer/limiterSet', payload: { limiterDb: null } },
  { type: 'sources/sourceRemoved', payload: { sourceId: 'beep' } },
  { type: 'transitions/transitionChosen', payload: { transition: newTransition('fade') } },
  { type: 'transitions/quickTransitionsSet', payload: { quick: [] } },
  {
    type: 'hotkeys/hotkeysSet',
    payload: { hotkeys: [{ command: 'take', accelerator: 'F5', systemWide: false }] },
  },
  {
    type: 'silencedWarnings/warningSilenced',
    payload: { key: 'noSound:microphone', silenced: true },
  },
  { type: 'encoding/bitrateSet', payload: { videoKbps: 6000 } },
  { type: 'encoding/recordedTracksSet', payload: { tracks: [1, 2] } },
  { type: 'destinations/destinationAdded', payload: { destination: rtmp } },
  {
    type: 'destinations/destinationChanged',
    payload: {
      destinationId: 'friend',
      change: { name: 'Best friend', server: 'rtmps://127.0.0.1/live' },
    },
  },
  {
    type: 'destinations/destinationEnabled',
    payload: { destinationId: 'friend', enabled: true },
  },
  { type: 'destinations/destinationMoved', payload: { destinationId: 'friend', index: 0 } },
  { type: 'destinations/destinationRemoved', payload: { destinationId: 'friend' } },
];

it('the list above has every command there is', () => {
  const known = commandSchema.options.map(({ shape }) => shape.type.value);
  expect([...new Set(commands.map(({ type }) => type))].sort()).toEqual([...known].sort());
  for (const command of commands) expect(commandSchema.parse(command)).toEqual(command);
});

const run = (store: StudioStore, ...list: ShowCommand[]) => store.edit({ commands: list });

describe('a store', () => {
  it('changes something for every command, tells it once, and a mirror that replays the patches is equal', () => {
    const store = new StudioStore(freshState());
    let mirror: StudioState = structuredClone(store.state);
    let seq = 0;
    let told = 0;
    store.subscribe((change) => {
      expect(change.seq).toBe(++seq);
      expect(change.state).toBe(store.state);
      // Patches cross process borders as plain data.
      const patches = structuredClone(change.patches) as Patch[];
      if (patches.some(({ path }) => path[0] === 'show')) told++;
      mirror = applyPatches(mirror, patches);
    });
    for (const [index, command] of commands.entries()) {
      const before = store.state.show;
      expect(run(store, command), command.type).toMatchObject({ ok: true });
      expect(store.state.show, command.type).not.toBe(before);
      expect(told, command.type).toBe(index + 1);
      expect(mirror).toEqual(store.state);
      const saved = showSchema.safeParse(showOfState(store.state.show));
      expect(saved.error?.issues ?? [], command.type).toEqual([]);
    }
    expect(store.snapshot()).toEqual({ seq, state: store.state });
  });

  it('takes the keys of a scene away with it, and gives them back on undo', () => {
    const store = new StudioStore(freshState());
    const key = (command: string, accelerator: string) => ({
      ...{ command, accelerator, systemWide: false },
    });
    const kept = [key('take', 'F1'), key('strip.mute:microphone', 'F3')];
    run(store, {
      type: 'scenes/sceneAdded',
      payload: { scene: newScene('two', 'Two'), index: null },
    });
    const hotkeys = [...kept, key('scene.take:two', 'F2')];
    run(store, { type: 'hotkeys/hotkeysSet', payload: { hotkeys } });
    run(store, { type: 'scenes/sceneRemoved', payload: { sceneId: 'two' } });
    expect(store.state.show.hotkeys).toEqual(kept);
    store.undo();
    expect(store.state.show.hotkeys).toEqual(hotkeys);
  });

  it('tells nothing when nothing changes', () => {
    const store = new StudioStore(freshState());
    const nobody: ShowCommand[] = [
      { type: 'meta/showRenamed', payload: { name: 'Show' } },
      { type: 'sources/sourceRenamed', payload: { sourceId: 'nobody', name: 'x' } },
      { type: 'mixer/stripChanged', payload: { stripId: 'nobody', change: { gainDb: 0 } } },
      { type: 'mixer/stripChanged', payload: { stripId: 'microphone', change: { gainDb: 0 } } },
      { type: 'scenes/itemMoved', payload: { sceneId: scene, itemId: 'nobody', index: 3 } },
      { type: 'scenes/sceneAdded', payload: { scene: newScene(scene, 'Again'), index: null } },
      { type: 'destinations/destinationRemoved', payload: { destinationId: 'embedded' } },
      { type: 'mixer/groupRemoved', payload: { groupId: 'nobody' } },
      { type: 'destinations/destinationMoved', payload: { destinationId: 'embedded', index: 0 } },
      {
        type: 'destinations/destinationChanged',
        payload: { destinationId: 'embedded', change: { name: 'x', server: 'rtmp://evil/live' } },
      },
    ];
    const { state } = store;
    store.subscribe(() => expect.fail('no change was made'));
    for (const command of nobody) run(store, command);
    store.session((session) => {
      session.locale = 'en';
    });
    expect(store.undo()).toEqual({ ok: true, value: null });
    expect(store.state).toBe(state);
  });

  it('brings the parts into agreement after an edit', () => {
    const store = new StudioStore(freshState());
    run(store, {
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene, itemIds: ['item-image'] },
    });
    expect(Object.keys(store.state.show.sources)).not.toContain('image');
    run(store, {
      type: 'sources/sourceAdded',
      payload: { source: newSource('microphone', 'mic-2', 'Guest', canvas) },
    });
    expect(store.state.show.mixer.strips['mic-2']).toMatchObject({ gainDb: 0, tracks: [1] });
    run(store, { type: 'sources/sourceRemoved', payload: { sourceId: 'mic-2' } });
    expect(Object.keys(store.state.show.mixer.strips).sort()).toEqual(['master', 'microphone']);
  });

  it('does all of an edit or nothing of it', () => {
    const store = new StudioStore(freshState());
    const { state } = store;
    const good: ShowCommand = { type: 'meta/showRenamed', payload: { name: 'Half' } };
    const inside = (sceneId: string, id: string, source: string): ShowCommand => ({
      type: 'scenes/itemsAdded',
      payload: { sceneId, items: [newItem(id, source, rect)], index: null },
    });
    const bad: readonly [string, ...ShowCommand[]][] = [
      [
        'text',
        { type: 'sources/sourceChanged', payload: { sourceId: 'title', change: { text: 7 } } },
      ],
      [
        'nothing',
        { type: 'sources/sourceChanged', payload: { sourceId: 'title', change: { wings: 2 } } },
      ],
      [
        'deviceId',
        {
          type: 'sources/sourceChanged',
          payload: { sourceId: 'camera', change: { deviceId: undefined } },
        },
      ],
      [
        'radius',
        {
          type: 'sources/filtersSet',
          payload: { sourceId: 'camera', filters: [newFilter('blur', 'b', 'B')] },
        },
        {
          type: 'sources/filterChanged',
          payload: { sourceId: 'camera', filterId: 'b', change: { radiusPx: 1e9 } },
        },
      ],
      [
        'opacity',
        {
          type: 'scenes/itemsChanged',
          payload: {
            sceneId: scene,
            changes: [{ itemId: 'item-title', change: { opacity: undefined as never } }],
          },
        },
      ],
      [
        'itself',
        {
          type: 'sources/sourceAdded',
          payload: { source: { ...newSource('scene', 'loop', 'Loop', canvas), sceneId: scene } },
        },
        inside(scene, 'i', 'loop'),
      ],
      ['the last scene', { type: 'scenes/sceneRemoved', payload: { sceneId: scene } }],
    ];
    for (const [what, ...commandsOfIt] of bad)
      expect(run(store, good, ...commandsOfIt), what).toMatchObject({
        error: { code: 'INPUT_INVALID' },
      });
    expect(store.state).toBe(state);
  });

  it('asks whether the outcome is allowed now', () => {
    const store = new StudioStore(freshState(), (before, after) =>
      before.canvases === after.canvases
        ? { ok: true, value: null }
        : { ok: false, error: { code: 'BUSY', message: 'on air' } },
    );
    const resize: ShowCommand = {
      type: 'canvases/canvasResized',
      payload: { canvasId: 'main', width: 640, height: 360, fps: 30 },
    };
    expect(run(store, resize)).toMatchObject({ error: { code: 'BUSY' } });
    expect(store.state.show.canvases[0]?.width).toBe(1280);
  });

  it('puts another show in the place of this one, part by part', () => {
    const store = new StudioStore(freshState());
    let mirror = structuredClone(store.state);
    store.subscribe(({ patches }) => {
      for (const { path } of patches) expect(path.length).toBeGreaterThan(1);
      mirror = applyPatches(mirror, structuredClone(patches) as Patch[]);
    });
    run(store, { type: 'meta/showRenamed', payload: { name: 'Before' } });
    const other = stateOfShow({ ...testShow(), name: 'Other', scenes: [newScene('s', 'S')] });
    store.replaceShow(other);
    expect(store.state.show).toEqual(other);
    expect(mirror).toEqual(store.state);
    expect(store.state.session.history).toEqual({ undo: null, redo: null });
  });

  it('keeps session and show apart, and stops telling who unsubscribed', () => {
    const store = new StudioStore(freshState());
    const paths: string[] = [];
    const stop = store.subscribe(({ patches }) => {
      paths.push(...patches.map(({ path }) => String(path[0])));
    });
    const { show } = store.state;
    store.session((session) => {
      session.live = { state: 'starting' };
    });
    expect(store.state.show).toBe(show);
    store.dispatch(showActions.showRenamed({ name: 'x' }));
    expect(paths).toEqual(['session', 'show']);
    stop();
    run(store, commands[1] as ShowCommand);
    expect(paths).toHaveLength(2);
  });
});

describe('undo', () => {
  const nameOf = (store: StudioStore) => store.state.show.meta.name;
  const rename = (name: string): ShowCommand => ({ type: 'meta/showRenamed', payload: { name } });

  it('takes back every command that can be, to the very document it was, and does it again', () => {
    const store = new StudioStore(freshState());
    const states: unknown[] = [];
    const onAir = ({ show }: StudioState) => ({
      ...show,
      // Acts on air are no edits.
      canvases: show.canvases.map(({ studioMode: _mode, previewSceneId: _preview, ...it }) => it),
    });
    for (const command of commands) {
      if (notUndoable.includes(command.type)) run(store, command);
      else {
        states.push(onAir(store.state));
        run(store, command);
      }
    }
    const last = onAir(store.state);
    for (const before of states.toReversed()) {
      expect(store.undo()).toMatchObject({ ok: true });
      expect(onAir(store.state)).toEqual(before);
    }
    expect(store.state.session.history.undo).toBeNull();
    for (const _step of states) expect(store.redo()).toMatchObject({ ok: true });
    expect(onAir(store.state)).toEqual(last);
    expect(store.state.session.history.redo).toBeNull();
  });

  it('is one step for one gesture, however long, and small', () => {
    const store = new StudioStore(freshState());
    const drag = (x: number, gesture: string) =>
      store.edit({
        gesture,
        label: 'itemsMoved',
        commands: [
          {
            type: 'scenes/itemsChanged',
            payload: {
              sceneId: scene,
              changes: [{ itemId: 'item-title', change: { rect: { ...rect, x } } }],
            },
          },
        ],
      });
    const xOf = () => store.state.show.scenes[0]?.items[2]?.rect.x;
    const start = xOf();
    for (let x = 0; x < 400; x++) drag(x, 'drag-1');
    for (let x = 0; x < 10; x++) drag(x, 'drag-2');
    expect(store.state.session.history.undo).toEqual({ key: 'itemsMoved', subject: 'Title' });
    store.undo();
    expect(xOf()).toBe(399);
    store.undo();
    expect(xOf()).toBe(start);
    store.redo();
    expect(xOf()).toBe(399);
    // The gesture is over once it was taken back.
    drag(7, 'drag-1');
    store.undo();
    expect(xOf()).toBe(399);
  });

  it('joins a gesture that makes lists grow and shrink', () => {
    const store = new StudioStore(freshState());
    const before = store.state.show;
    const add = (id: string): ShowCommand => ({
      type: 'scenes/itemsAdded',
      payload: { sceneId: scene, items: [newItem(id, 'camera', rect)], index: 0 },
    });
    const remove = (id: string): ShowCommand => ({
      type: 'scenes/itemsRemoved',
      payload: { sceneId: scene, itemIds: [id] },
    });
    for (const command of [add('a'), add('b'), remove('a'), add('c'), remove('item-image')])
      store.edit({ gesture: 'g', commands: [command] });
    const after = store.state.show;
    store.undo();
    expect(store.state.show).toEqual(before);
    store.redo();
    expect(store.state.show).toEqual(after);
  });

  it('forgets what was taken back when something else is done', () => {
    const store = new StudioStore(freshState());
    run(store, rename('A'));
    run(store, rename('B'));
    store.undo();
    expect(store.state.session.history.redo).toEqual({ key: 'showRenamed', subject: 'B' });
    run(store, rename('C'));
    expect(store.redo()).toMatchObject({ ok: true });
    expect(nameOf(store)).toBe('C');
  });

  it('keeps 200 steps', () => {
    const store = new StudioStore(freshState());
    for (let step = 0; step < 250; step++) run(store, rename(`v${step}`));
    for (let step = 0; step < 300; step++) store.undo();
    expect(nameOf(store)).toBe('v49');
  });

  it('keeps what weighs 20 MB together', () => {
    const store = new StudioStore(freshState());
    const css = 'x'.repeat(50_000);
    const web = (id: string): ShowCommand[] => [
      {
        type: 'sources/sourceAdded',
        payload: { source: { ...newSource('web', id, id, canvas), css } },
      },
      {
        type: 'scenes/itemsAdded',
        payload: { sceneId: scene, items: [newItem(id, id, rect)], index: null },
      },
    ];
    for (let step = 0; step < 70; step++) {
      run(store, ...Array.from({ length: 4 }, (_none, index) => web(`w${step}-${index}`)).flat());
      run(store, {
        type: 'scenes/itemsRemoved',
        payload: { sceneId: scene, itemIds: [0, 1, 2, 3].map((index) => `w${step}-${index}`) },
      });
    }
    let steps = 0;
    while (store.state.session.history.undo) {
      store.undo();
      steps++;
    }
    expect(steps).toBeGreaterThan(90);
    expect(steps).toBeLessThan(110);
  });

  it('leaves alone what is on air, and never removes it', () => {
    const store = new StudioStore(freshState());
    run(store, {
      type: 'scenes/sceneAdded',
      payload: { scene: newScene('two', 'Two'), index: null },
    });
    run(store, rename('Later'));
    store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId: 'two' }));
    store.undo();
    expect(nameOf(store)).toBe('Show');
    expect(store.state.show.canvases[0]?.programSceneId).toBe('two');
    const { state } = store;
    expect(store.undo()).toMatchObject({ ok: false, error: { code: 'ON_AIR' } });
    expect(store.state).toBe(state);
    store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId: scene }));
    expect(store.undo()).toMatchObject({ ok: true });
    expect(store.state.show.scenes).toHaveLength(1);
    expect(store.state.show.canvases[0]).toMatchObject({
      programSceneId: scene,
      previewSceneId: scene,
    });
  });

  it.each<[string, string, ShowCommand]>([
    [
      'itemsRemoved',
      'Image',
      { type: 'scenes/itemsRemoved', payload: { sceneId: scene, itemIds: ['item-image'] } },
    ],
    [
      'itemsRemoved',
      '',
      {
        type: 'scenes/itemsRemoved',
        payload: { sceneId: scene, itemIds: ['item-image', 'item-title'] },
      },
    ],
    [
      'sceneTransitionSet',
      'Scene',
      {
        type: 'scenes/sceneTransitionSet',
        payload: { sceneId: scene, transition: newTransition('cut') },
      },
    ],
    [
      'stripChanged',
      'Microphone',
      { type: 'mixer/stripChanged', payload: { stripId: 'microphone', change: { muted: true } } },
    ],
    [
      'destinationEnabled',
      'Here',
      {
        type: 'destinations/destinationEnabled',
        payload: { destinationId: 'embedded', enabled: false },
      },
    ],
    ['limiterSet', '', { type: 'mixer/limiterSet', payload: { limiterDb: -3 } }],
  ])('calls %s of “%s” by its name', (key, subject, command) => {
    const store = new StudioStore(freshState());
    run(store, command);
    expect(store.state.session.history.undo).toEqual({ key, subject });
  });
});

it('a show is the same after it has been through the store’s form', () => {
  expect(showOfState(stateOfShow(testShow()))).toEqual(testShow());
});
