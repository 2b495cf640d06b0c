import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newDesk } from '../../../common/cohost/desk.ts';
import type { PeerSignal } from '../../../common/cohost/signal.ts';
import { enter, launchGuest } from '../../support/cohost/guestBrowser.ts';
import { GuestDoor } from '../../support/cohost/guestDoor.ts';
import { buildGuestPage } from '../../support/cohost/guestPage.ts';
import { until } from '../../support/nginxRtmp.ts';

const PATIENCE_MS = 90_000;
const LOOKS = { name: 'Guest', colour: 'green', tone: 700 };

let folder: string;
let door: GuestDoor;
let browser: Browser;
const signals: PeerSignal[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guest-page-'));
  await buildGuestPage(join(folder, 'page'));
  door = await GuestDoor.open(join(folder, 'page'), {
    changed: () => {},
    signal: (_userId, signal) => signals.push(signal),
  });
  browser = await launchGuest(folder, LOOKS);
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});
beforeEach(() => {
  door.desk = newDesk(Date.now());
  door.refusal = null;
  signals.length = 0;
});

async function open(locale: string, viewport = { width: 360, height: 640 }): Promise<Page> {
  const page = await (await browser.newContext({ locale, viewport })).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}
const over = (page: Page) => page.locator('html').getAttribute('data-over');

it('leads a viewer with a raised hand to the host, by invitation too', async () => {
  const page = await open('zh-CN');
  await enter(page, door.url('?hand=1'), '小红');
  await until(() => door.idOf('小红') !== '', 'the hand', PATIENCE_MS);
  const userId = door.idOf('小红');
  await until(() => door.stageOf(userId) === 'asking', 'the raised hand', PATIENCE_MS);
  await page.locator('#tally', { hasText: /^已申请，等主播同意$/ }).waitFor();
  expect(signals).toEqual([]);
  const { ticket = '' } = door.desk.people[0] ?? {};
  door.host({ do: 'accept', userId, ticket, toAir: false });
  // Now it asks for the connection.
  await until(() => signals.some(({ type }) => type === 'ready'), 'ready', PATIENCE_MS);

  // What is turned off here is known there, and stays off on a phone's own width.
  await page.locator('#mic').click();
  await page.locator('#cam').click();
  await until(
    () => {
      const me = door.desk.people[0];
      return me?.mic.guest === true && me.camera.guest === true;
    },
    'both off',
    PATIENCE_MS,
  );
  expect(await page.locator('#mic').getAttribute('aria-pressed')).toBe('false');
  door.host({ do: 'turn', userId, track: 'mic', off: true });
  await page.locator('#mic', { hasText: '主播已关麦' }).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);

  door.host({ do: 'kick', userId });
  await page.locator('#over-step').waitFor();
  expect(await over(page)).toBe('over.kicked');
  await page.context().close();
});

it('says clearly why somebody cannot take part', async () => {
  const page = await open('en', { width: 740, height: 360 });
  await page.goto(door.url(''));
  await page.locator('#over-step').waitFor();
  expect(await over(page)).toBe('fault.address');

  door.refusal = 'FORBIDDEN';
  // The whole link, pasted into the same page: told before a name or a camera is asked for.
  await page.goto(door.url());
  await until(async () => (await over(page)) === 'fault.used', 'the refusal', PATIENCE_MS);
  expect(await page.locator('#over-title').textContent()).toBe('The link is no longer good');

  // A good one says whose show it is; who is refused at the desk is told there.
  door.refusal = null;
  const good = await open('en');
  await good.goto(door.url());
  await good.locator('#show', { hasText: 'Room · Host' }).waitFor();
  door.refusal = 'FORBIDDEN';
  await good.locator('#name').fill('Ann');
  await good.locator('#consent').check();
  await good.locator('#next').click();
  await good.locator('#enter:enabled').click();
  await until(async () => (await over(good)) === 'fault.used', 'the refusal', PATIENCE_MS);
  door.refusal = null;

  // A page that came without TLS is given no camera.
  const plain = await open('en');
  await plain.addInitScript(() =>
    Object.defineProperty(window, 'isSecureContext', { value: false }),
  );
  await plain.goto(door.url());
  await plain.locator('#over-step').waitFor();
  expect(await over(plain)).toBe('fault.insecure');

  const denied = await open('en');
  await denied.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('denied', 'NotAllowedError'));
  });
  await denied.goto(door.url());
  await denied.locator('#name').fill('Ann');
  await denied.locator('#consent').check();
  await denied.locator('#next').click();
  await denied.locator('#over-step').waitFor();
  expect(await over(denied)).toBe('fault.denied');
  expect(await denied.locator('#again').isVisible()).toBe(true);
});
