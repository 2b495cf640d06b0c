import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { rolldown } from 'rolldown';
import type { ChatItem } from '../../common/chat/message.ts';
import type { ChatWindow, ChatWindowSettings } from '../../main/windows/chatWindow.ts';
import { giftItem, orderItem, textItem } from '../support/chatFeeds.ts';
import { electronPath, projectRoot, sandboxSwitches } from '../support/electronPath.ts';
import { LONGEST_MS } from '../support/pace.ts';

type Globals = { chatWindow: ChatWindow; settingsNow(): ChatWindowSettings };

const dist = join(projectRoot, 'dist');
let folder: string;
let app: ElectronApplication | undefined;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-window-'));
  const build = await rolldown({
    input: join(projectRoot, 'tests/support/chatWindowChild.ts'),
    platform: 'node',
    external: ['electron', 'original-fs'],
    logLevel: 'silent',
  });
  // Beside the built preloads, as in the app.
  await mkdir(join(folder, 'main'));
  await symlink(join(dist, 'preload'), join(folder, 'preload'));
  await build.write({ file: join(folder, 'main/main.mjs'), format: 'esm', codeSplitting: false });
  await build.close();
  await writeFile(
    join(folder, 'package.json'),
    '{"name":"chat-window","main":"main/main.mjs","type":"module"}',
  );
});
test.afterEach(() => app?.close());
test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

async function open(items: readonly ChatItem[], locale = 'en'): Promise<Page> {
  app = await _electron.launch({
    timeout: LONGEST_MS,
    executablePath: electronPath(),
    args: [...sandboxSwitches(), `--user-data-dir=${join(folder, `user-${locale}`)}`, folder],
    env: {
      ...(process.env as Record<string, string>),
      CHAT_DIST: dist,
      CHAT_LOCALE: locale,
      CHAT_ITEMS: JSON.stringify(items),
    },
  });
  app.context().setDefaultTimeout(LONGEST_MS);
  const page = await app.firstWindow();
  await expect(page.locator('#list li').first()).toBeVisible();
  return page;
}

const send = (items: readonly ChatItem[]) =>
  app?.evaluate((_electron, batch) => {
    (globalThis as unknown as Globals).chatWindow.send({ items: batch, pulse: null });
  }, items);

test('shows what is said as text, follows it, takes away what is deleted, and keeps its look', async () => {
  const evil = textItem('<img src=x onerror=alert(1)>', '<b>bold</b> &amp; \u202eabc');
  const first = textItem('Ana', 'Hello there 👋🏽', { role: 'admin' });
  const page = await open([first, evil]);
  await expect(page.locator('#list li')).toHaveText([
    /Mod.*Ana:.*Hello there/,
    /<img src=x.*<b>bold<\/b> &amp;/,
  ]);
  expect(await page.locator('#list img, #list b').count()).toBe(0);

  await send([giftItem('Bo', 'rose', { combo: 1 }), first]);
  await send([giftItem('Bo', 'rose', { combo: 2 })]);
  await expect(page.locator('#list li')).toHaveCount(3);
  await expect(page.locator('#list li').last()).toContainText('combo ×2');

  await send(Array.from({ length: 400 }, (_, index) => textItem('Cy', `line ${index}`)));
  await expect(page.locator('#list li').last()).toContainText('line 399');
  await expect(page.locator('#list li')).toHaveCount(300);
  await expect(page.locator('#list li').last()).toBeInViewport();

  // Whoever reads further up stays there.
  await page.locator('#scroll').evaluate((it) =>
    new Promise((scrolled) => {
      it.addEventListener('scroll', scrolled, { once: true });
      it.scrollTo(0, 0);
    }).then(() => undefined),
  );
  const last = textItem('Di', 'the newest');
  await send([last]);
  await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible();
  await page.getByRole('button', { name: '1 new message' }).click();
  await expect(page.getByText('the newest')).toBeInViewport();
  await send([orderItem({ order: 'delete', id: last.id })]);
  await expect(page.getByText('the newest')).toHaveCount(0);

  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByLabel('Text size').fill('22');
  await expect
    .poll(() => app?.evaluate(() => (globalThis as unknown as Globals).settingsNow().fontSizePx))
    .toBe(22);
  // The page may be gone before the click is answered.
  const close = page.getByRole('button', { name: 'Close the chat window' });
  await close.click().catch(() => {});
  await expect
    .poll(() => app?.evaluate(() => (globalThis as unknown as Globals).chatWindow.isOpen))
    .toBe(false);
});

test('stands above all, without a frame, see-through, and can do nothing else', async () => {
  const page = await open([textItem('晚风', '主播晚上好！')], 'zh-CN');
  await expect(page.getByRole('heading')).toHaveText('聊天');
  const found = await app?.evaluate(({ BrowserWindow, webContents }) => {
    const [it] = BrowserWindow.getAllWindows();
    const contents = webContents.getAllWebContents();
    return {
      top: it?.isAlwaysOnTop(),
      pages: contents.length,
      url: contents[0]?.getURL(),
    };
  });
  expect(found).toEqual({ top: true, pages: 1, url: 'app://chat/' });
  const tools = await page.evaluate(() => {
    const it = globalThis as unknown as Record<string, object | undefined>;
    return {
      node: typeof it.require + typeof it.process,
      studio: typeof it.studio,
      bridge: Object.keys(it.chatWindow ?? {}).sort(),
    };
  });
  expect(tools).toEqual({
    node: 'undefinedundefined',
    studio: 'undefined',
    bridge: ['close', 'letThrough', 'load', 'onBatch', 'onPinned', 'overBar', 'setLook'],
  });
  // Nowhere to go, and nothing from outside.
  await page.evaluate(() => void globalThis.open('https://example.com/'));
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  expect(page.url()).toBe('app://chat/');
  const fetched = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'got',
      () => 'refused',
    ),
  );
  expect(fetched).toBe('refused');
  // Nothing of another page's is served to it.
  expect(await page.evaluate(async () => (await fetch('/media?path=x')).status)).toBe(404);
});
