import { castDraft } from 'immer';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SEEN_EVERY_MS, SEEN_FOR_MS } from '../../../common/cohost/greenRoom.ts';
import type { CohostOrder } from '../../../common/cohost/stage.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { GreenRoom } from '../../../main/cohost/greenRoom.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { deskOf, person, studioOnAir } from '../../support/cohostSamples.ts';

let store: StudioStore;
let room: GreenRoom;
let orders: CohostOrder[];

const people = (...stages: ('joining' | 'green' | 'air')[]) =>
  store.session((session) => {
    const all = stages.map((stage, at) =>
      person(`p${at}`, 'P', { stage, seat: stage === 'air' ? at + 1 : null }),
    );
    session.cohost.desk = castDraft(deskOf(all));
  });
const order = (seen: boolean, listen: string | null = null, talk: string | null = null) => ({
  ...{ type: 'greenRoom', seen },
  listen: listen && `guest:${listen}`,
  talk: talk && `guest:${talk}`,
});
const settled = () => Promise.resolve();
const backstage = () => store.state.session.cohost.backstage;
const nobody = { listen: null, talk: null };

beforeEach(() => {
  vi.useFakeTimers();
  store = new StudioStore(studioOnAir('en', {}));
  orders = [];
  room = new GreenRoom({ store, order: (it) => orders.push(it) });
  people('green', 'joining', 'air');
});
afterEach(() => {
  room.stop();
  vi.useRealTimers();
});

it('lets the host hear and speak to those who wait, while they are seen', () => {
  expect(room.listen('p0')).toMatchObject({ error: { code: 'COHOST_REFUSED' } });
  room.see(true);
  expect(room.listen('p0')).toMatchObject({ ok: true });
  expect(room.talk('p1')).toMatchObject({ ok: true });
  expect(backstage()).toEqual({ listen: 'p0', talk: 'p1' });
  room.talk(null);
  // Whom the host speaks to is heard, and the other again after that.
  expect(orders).toEqual([
    order(true),
    order(true, 'p0'),
    order(true, 'p1', 'p1'),
    order(true, 'p0'),
  ]);
  expect(room.listen('p2')).toMatchObject({ error: { detail: { what: 'cohostNOT_THERE' } } });
  expect(backstage()).toEqual(nobody);
});

it('ends with the wait', async () => {
  room.see(true);
  room.listen('p0');
  room.talk('p0');
  people('air', 'joining');
  await settled();
  expect(backstage()).toEqual(nobody);
  expect(orders.at(-1)).toEqual(order(true));
});

it('ends when nobody says any more that it is seen', () => {
  room.see(true);
  room.talk('p0');
  for (let more = 0; more < 10; more++) {
    vi.advanceTimersByTime(SEEN_EVERY_MS);
    room.see(true);
  }
  expect(backstage().talk).toBe('p0');
  vi.advanceTimersByTime(SEEN_FOR_MS);
  expect(backstage()).toEqual(nobody);
  expect(orders.at(-1)).toEqual(order(false));
});

it('is told to a stage that stands anew', () => {
  room.stageLoaded();
  expect(orders).toEqual([]);
  room.see(true);
  room.listen('p0');
  orders.length = 0;
  room.stageLoaded();
  expect(orders).toEqual([order(true, 'p0')]);
});

it('lets nobody be heard while the programme has the sound of the machine itself', async () => {
  room.see(true);
  room.listen('p0');
  const [canvas] = store.state.show.canvases;
  const screen = newSource('screen', 'screen', 'Screen', canvas ?? { width: 1, height: 1 });
  const rect = { x: 0, y: 0, width: 640, height: 360 };
  const item = newItem('screen-item', 'screen', rect, 'contain');
  const edited = store.edit({
    commands: [
      { type: 'sources/sourceAdded', payload: { source: { ...screen, systemAudio: true } } },
      { type: 'scenes/itemsAdded', payload: { sceneId: 'scene-1', items: [item], index: null } },
    ],
  });
  expect(edited).toEqual({ ok: true, value: null });
  await settled();
  expect(backstage()).toEqual(nobody);
  expect(room.listen('p0')).toMatchObject({ error: { detail: { what: 'cohostHEARS_ITSELF' } } });
});
