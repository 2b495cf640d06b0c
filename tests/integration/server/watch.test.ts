import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STRICT } from '../../support/pace.ts';
import { launchViewer } from '../../support/viewer.ts';
import {
  cleanUp,
  hourFromNow,
  publish,
  startTestServer,
  streamInfo,
  type TestServer,
  until,
  untilLive,
} from './support.ts';

/** Set to a folder to keep pictures of the page in each state. */
const picturesFolder = process.env.ANCHOR_WATCH_PICTURES;

let browser: Browser;
beforeAll(async () => {
  browser = await launchViewer();
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

async function picture(page: Page, name: string) {
  if (!picturesFolder) return;
  await mkdir(picturesFolder, { recursive: true });
  await page.screenshot({ path: `${picturesFolder}/${name}.png` });
}

const state = (page: Page) => page.evaluate(() => document.documentElement.dataset.state);
const untilState = (page: Page, wanted: string, withinMs = 30_000) =>
  until(`state ${wanted}`, async () => (await state(page)) === wanted, withinMs);
const figures = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector('video') as HTMLVideoElement;
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    const end = video.buffered.length ? video.buffered.end(video.buffered.length - 1) : 0;
    return { time: video.currentTime, frames: totalVideoFrames, behind: end - video.currentTime };
  });

async function openPage(server: TestServer, url: string, options = {}) {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 720 },
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems, server, close: () => context.close() };
}

test.concurrent('waits for the show, plays it by itself, survives a gap, and says when it is over', async () => {
  const server = await startTestServer();
  const { page, problems, close } = await openPage(server, server.watchUrl('live'));
  await untilState(page, 'waiting');
  expect(await page.textContent('#card-title')).toBe('主播还没开播');
  await picture(page, 'waiting-zh');

  const url = server.publishUrl('live', hourFromNow());
  const first = publish(url);
  await untilLive(server);
  await untilState(page, 'playing');
  const before = await figures(page);
  await until('2 s of picture', async () => (await figures(page)).time > before.time + 2);
  const after = await figures(page);
  expect(after.frames - before.frames).toBeGreaterThan(STRICT ? 40 : 5);
  await until('the live edge', async () => (await figures(page)).behind < 2.5);
  expect(await page.textContent('#viewers')).toContain('人在看');
  await picture(page, 'playing-zh');

  expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(true);
  await page.click('#sound');
  expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
  await page.keyboard.press('m');
  expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(true);

  await first.stop();
  await untilState(page, 'reconnecting');
  await picture(page, 'reconnecting-zh');
  const second = publish(url);
  await untilState(page, 'playing');
  const again = await figures(page);
  await until('picture again', async () => (await figures(page)).time > again.time + 0.5);

  await second.stop();
  await untilState(page, 'ended');
  await picture(page, 'ended-zh');
  expect(problems).toEqual([]);
  await close();
  await server.close();
});

test.concurrent('on a phone in English; a shared server wants the whole link', async () => {
  const server = await startTestServer();
  const shared = await server.share(true);
  expect(shared.ok).toBe(true);
  const pusher = publish(server.publishUrl('show', hourFromNow()));
  const token = new URL(server.watchUrl('show')).searchParams.get('token') ?? '';
  const phone = { locale: 'en-GB', viewport: { width: 390, height: 844 }, hasTouch: true };

  const bare = await openPage(server, `${server.httpUrl}/watch/show`, phone);
  await untilState(bare.page, 'token');
  await picture(bare.page, 'token-en-phone');
  await bare.close();

  const whole = await openPage(server, `${server.httpUrl}/watch/show?token=${token}`, phone);
  await untilState(whole.page, 'playing');
  await until('a second of picture', async () => (await figures(whole.page)).time > 1);
  await picture(whole.page, 'playing-en-phone');
  const wide = await whole.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect(whole.problems).toEqual([]);
  await whole.close();
  await pusher.stop();
  await server.close();
});

test.concurrent('a full room says so and lets in when there is room; without Media Source Extensions it plays HLS', async () => {
  const server = await startTestServer({ maxViewers: 1 });
  const pusher = publish(server.publishUrl('live', hourFromNow()));
  await untilLive(server);
  const flv = `${server.httpUrl}/live/live.flv`;
  const leaving = new AbortController();
  const first = await fetch(flv, { signal: leaving.signal });
  expect(first.status).toBe(200);
  for (const url of [flv, `${server.httpUrl}/live/live.m3u8`]) {
    const refused = await fetch(url);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toEqual({ error: 'full' });
  }
  const context = await browser.newContext({ locale: 'zh-CN' });
  // As on an iPhone before iOS 17.1.
  await context.addInitScript('delete window.MediaSource; delete window.ManagedMediaSource;');
  const page = await context.newPage();
  await page.goto(server.watchUrl('live'));
  await untilState(page, 'full');
  expect(await page.textContent('#card-title')).toBe('直播间满员了');
  await picture(page, 'full-zh');

  leaving.abort();
  await untilState(page, 'playing');
  const before = await figures(page);
  await until('2 s of picture', async () => (await figures(page)).time > before.time + 2);
  const playing = await page.evaluate(() => document.querySelector('video')?.currentSrc ?? '');
  expect(playing).toContain('/live/live.m3u8');
  expect(await streamInfo(server)).toMatchObject({ live: true, viewers: 1, full: true });
  await context.close();
  await pusher.stop();
  await server.close();
});
