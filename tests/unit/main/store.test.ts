import { applyPatches, enablePatches, type Patch } from 'immer';
import { describe, expect, it } from 'vitest';
import type { StudioState } from '../../../common/ipc/contract.ts';
import { commandSchema, type ShowCommand } from '../../../common/show/commands.ts';
import { showSchema } from '../../../common/show/schema.ts';
import { showActions, showOfState, stateOfShow } from '../../../common/show/slices.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState, testShow } from '../../support/session.ts';

enablePatches();

const scene = 'scene-1';
const rtmp = {
  id: 'friend',
  name: 'Friend',
  kind: 'rtmp' as const,
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
  {
    type: 'scenes/itemPlaced',
    payload: {
      sceneId: scene,
      itemId: 'item-title',
      rect: { x: 1, y: 2, width: 300, height: 40 },
    },
  },
  {
    type: 'scenes/itemShown',
    payload: { sceneId: scene, itemId: 'item-image', visible: false },
  },
  { type: 'scenes/itemMoved', payload: { sceneId: scene, itemId: 'item-title', index: 0 } },
  {
    type: 'scenes/itemLocked',
    payload: { sceneId: scene, itemId: 'item-title', locked: true },
  },
  { type: 'sources/sourceRenamed', payload: { sourceId: 'camera', name: 'Left' } },
  { type: 'sources/titleEdited', payload: { sourceId: 'title', text: '你好' } },
  { type: 'sources/deviceChosen', payload: { sourceId: 'camera', deviceId: 'abc' } },
  { type: 'mixer/gainSet', payload: { stripId: 'master', gainDb: -6 } },
  { type: 'mixer/stripMuted', payload: { stripId: 'microphone', muted: true } },
  { type: 'encoding/bitrateSet', payload: { videoKbps: 6000 } },
  { type: 'destinations/destinationAdded', payload: { destination: rtmp } },
  {
    type: 'destinations/destinationChanged',
    payload: { destinationId: 'friend', name: 'Best friend', server: 'rtmps://127.0.0.1/live' },
  },
  {
    type: 'destinations/destinationEnabled',
    payload: { destinationId: 'friend', enabled: true },
  },
  { type: 'destinations/destinationRemoved', payload: { destinationId: 'friend' } },
];

it('the list above has every command there is', () => {
  const known = commandSchema.options.map(({ shape }) => shape.type.value);
  expect(commands.map(({ type }) => type).sort()).toEqual([...known].sort());
  for (const command of commands) expect(commandSchema.parse(command)).toEqual(command);
});

describe('a store', () => {
  it('changes something for every command, tells it once, and a mirror that replays the patches is equal', () => {
    const store = new StudioStore(freshState());
    let mirror: StudioState = structuredClone(store.state);
    let seq = 0;
    store.subscribe((change) => {
      expect(change.seq).toBe(++seq);
      expect(change.state).toBe(store.state);
      // Patches cross process borders as plain data.
      const patches = structuredClone(change.patches) as Patch[];
      expect(patches.every(({ path }) => path[0] === 'show')).toBe(true);
      mirror = applyPatches(mirror, patches);
    });
    for (const [index, command] of commands.entries()) {
      const before = store.state;
      store.command(command);
      expect(store.state, command.type).not.toBe(before);
      expect(seq, command.type).toBe(index + 1);
      expect(mirror).toEqual(store.state);
      expect(showSchema.safeParse(showOfState(store.state.show)).success, command.type).toBe(true);
    }
    expect(store.snapshot()).toEqual({ seq: commands.length, state: store.state });
  });

  it('tells nothing when nothing changes', () => {
    const store = new StudioStore(freshState());
    for (const command of commands) store.command(command);
    const { state } = store;
    store.subscribe(() => expect.fail('no change was made'));
    const again = commands.filter(({ type }) => !type.startsWith('destinations/destination'));
    for (const command of again) store.command(command);
    const nobody: ShowCommand[] = [
      { type: 'sources/titleEdited', payload: { sourceId: 'camera', text: 'no title' } },
      { type: 'sources/sourceRenamed', payload: { sourceId: 'nobody', name: 'x' } },
      { type: 'mixer/gainSet', payload: { stripId: 'nobody', gainDb: 0 } },
      { type: 'scenes/itemMoved', payload: { sceneId: scene, itemId: 'nobody', index: 3 } },
      { type: 'destinations/destinationRemoved', payload: { destinationId: 'embedded' } },
      {
        type: 'destinations/destinationChanged',
        payload: { destinationId: 'embedded', name: 'x', server: 'rtmp://evil/live' },
      },
    ];
    for (const command of nobody) store.command(command);
    store.session((session) => {
      session.locale = 'en';
    });
    expect(store.state).toBe(state);
  });

  it('does not move a locked item', () => {
    const store = new StudioStore(freshState());
    const rect = { x: 5, y: 5, width: 50, height: 50 };
    const item = { sceneId: scene, itemId: 'item-camera' };
    store.command({ type: 'scenes/itemLocked', payload: { ...item, locked: true } });
    store.command({ type: 'scenes/itemPlaced', payload: { ...item, rect } });
    expect(store.state.show.scenes[0]?.items[0]?.rect).not.toEqual(rect);
    store.command({ type: 'scenes/itemLocked', payload: { ...item, locked: false } });
    store.command({ type: 'scenes/itemPlaced', payload: { ...item, rect } });
    expect(store.state.show.scenes[0]?.items[0]?.rect).toEqual(rect);
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
    store.dispatch(showActions.imageChosen({ sourceId: 'image', path: '/a.png' }));
    expect(paths).toEqual(['session', 'show']);
    stop();
    store.command(commands[0] as ShowCommand);
    expect(paths).toHaveLength(2);
  });
});

it('a show is the same after it has been through the store’s form', () => {
  expect(showOfState(stateOfShow(testShow()))).toEqual(testShow());
});
