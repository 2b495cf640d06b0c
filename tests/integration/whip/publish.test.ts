import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { decodeErrors } from '../../support/ffprobe.ts';
import { until } from '../../support/nginxRtmp.ts';
import { median, soundDelays } from '../../support/onsets.ts';
import { openWhipPage, type PageOf } from '../../support/stagePage.ts';
import { WhipEndpoint } from '../../support/whip/endpoint.ts';
import { connectPage, tellReplaced, watchedWhip } from '../../support/whip/session.ts';
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

const publish = (id: string, token = TOKEN) => watchedWhip(page, id, { url: endpoint.url, token });

it('publishes picture and sound that a real WHIP server decodes', async () => {
  const { publisher, state, statuses, kinds, lines, heard } = publish('one');
  publisher.start();
  await until(() => state() === 'live', `live, not ${JSON.stringify(statuses)}`);
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures');

  const [from, fromMs] = [await endpoint.counts(), performance.now()];
  await until(async () => (await endpoint.counts()).frames >= from.frames + 90, 'three seconds');
  const [to, toMs] = [await endpoint.counts(), performance.now()];
  const seconds = (toMs - fromMs) / 1_000;
  expect((to.frames - from.frames) / seconds).toBeGreaterThan(27);
  expect((to.frames - from.frames) / seconds).toBeLessThan(33);
  expect((to.sounds - from.sounds) / seconds).toBeGreaterThan(45);
  expect(to.size).toEqual([SIZE.width, SIZE.height]);
  expect(to.channels).toBe(2);

  const { figures } = publisher;
  expect(figures.videoPacketsSent).toBeGreaterThan(60);
  expect(figures.audioPacketsSent).toBeGreaterThan(100);
  expect(figures.sendBps).toBeGreaterThan(50_000);
  expect(figures.rttMs).toBeGreaterThanOrEqual(0);
  expect(figures.rung).toMatchObject(SIZE);

  // PLI: the next keyframe is there within a moment; Chromium makes none by itself.
  endpoint.askKeyframe();
  await until(async () => (await endpoint.counts()).keyframes > to.keyframes, 'a keyframe', 2_000);

  await publisher.stop();
  expect(state()).toBe('stopped');
  expect(kinds()).toEqual(['onAir', 'stopped']);
  expect(endpoint.requests('POST')).toMatchObject([{ bearer: true, type: 'application/sdp' }]);
  expect(endpoint.requests('DELETE')).toMatchObject([
    { bearer: true, path: '/resource/session-1' },
  ]);
  expect(endpoint.news.filter(({ kind }) => kind === 'error' || kind === 'warning')).toEqual([]);
  expect(await page.call('failures')).toEqual([]);
  // The token is known here only.
  expect(JSON.stringify([heard, lines, statuses])).not.toContain(TOKEN);

  expect(await decodeErrors(endpoint.file('session-1', 'h264'))).toBe('');
  const delays = (await soundDelays(endpoint.file('session-1', 'mkv'))).map((it) => it.delayMs);
  process.stdout.write(`sound after picture by WHIP: ${delays.map((it) => it.toFixed(0))} ms\n`);
  expect(Math.abs(median(delays))).toBeLessThan(150);
});

it('says at once that a token is not accepted, and publishes when told to retry', async () => {
  const { publisher, state, last, kinds } = publish('wrong', 'another token');
  publisher.start();
  await until(() => state() === 'failed', 'the refusal');
  expect(last()).toMatchObject({ error: { code: 'AUTH', detail: { status: 401 } } });
  expect(JSON.stringify(last())).not.toContain('another token');
  expect(kinds()).toEqual(['failed']);
  await publisher.stop();
});

it('comes back by itself when the server was killed and is there again', async () => {
  const { publisher, state, statuses, kinds, events } = publish('again');
  publisher.start();
  await until(() => state() === 'live', 'live');
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures');
  await endpoint.kill();
  const killedMs = performance.now();
  await until(() => state() === 'reconnecting', 'the loss');
  process.stdout.write(
    `WHIP server killed: noticed in ${(performance.now() - killedMs).toFixed(0)} ms\n`,
  );
  await endpoint.start();
  const backMs = performance.now();
  await until(() => state() === 'live', `live again, not ${JSON.stringify(statuses)}`);
  process.stdout.write(
    `WHIP server back: on air in ${(performance.now() - backMs).toFixed(0)} ms\n`,
  );
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures again');
  expect(kinds()).toEqual(['onAir', 'lost', 'back']);
  expect(events[2]?.offAirMs).toBeGreaterThan(100);
  expect(publisher.figures.reconnects).toBe(1);

  // A drill: the cable is cut for a second, and mended.
  publisher.drill(1);
  expect(state()).toBe('reconnecting');
  await until(() => state() === 'live', 'live after the drill');
  expect(kinds().slice(3)).toEqual(['drillBegan', 'lost', 'drillEnded', 'back']);
  await publisher.stop();
});

it('makes a new session when the stage was restarted', async () => {
  const { publisher, state } = publish('stage');
  publisher.start();
  await until(() => state() === 'live', 'live');
  const before = endpoint.requests('POST').length;
  // A fresh port closes every peer, as a fresh stage has none.
  await page.call('attachOutput');
  tellReplaced();
  expect(state()).toBe('reconnecting');
  await until(() => state() === 'live', 'live again');
  expect(endpoint.requests('POST')).toHaveLength(before + 1);
  await publisher.stop();
});
