import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CohostEvent, CohostOrder } from '../../../common/cohost/stage.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newStrip } from '../../../common/show/mixer.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { FIRST_PK_SEAT } from '../../../common/show/seats.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { CohostHarness } from '../../support/cohostPage/page.ts';
import { CohostStudio } from '../../support/cohostStudio.ts';
import { until } from '../../support/nginxRtmp.ts';
import { showNames } from '../../support/showNames.ts';
import { openCohostPage, type PageOf } from '../../support/stagePage.ts';
import { LiveRoomApp } from '../cohost/liveRoomApp.ts';
import { makeRoom, type TestRoom } from '../cohost/support.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer } from '../server/support.ts';

const SIZE = { width: 320, height: 180 };
const LILY = { colour: 'lime', tone: 1_500 };
const ROSE = { colour: 'blue', tone: 2_300 };
const NOBODYS_TONE = 2_800;
const PATIENCE_MS = 90_000;
/** Only ends what hangs. */
const LONGEST_TEST_MS = 600_000;

const LEFT = [0.25, 0.5] as const;
const RIGHT = [0.75, 0.5] as const;

let server: TestServer;
let room: TestRoom;
let page: PageOf<CohostHarness>;
let studio: CohostStudio;

/** The first guest's seat, and beside it the first of another room's anchor. */
function show(): ShowState {
  const ready = defaultShow(showNames, SIZE.width, SIZE.height, 30);
  const [scene] = ready.scenes;
  if (!scene) throw new Error('the ready-made show has no scene');
  const half = { width: SIZE.width / 2, height: SIZE.height };
  scene.items = [
    newItem('left', 'first', { x: 0, y: 0, ...half }, 'cover'),
    newItem('right', 'other', { x: half.width, y: 0, ...half }, 'cover'),
  ];
  ready.sources = {
    first: { ...newSource('guest', 'first', 'First', SIZE), seat: 1 },
    other: { ...newSource('guest', 'other', 'Other', SIZE), seat: FIRST_PK_SEAT },
  };
  ready.mixer.strips = { master: newStrip(), first: newStrip(), other: newStrip() };
  return stateOfShow(ready);
}

/** Orders of main, as they reach the stage: bytes go as text between the two programs of the test. */
async function toStage(order: CohostOrder): Promise<void> {
  if (order.type !== 'media' || order.bytes === null)
    return page.call('order', { type: 'cohost', order });
  await page.call('media', order.id, Buffer.from(order.bytes).toString('base64'));
}

/** At that place of the programme, as it was encoded. */
async function isSeen(at: readonly [number, number], strong: readonly boolean[]): Promise<boolean> {
  const [pixel = []] = await page.call('colours', [at]);
  return strong.every((it, channel) =>
    it ? (pixel[channel] ?? 0) > 150 : (pixel[channel] ?? 255) < 100,
  );
}

async function isHeard(tone: number): Promise<boolean> {
  const [own = -200, other = -200] = await page.call('tones', [tone, NOBODYS_TONE]);
  return own > -40 && own > other + 20;
}

beforeAll(async () => {
  server = await startRoomServer();
  page = await openCohostPage(false);
  room = await makeRoom(server.httpPort, 'stage');
  studio = new CohostStudio(server.httpUrl, room.host.token);
  let told = Promise.resolve();
  studio.onOrder = (order) => {
    told = told.then(() => toStage(order)).catch(() => undefined);
  };
  await page.page.exposeFunction('fromStage', (event: CohostEvent) => studio.cohost.take(event));
  await page.call('start', show());
  studio.room('stage');
  await until(() => studio.session.desk !== null, 'the desk', PATIENCE_MS);
});
afterAll(async () => {
  studio?.cohost.stop();
  await page?.close();
  await cleanUp();
});

it('shows and plays a LiveRoom guest who speaks only the documented protocol', {
  timeout: LONGEST_TEST_MS,
}, async () => {
  const app = await LiveRoomApp.open(server.httpPort, 'lily', 'stage');
  try {
    const answer = app.requestJoin('stage-host');
    await until(() => studio.person('lily')?.stage === 'asking', 'the hand', PATIENCE_MS);
    const { ticket = '' } = studio.person('lily') ?? {};
    await studio.cohost.host({ do: 'accept', userId: 'lily', ticket, toAir: true });
    expect(await answer).toMatchObject({ result: 'accept' });
    await app.comeIn(LILY);
    await until(() => studio.person('lily')?.stage === 'air', 'on air', PATIENCE_MS);
    expect(studio.people).toMatchObject([{ id: 'guest:lily', seat: 1, pulled: 'live' }]);

    const isLime = () => isSeen(LEFT, [false, true, false]);
    await until(isLime, 'the colour in the programme', PATIENCE_MS);
    await until(() => isHeard(LILY.tone), 'the tone in the programme', PATIENCE_MS);
    await until(() => (studio.session.stats['guest:lily']?.fps ?? 0) > 5, 'fps', PATIENCE_MS);
    expect(studio.session.stats['guest:lily']).toMatchObject({
      ...{ state: 'connected', width: 160, height: 120 },
    });

    // Her app's network is gone: the last picture stays, and she comes back by a new push.
    await app.stopPush();
    await until(() => studio.person('lily')?.media === false, 'away', PATIENCE_MS);
    await sleep(200);
    expect(await isLime()).toBe(true);
    app.push(await app.pushUrl(), { ...LILY, colour: 'red' });
    await until(() => isSeen(LEFT, [true, false, false]), 'the new picture', PATIENCE_MS);
    await until(() => studio.person('lily')?.media === true, 'back', PATIENCE_MS);

    await studio.cohost.host({ do: 'kick', userId: 'lily' });
    await app.hears('linkmic', 'kickout');
    await until(async () => !(await isLime()), 'the empty seat', PATIENCE_MS);
    expect(studio.people).toEqual([]);
    expect(await page.call('failures')).toEqual([]);
  } finally {
    await app.close();
  }
});

it('puts the anchor of a LiveRoom app on the seat of a PK, who has asked for it by message', {
  timeout: LONGEST_TEST_MS,
}, async () => {
  const app = await LiveRoomApp.anchor(server.httpPort, 'rose', 'roses', ROSE);
  // The studio's own programme: that it is on the air is what the app would see.
  const url = server.publishUrl(room.stream, Math.floor(Date.now() / 1_000) + 600);
  const own = app.pushBeside(url, { colour: 'gray', tone: 300 });
  try {
    for (const id of ['stage', 'roses'])
      await until(() => server.services.rooms.room(id)?.state === 'active', id, PATIENCE_MS);
    await app.say('stage-host', 'pk', { type: 'request', action: 'start', userID: 'rose' });
    await until(() => studio.pk?.phase === 'inviting', 'the invitation', PATIENCE_MS);
    const pkId = studio.pk?.id ?? '';
    await studio.cohost.pk({ do: 'accept', pkId });
    await until(() => isSeen(RIGHT, [false, false, true]), 'the other in the picture', PATIENCE_MS);
    await until(() => isHeard(ROSE.tone), 'the other in the sound', PATIENCE_MS);
    expect(studio.people).toMatchObject([
      { id: 'room:roses', seat: FIRST_PK_SEAT, pulled: 'live', offers: false },
    ]);
    await until(() => studio.pk?.phase === 'running', 'the round', PATIENCE_MS);
    await studio.cohost.pk({ do: 'leave', pkId });
    await app.hears('pk', 'request');
    await until(() => studio.people.length === 0, 'alone again', PATIENCE_MS);
    expect(await page.call('failures')).toEqual([]);
  } finally {
    await own.stop();
    await app.close();
  }
});
