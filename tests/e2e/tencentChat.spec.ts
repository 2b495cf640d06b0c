import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { rolldown } from 'rolldown';
import type { ChatEvent, ChatService } from '../../common/chat/service.ts';
import { electronPath, projectRoot, sandboxSwitches } from '../support/electronPath.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { openTencentChat } from '../support/tencentChat/inNode.ts';
import { type StandIn, startStandIn } from '../support/tencentChat/standIn.ts';

type Globals = { chat: ChatService; heard: ChatEvent[] };

const dist = join(projectRoot, 'dist');
let folder: string;
let standIn: StandIn;
let endpoint: Server;
let app: ElectronApplication;
let asked = 0;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tencent-chat-'));
  standIn = await startStandIn();
  endpoint = createServer((_request, response) => {
    asked++;
    response.end(JSON.stringify({ userSig: 'eJw-signed' }));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const build = await rolldown({
    input: join(projectRoot, 'tests/support/sdkWindowChild.ts'),
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
    '{"name":"tencent-chat","main":"main/main.mjs","type":"module"}',
  );
  const { port } = endpoint.address() as AddressInfo;
  app = await _electron.launch({
    timeout: LONGEST_MS,
    executablePath: electronPath(),
    args: [...sandboxSwitches(), `--user-data-dir=${join(folder, 'user')}`, folder],
    env: {
      ...(process.env as Record<string, string>),
      SDK_DIST: dist,
      SDK_SERVICE: standIn.url,
      SDK_USER_SIG: `http://127.0.0.1:${port}/`,
    },
  });
});
test.afterAll(async () => {
  await app?.close();
  endpoint?.close();
  await standIn?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

const say = (words: string) =>
  app.evaluate(
    (_electron, text) =>
      (globalThis as unknown as Globals).chat.send({ kind: 'text', text, danmaku: true }),
    words,
  );
const heard = () => app.evaluate(() => (globalThis as unknown as Globals).heard);
const texts = async () =>
  (await heard()).flatMap((it) =>
    it.type === 'batch'
      ? it.batch.items.map((item) => (item.kind === 'text' ? item.text : ''))
      : [],
  );

test('the page joins a room, talks and listens; one that dies is made anew and joins again', async () => {
  const joined = await app.evaluate(() => (globalThis as unknown as Globals).chat.join('show1'));
  expect(joined).toMatchObject({ ok: true, value: { me: { userId: 'host', role: 'owner' } } });
  const viewer = await openTencentChat(standIn.url, 'lily', false);
  const toViewer: string[] = [];
  viewer.on((event) => {
    if (event.type !== 'batch') return;
    for (const item of event.batch.items) if (item.kind === 'text') toViewer.push(item.text);
  });
  expect(await viewer.join('show1')).toMatchObject({ ok: true });
  expect(await say('你好')).toMatchObject({ ok: true });
  await expect.poll(() => toViewer).toEqual(['你好']);
  expect(await viewer.send({ kind: 'text', text: 'hi, host' })).toMatchObject({ ok: true });
  await expect.poll(texts).toEqual(['你好', 'hi, host']);

  await app.evaluate(({ webContents }) => {
    for (const page of webContents.getAllWebContents()) page.forcefullyCrashRenderer();
  });
  const states = async () =>
    (await heard()).flatMap((it) => (it.type === 'connection' ? [it.connection.state] : []));
  await expect.poll(states).toContain('reconnecting');
  await expect.poll(async () => (await states()).at(-1)).toBe('connected');
  expect(asked).toBe(2);
  expect(await say('again')).toMatchObject({ ok: true });
  await expect.poll(() => toViewer).toEqual(['你好', 'hi, host', 'again']);
  await viewer.close();

  await app.evaluate(() => (globalThis as unknown as Globals).chat.close());
  const pages = () => app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  await expect.poll(pages).toBe(0);
});
