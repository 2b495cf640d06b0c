import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ToWhipPeer } from '../../../common/ipc/output.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { restartedAnswer, restartFragment } from '../../../main/output/whip/iceFragment.ts';
import { checkAnswer } from '../../../main/output/whip/sdpAnswer.ts';
import { decodeErrors } from '../../support/ffprobe.ts';
import { until } from '../../support/nginxRtmp.ts';
import { median, soundDelays } from '../../support/onsets.ts';
import { openWhipPage, type PageOf } from '../../support/stagePage.ts';
import { WhipEndpoint } from '../../support/whip/endpoint.ts';
import { WhipOutput } from '../../support/whip/session.ts';
import type { WhipHarness } from '../../support/whipPage/page.ts';

const TOKEN = 'secret-token-of-the-test';
const SIZE = { width: 640, height: 360 };
/** A busy machine may take long to a first connection, ms. */
const PATIENCE_MS = 60_000;

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
let output: WhipOutput;
beforeAll(async () => {
  [page, endpoint] = await Promise.all([openWhipPage(), WhipEndpoint.create(TOKEN)]);
  output = await WhipOutput.create(page);
  await page.call('start', show());
  output.attachStage();
  // As on air, with nobody but WHIP to take the picture.
  await page.call('order', { type: 'encode', on: true });
});
afterAll(async () => {
  await output?.service.close();
  await page?.close();
  await endpoint?.remove();
});

const publish = (id: string, token = TOKEN) => output.start(id, { url: endpoint.url, token });

it('publishes picture and sound that a real WHIP server decodes', async () => {
  const { state, statuses, kinds, figures: read, stop } = publish('one');
  await until(() => state() === 'live', `live, not ${JSON.stringify(statuses())}`, PATIENCE_MS);
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures', PATIENCE_MS);

  // Until the browser knows what the road carries it leaves pictures out: the rate is reached, and kept.
  const rates: { frames: number; sounds: number }[] = [];
  const rate = async () => {
    const [from, fromMs] = [await endpoint.counts(), performance.now()];
    await sleep(2_000);
    const [to, seconds] = [await endpoint.counts(), (performance.now() - fromMs) / 1_000];
    rates.push({
      frames: (to.frames - from.frames) / seconds,
      sounds: (to.sounds - from.sounds) / seconds,
    });
    return rates.at(-1)?.frames ?? 0;
  };
  await until(async () => (await rate()) > 27, '30 fps', 30_000);
  expect(rates.at(-1)?.frames).toBeLessThan(33);
  expect(rates.at(-1)?.sounds).toBeGreaterThan(45);
  const to = await endpoint.counts();
  expect(to.size).toEqual([SIZE.width, SIZE.height]);
  expect(to.channels).toBe(2);

  const figures = read();
  expect(figures.videoPacketsSent).toBeGreaterThan(30);
  expect(figures.audioPacketsSent).toBeGreaterThan(100);
  expect(figures.sendBps).toBeGreaterThan(50_000);
  expect(figures.rttMs).toBeGreaterThanOrEqual(0);
  expect(figures.rung).toMatchObject(SIZE);

  // PLI: the next keyframe is there within a moment; Chromium makes none by itself.
  endpoint.askKeyframe();
  await until(async () => (await endpoint.counts()).keyframes > to.keyframes, 'a keyframe', 2_000);

  stop();
  await until(() => state() === 'stopped', 'the end');
  expect(kinds()).toEqual(['onAir', 'stopped']);
  expect(endpoint.requests('POST')).toMatchObject([{ bearer: true, type: 'application/sdp' }]);
  expect(endpoint.requests('DELETE')).toMatchObject([
    { bearer: true, path: '/resource/session-1' },
  ]);
  expect(endpoint.news.filter(({ kind }) => kind === 'error' || kind === 'warning')).toEqual([]);
  expect(await page.call('failures')).toEqual([]);
  // The token is known here only.
  expect(JSON.stringify([output.heard, output.lines, statuses()])).not.toContain(TOKEN);

  expect(await decodeErrors(endpoint.file('session-1', 'h264'))).toBe('');
  const delays = (await soundDelays(endpoint.file('session-1', 'mkv'))).map((it) => it.delayMs);
  process.stdout.write(`sound after picture by WHIP: ${delays.map((it) => it.toFixed(0))} ms\n`);
  expect(Math.abs(median(delays))).toBeLessThan(150);
});

it('says at once that a token is not accepted, and publishes when told to retry', async () => {
  const { state, last, kinds } = publish('wrong', 'another token');
  await until(() => state() === 'failed', 'the refusal', PATIENCE_MS);
  expect(last()).toMatchObject({ error: { code: 'AUTH', detail: { status: 401 } } });
  expect(JSON.stringify(last())).not.toContain('another token');
  expect(kinds()).toEqual(['failed']);
});

it('comes back by itself when the server was killed and is there again', async () => {
  const { state, statuses, kinds, events, figures, drill, stop } = publish('again');
  await until(() => state() === 'live', 'live', PATIENCE_MS);
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures', PATIENCE_MS);
  await endpoint.kill();
  const killedMs = performance.now();
  await until(() => state() === 'reconnecting', 'the loss', PATIENCE_MS);
  process.stdout.write(
    `WHIP server killed: noticed in ${(performance.now() - killedMs).toFixed(0)} ms\n`,
  );
  await endpoint.start();
  const backMs = performance.now();
  await until(
    () => state() === 'live',
    `live again, not ${JSON.stringify(statuses())}`,
    PATIENCE_MS,
  );
  process.stdout.write(
    `WHIP server back: on air in ${(performance.now() - backMs).toFixed(0)} ms\n`,
  );
  await until(async () => (await endpoint.counts()).frames > 10, 'pictures again', PATIENCE_MS);
  expect(kinds()).toEqual(['onAir', 'lost', 'back']);
  expect(events().find(({ kind }) => kind === 'back')?.offAirMs).toBeGreaterThan(100);
  expect(figures().reconnects).toBe(1);

  // A drill: the cable is cut for a second, and mended.
  drill(1);
  expect(state()).toBe('reconnecting');
  await until(() => state() === 'live', 'live after the drill', PATIENCE_MS);
  expect(kinds().slice(3)).toEqual(['drillBegan', 'lost', 'drillEnded', 'back']);
  stop();
  await until(() => state() === 'stopped', 'the end');
});

it('makes a new session when the stage was restarted', async () => {
  const { state, stop } = publish('stage');
  await until(() => state() === 'live', 'live', PATIENCE_MS);
  const before = endpoint.requests('POST').length;
  // A fresh port closes every peer, as a fresh stage has none.
  await page.call('attachOutput');
  output.attachStage();
  expect(state()).toBe('reconnecting');
  await until(() => state() === 'live', 'live again', PATIENCE_MS);
  expect(endpoint.requests('POST').length).toBeGreaterThan(before);
  stop();
  await until(() => state() === 'stopped', 'the end');
});

it('restarts ICE while picture and sound go on', async () => {
  const say = (message: ToWhipPeer) => page.call('toStage', { type: 'whip', id: 'ice', message });
  const heard = () => output.heard.flatMap(({ id, message }) => (id === 'ice' ? [message] : []));
  const offers = () => heard().flatMap((it) => (it.type === 'offer' ? [it] : []));
  await say({ type: 'open', iceServers: [] });
  await until(() => offers().length === 1, 'the offer');
  const first = offers()[0]?.sdp ?? '';
  const answer = checkAnswer(first, await page.call('serve', first));
  if (!answer.ok) throw new Error(answer.error.message);
  await say({ type: 'answer', sdp: answer.value });
  await until(async () => (await page.call('served')).frames > 5, 'pictures');
  const before = await page.call('served');

  await say({ type: 'restartIce' });
  await until(() => offers().length === 2, 'another offer');
  expect(offers()[1]?.iceRestart).toBe(true);
  const second = offers()[1]?.sdp ?? '';
  const fragment = await page.call('serveRestart', restartFragment(second));
  const again = restartedAnswer(second, answer.value, fragment);
  if (!again.ok) throw new Error(again.error.message);
  await say({ type: 'answer', sdp: again.value });
  await until(async () => (await page.call('served')).name !== before.name, 'the new connection');
  const restarted = await page.call('served');
  await until(async () => (await page.call('served')).frames > restarted.frames + 10, 'pictures');
  expect(heard().filter(({ type }) => type === 'failed')).toEqual([]);
  await say({ type: 'close' });
});
