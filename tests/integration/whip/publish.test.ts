import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { decodeErrors, probe } from '../../support/ffprobe.ts';
import { until } from '../../support/nginxRtmp.ts';
import { median, soundDelays } from '../../support/onsets.ts';
import { openWhipPage, type PageOf } from '../../support/stagePage.ts';
import { WhipEndpoint } from '../../support/whip/endpoint.ts';
import { connectPage, watchedWhip } from '../../support/whip/session.ts';
import type { WhipHarness } from '../../support/whipPage/page.ts';

const TOKEN = 'secret-token-of-the-test';
const SIZE = { width: 640, height: 360 };

/** The test picture over the whole canvas, and the tone that beeps with it. */
function show(): ShowState {
  const names = {
    ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
    ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
  };
  const ready = defaultShow(names, SIZE.width, SIZE.height, 30);
  const [scene] = ready.scenes;
  const { master } = ready.mixer.strips;
  if (!scene || !master) throw new Error('the ready-made show has no scene or no master');
  scene.items = [newItem('item', 'picture', { x: 0, y: 0, ...SIZE }, 'stretch')];
  ready.sources = {
    picture: newSource('testPicture', 'picture', 'Picture', SIZE),
    tone: { ...newSource('tone', 'tone', 'Tone', SIZE), pattern: 'beep' },
  };
  ready.mixer.strips = { master, tone: { ...master } };
  ready.encoding.videoKbps = 1_200;
  return stateOfShow(ready);
}

let page: PageOf<WhipHarness>;
let endpoint: WhipEndpoint;
beforeAll(async () => {
  [page, endpoint] = await Promise.all([openWhipPage(), WhipEndpoint.create(TOKEN)]);
  await connectPage(page);
  await page.call('start', show());
});
afterAll(async () => {
  await page?.close();
  await endpoint?.remove();
});

it('publishes picture and sound that a real WHIP server decodes', async () => {
  const { publisher, state, statuses, events, heard } = watchedWhip(page, 'one', {
    url: endpoint.url,
    token: TOKEN,
  });
  publisher.start();
  await until(() => state() === 'live', `live, not ${JSON.stringify(statuses)}`);
  await until(async () => (await endpoint.counts()).frames > 30, 'pictures');
  const from = await endpoint.counts();
  const fromMs = performance.now();
  await until(async () => performance.now() - fromMs > 4_000, 'four seconds');
  const to = await endpoint.counts();
  const seconds = (performance.now() - fromMs) / 1_000;
  console.log(
    (to.frames - from.frames) / seconds,
    (to.sounds - from.sounds) / seconds,
    to,
    publisher.figures,
    heard.at(-1),
  );
  expect(to.size).toEqual([640, 360]);
  expect(to.channels).toBe(2);
  expect(await page.call('failures')).toEqual([]);
  await publisher.stop();
  console.log(events, endpoint.news);
  const file = endpoint.file('session-1');
  expect(await decodeErrors(file)).toBe('');
  const delays = (await soundDelays(file)).map(({ delayMs }) => delayMs);
  console.log(
    delays,
    median(delays),
    Object.values(await probe(file)).map((it) => it.packets.length),
  );
});
