import { castDraft } from 'immer';
import { beforeEach, describe, expect, it } from 'vitest';
import { showActions } from '../../../common/show/slices.ts';
import { ownAreaIn } from '../../../main/cohost/ownArea.ts';
import { Seating } from '../../../main/cohost/seating.ts';
import { StudioStore } from '../../../main/state/store.ts';
import {
  anchor,
  deskOf,
  OWN_ROOM,
  person,
  pkOf,
  studioOnAir,
} from '../../support/cohostSamples.ts';

const home = 'scene-1';
let store: StudioStore;
let seating: Seating;
let taken: string[];

/** The scene that is on air, as the stage would have taken it. */
function take(sceneId: string) {
  taken.push(sceneId);
  store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId }));
  return { ok: true, value: null } as const;
}

const names = () => ({
  scene: 'With guests',
  host: 'Host',
  seat: (seat: number) => `Guest ${seat}`,
});
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const onAir = (...seats: number[]) =>
  store.session((session) => {
    const people = seats.map((seat) => person(`p${seat}`, 'P', { stage: 'air', seat }));
    session.cohost.desk = castDraft(deskOf(people));
  });
const inPk = () =>
  store.session((session) => {
    const members = [anchor(OWN_ROOM, 'Me'), anchor('room-b', 'B')];
    session.cohost.pk = castDraft({ rev: 1, pk: pkOf(members, { phase: 'connecting' }) });
  });
const scene = () => store.state.show.scenes.find(({ id }) => id === 'cohost');
const shown = () =>
  (scene()?.items ?? []).filter(({ visible }) => visible).map(({ sourceId }) => sourceId);

beforeEach(() => {
  store = new StudioStore(studioOnAir('en', {}));
  taken = [];
  seating = new Seating({ store, edit: (edit) => store.edit(edit), take, names });
});

describe('guests on air', () => {
  it('get a scene with the host’s own in it, and places that follow who is there', async () => {
    onAir(1);
    await settled();
    expect(taken).toEqual(['cohost']);
    expect(store.state.show.sources['cohost-host']).toMatchObject({ kind: 'scene', sceneId: home });
    expect(store.state.show.sources['cohost-seat-1']).toMatchObject({ kind: 'guest', seat: 1 });
    expect(shown()).toEqual(['cohost-host', 'cohost-seat-1']);
    const [host, guest] = scene()?.items ?? [];
    expect(host?.rect.width).toBe(guest?.rect.width);
    onAir(1, 2, 3);
    await settled();
    expect(shown()).toEqual(['cohost-host', 'cohost-seat-1', 'cohost-seat-2', 'cohost-seat-3']);
    onAir(3);
    await settled();
    expect(shown()).toEqual(['cohost-host', 'cohost-seat-3']);
    expect(scene()?.items[3]?.rect).toEqual(guest?.rect);
    // The person's own scene is as it was.
    const before = studioOnAir('en', {}).show.scenes.find(({ id }) => id === home);
    expect(store.state.show.scenes.find(({ id }) => id === home)).toEqual(before);
  });

  it('leave the host in the scene of before when the last has gone, and only there', async () => {
    onAir(1);
    await settled();
    onAir();
    await settled();
    expect(taken).toEqual(['cohost', home]);
    onAir(1);
    await settled();
    // By hand to the own scene: that is left alone.
    store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId: home }));
    onAir();
    await settled();
    expect(taken).toEqual(['cohost', home, 'cohost']);
  });

  it('are not touched while the host arranges by hand', async () => {
    store.session((session) => {
      session.cohost.arranges = false;
    });
    onAir(1, 2);
    await settled();
    expect(scene()).toBeUndefined();
    seating.apply();
    expect(shown()).toHaveLength(3);
    expect(taken).toEqual(['cohost']);
  });

  it('stand with the host beside the anchors of a PK, who are sent just that part', async () => {
    onAir(1, 2);
    inPk();
    await settled();
    expect(shown()).toEqual(['cohost-host', 'cohost-seat-1', 'cohost-seat-2', 'cohost-seat-9']);
    const peer = scene()?.items[3];
    const area = ownAreaIn(store.state);
    expect(area).toMatchObject({ x: 0, y: 0, height: 1 });
    const { width } = store.state.show.canvases[0] as { width: number };
    expect((area?.width ?? 1) * width).toBeLessThanOrEqual(peer?.rect.x ?? 0);
    // Their own scene is nobody else's.
    store.dispatch(showActions.sceneTaken({ canvasId: 'main', sceneId: home }));
    expect(ownAreaIn(store.state)).toBeNull();
  });

  it('are sent to a PK where they were put by hand, unless its anchor is among them', async () => {
    onAir(1);
    inPk();
    await settled();
    const { width, height } = store.state.show.canvases[0] as { width: number; height: number };
    const place = (parts: Readonly<Record<string, readonly number[]>>) =>
      store.edit({
        commands: [
          {
            type: 'scenes/itemsChanged',
            payload: {
              sceneId: 'cohost',
              changes: Object.entries(parts).map(([itemId, [x = 0, y = 0, w = 1, h = 1]]) => ({
                itemId,
                change: {
                  rect: { x: x * width, y: y * height, width: w * width, height: h * height },
                },
              })),
            },
          },
        ],
      });
    expect(
      place({
        'cohost-host': [0.5, 0, 0.25, 0.5],
        'cohost-seat-1': [0.75, 0.5, 0.5, 0.25],
        'cohost-seat-9': [0, 0, 0.5, 1],
      }),
    ).toMatchObject({ ok: true });
    // What is beyond the canvas is nobody's.
    expect(ownAreaIn(store.state)).toEqual({ x: 0.5, y: 0, width: 0.5, height: 0.75 });
    place({ 'cohost-seat-9': [0.6, 0.6, 0.1, 0.1] });
    expect(ownAreaIn(store.state)).toEqual({ x: 0.5, y: 0, width: 0.25, height: 0.5 });
    place({ 'cohost-host': [-0.5, 0, 0.5, 1] });
    expect(ownAreaIn(store.state)).toBeNull();
  });
});
