import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CohostEvent, CohostOrder } from '../../../common/cohost/stage.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newStrip } from '../../../common/show/mixer.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { CohostHarness } from '../../support/cohostPage/page.ts';
import { CohostStudio } from '../../support/cohostStudio.ts';
import { until } from '../../support/nginxRtmp.ts';
import { showNames } from '../../support/showNames.ts';
import { openCohostPage, type PageOf } from '../../support/stagePage.ts';
import { LiveRoomApp } from '../cohost/liveRoomApp.ts';
import { makeRoom } from '../cohost/support.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer } from '../server/support.ts';

const SIZE = { width: 320, height: 180 };
const LILY = { colour: 'lime', tone: 1_500 };
const NOBODYS_TONE = 2_800;
const PATIENCE_MS = 90_000;

let server: TestServer;
let page: PageOf<CohostHarness>;
let studio: CohostStudio;

/** Nothing but the first guest's seat. */
function show(): ShowState {
  const ready = defaultShow(showNames, SIZE.width, SIZE.height, 30);
  const [scene] = ready.scenes;
  if (!scene) throw new Error('the ready-made show has no scene');
  scene.items = [newItem('all', 'first', { x: 0, y: 0, ...SIZE }, 'cover')];
  ready.sources = { first: { ...newSource('guest', 'first', 'First', SIZE), seat: 1 } };
  ready.mixer.strips = { master: newStrip(), first: newStrip() };
  return stateOfShow(ready);
}

/** Orders of main, as they reach the stage: bytes go as text between the two programs of the test. */
async function toStage(order: CohostOrder): Promise<void> {
  if (order.type !== 'media' || order.bytes === null)
    return page.call('order', { type: 'cohost', order });
  await page.call('media', order.id, Buffer.from(order.bytes).toString('base64'));
}

beforeAll(async () => {
  server = await startRoomServer();
  page = await openCohostPage(false);
  const room = await makeRoom(server.httpPort, 'stage');
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

it('shows and plays a LiveRoom guest who speaks only the documented protocol', async () => {
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

    const isLime = async () => {
      const [[red = 0, green = 0, blue = 0] = []] = await page.call('colours', [[0.5, 0.5]]);
      return green > 150 && red < 100 && blue < 100;
    };
    await until(isLime, 'the colour in the programme', PATIENCE_MS);
    const tones = () => page.call('tones', [LILY.tone, NOBODYS_TONE]) as Promise<[number, number]>;
    await until(
      async () => {
        const [own, other] = await tones();
        return own > -40 && own > other + 20;
      },
      'the tone in the programme',
      PATIENCE_MS,
    );
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
    await until(
      async () => {
        const [[red = 0, green = 0] = []] = await page.call('colours', [[0.5, 0.5]]);
        return red > 150 && green < 100;
      },
      'the new picture',
      PATIENCE_MS,
    );
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
