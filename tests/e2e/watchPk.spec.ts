import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Browser, expect, type Page, test, type WebSocketRoute } from '@playwright/test';
import type { ServerFrame } from '../../common/chat/wire.ts';
import type { PkView } from '../../common/pk/pkView.ts';
import { findings } from '../support/axe.ts';
import { projectRoot } from '../support/electronPath.ts';
import { launchViewer, openPage } from '../support/viewer.ts';

const ORIGIN = 'http://room.test';
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchViewer();
});
test.afterAll(() => browser.close());

/** The built viewer page in a room whose server is the test: what it says of the desk, and of the PK. */
async function openRoom(page: Page, desk: { open: boolean }, pk: PkView | null) {
  let socket: WebSocketRoute | null = null;
  const person = { userId: 'host', name: '小红', avatar: '', role: 'owner' };
  const room = {
    ...{ roomId: 'room-a', title: '周末闲聊', category: 'talk', notice: '', cover: '' },
    ...{ visibility: 'public', openToPk: true, owner: person, state: 'active' },
    ...{ online: 3, likes: 0, startedAtMs: 1, watchUrl: '' },
  };
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/api/guest')
      return route.fulfill({
        json: { userId: 'me', name: 'Me', token: 't', expiresAtMs: Date.now() + 3_600_000 },
      });
    if (pathname === '/api/rooms/room-a')
      return route.fulfill({
        json: {
          ...{ room, live: false, stream: null, followers: 0, following: false },
          handsOpen: desk.open,
        },
      });
    if (!pathname.startsWith('/assets') && !pathname.startsWith('/room'))
      return route.fulfill({ status: 404, body: '' });
    const file = join(
      projectRoot,
      'dist/watch',
      pathname.startsWith('/room') ? 'index.html' : pathname,
    );
    return route.fulfill({
      contentType: types[extname(file)] ?? 'text/plain',
      body: await readFile(file),
    });
  });
  await page.routeWebSocket(/\/chat$/, (ws) => {
    socket = ws;
    ws.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { op: string; call: number };
      if (frame.op === 'ping') ws.send(JSON.stringify({ op: 'pong' }));
      if (frame.op !== 'join') return;
      const rules = { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] };
      const value = {
        ...{ me: { ...person, userId: 'me', name: 'Me', role: 'viewer' }, history: [] },
        ...{ likes: 0, online: 3, pinned: null, rules, attributes: {} },
        ...{ serverTimeMs: Date.now(), missed: 0, newestSeq: 0, pk },
      };
      ws.send(JSON.stringify({ op: 'answer', call: frame.call, value }));
    });
  });
  await page.goto(`${ORIGIN}/room/room-a`);
  return (frame: ServerFrame) => socket?.send(JSON.stringify(frame));
}

const view = (rest: Partial<PkView> = {}): PkView => ({
  ...{ id: 'pk1', phase: 'running', round: 1, remainingMs: 125_000, paused: false, winners: [] },
  members: [
    { roomId: 'room-b', name: '小明', points: 1_000, out: false },
    { roomId: 'room-a', name: '小红', points: 3_000, out: false },
  ],
  ...rest,
});

for (const lang of ['zh-CN', 'en'] as const)
  test(`viewers see a PK as it goes, and can raise a hand while they may (${lang})`, async () => {
    const page = await openPage(browser, {
      ...{ viewport: { width: 1280, height: 800 }, locale: lang, reducedMotion: 'reduce' },
    });
    try {
      const desk = { open: true };
      const tell = await openRoom(page, desk, view());
      const bar = page.locator('#pk');
      await expect(bar).toBeVisible();
      // The room's own anchor comes first, with the larger part of the bar.
      await expect(bar.locator('li').first()).toContainText('小红');
      expect(
        await page.locator('#pk-bar i').evaluateAll((all) => all.map((it) => it.style.flexGrow)),
      ).toEqual(['0.75', '0.25']);
      await expect(page.locator('#pk-clock')).toContainText(/^[12]:\d\d$/);
      expect(await findings(page)).toEqual([]);
      await page.screenshot({
        path: join(projectRoot, 'test-results/screenshots', `watch-pk-${lang}.png`),
      });
      // On a phone it stands under the picture, not over it.
      await page.setViewportSize({ width: 360, height: 740 });
      const [board, picture] = [await bar.boundingBox(), await page.locator('video').boundingBox()];
      expect(board && picture && board.y - (picture.y + picture.height)).toBeGreaterThanOrEqual(0);
      await page.screenshot({
        path: join(projectRoot, 'test-results/screenshots', `watch-pk-phone-${lang}.png`),
      });
      await page.setViewportSize({ width: 1280, height: 800 });
      tell({ op: 'batch', items: [], pk: view({ paused: true, remainingMs: 100_000 }) });
      await expect(page.locator('#pk-clock')).toContainText('1:40');
      tell({ op: 'batch', items: [], pk: view({ phase: 'settling', winners: ['room-a'] }) });
      await expect(page.locator('#pk-result')).toHaveAttribute('data-outcome', 'win');
      await expect(page.locator('#pk-result')).toContainText('小红');
      tell({ op: 'batch', items: [], pk: null });
      await expect(bar).toBeHidden();

      const hand = page.locator('#hand');
      await hand.focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('#hand-go')).toBeFocused();
      await expect(page.locator('#hand-go')).toHaveAttribute('href', '/guest/room-a?hand=1');
      expect(await findings(page)).toEqual([]);
      await page.screenshot({
        path: join(projectRoot, 'test-results/screenshots', `watch-hand-${lang}.png`),
      });
      // The host closes the desk: the button goes with the next look.
      desk.open = false;
      await expect(hand).toBeHidden();
      await expect(page.locator('#hand-sheet')).toBeHidden();
    } finally {
      await page.context().close();
    }
  });
