import { castDraft } from 'immer';
import { beforeEach, describe, expect, it } from 'vitest';
import { showActions } from '../../../common/show/slices.ts';
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

  it('stand below the anchors of a PK, in one picture', async () => {
    onAir(1);
    const members = [anchor(OWN_ROOM, 'Me'), anchor('room-b', 'B')];
    store.session((session) => {
      session.cohost.pk = castDraft({ rev: 1, pk: pkOf(members, { phase: 'connecting' }) });
    });
    await settled();
    expect(shown()).toEqual(['cohost-host', 'cohost-seat-1', 'cohost-seat-9']);
    const [host, guest, peer] = scene()?.items ?? [];
    expect(peer?.rect.y).toBe(host?.rect.y);
    expect(guest?.rect.y).toBeGreaterThan((host?.rect.height ?? 0) - 1);
  });
});
