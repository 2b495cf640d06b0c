import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
  test,
} from '@playwright/test';
import { electronPath, projectRoot, sandboxSwitches } from '../support/electronPath.ts';

// The walls of SECURITY.md, read back from the running app. One app for all: nothing here changes it.

let folder: string;
let userData: string;
let app: ElectronApplication;
let ui: Page;
let stage: Page;
let site: Server;
/** A website that would like to be shown; counts who came. */
let siteUrl: string;
let visits = 0;
const printed: string[] = [];

const args = (...more: string[]): string[] => [
  ...sandboxSwitches(),
  projectRoot,
  `--user-data-dir=${userData}`,
  '--use-fake-device-for-media-stream',
  ...more,
];

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anchor-security-'));
  userData = join(folder, 'user');
  site = createServer((_request, response) => {
    visits++;
    response.setHeader('access-control-allow-origin', '*');
    response.end('<h1>evil</h1>');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  siteUrl = `http://127.0.0.1:${(site.address() as { port: number }).port}/`;
  app = await electron.launch({ executablePath: electronPath(), args: args(), cwd: folder });
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (data) => printed.push(String(data)));
  await expect
    .poll(() =>
      app
        .windows()
        .map((page) => page.url())
        .sort(),
    )
    .toEqual(['app://stage/', 'app://ui/']);
  ui = app.windows().find((page) => page.url() === 'app://ui/') as Page;
  stage = app.windows().find((page) => page.url() === 'app://stage/') as Page;
  await ui.getByRole('button').first().waitFor();
});

test.afterAll(async () => {
  await app?.close();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const both = (): [string, Page][] => [
  ['ui', ui],
  ['stage', stage],
];

test('rows 2, 3, 4, 6, 8-11, 20: the walls of each page', async () => {
  const preferences = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => ({
      url: contents.getURL(),
      // Not in the typings, as pages have no use for it.
      set: (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
    })),
  );
  expect(preferences.map(({ url }) => url).sort()).toEqual(['app://stage/', 'app://ui/']);
  for (const { url, set } of preferences) {
    expect(set, url).toMatchObject({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    });
    expect(set, url).not.toMatchObject({ nodeIntegrationInWorker: true });
    expect(set, url).not.toMatchObject({ nodeIntegrationInSubFrames: true });
    expect(set, url).not.toMatchObject({ allowRunningInsecureContent: true });
    expect(set, url).not.toMatchObject({ experimentalFeatures: true });
    expect(JSON.stringify(set), url).not.toMatch(/BlinkFeatures":"[^"]/);
  }
  for (const [name, page] of both())
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
          (it) => it in globalThis,
        ),
      ),
      name,
    ).toEqual([]);
  const bridge = (page: Page, name: string) =>
    page.evaluate((key) => Object.keys((globalThis as never)[key]).sort(), name);
  expect(await bridge(ui, 'studio')).toEqual(['invoke', 'on', 'platform']);
  expect(await bridge(stage, 'stage')).toEqual(['onOrder', 'send']);
});

test('row 20: an event reaches a page without its event object', async () => {
  const given = await ui.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const { studio } = window as unknown as {
          studio: { on(name: string, callback: (...given: unknown[]) => void): () => void };
        };
        const stop = studio.on('system:telemetry', (...all) => {
          stop();
          resolve(
            all.map((it) =>
              Object.keys(it as object)
                .sort()
                .join(),
            ),
          );
        });
      }),
  );
  expect(given).toEqual(['cpuPercent,memoryMb']);
});

test('row 7: no text becomes code, and nothing loads from elsewhere', async () => {
  for (const [name, page] of both()) {
    const outcome = await page.evaluate(async (url) => {
      // What a debugger runs may use eval; a later task is the page's own.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const tried = (run: () => unknown) => {
        try {
          run();
          return 'ran';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const global = globalThis as unknown as Record<string, unknown>;
      const script = document.createElement('script');
      script.textContent = 'globalThis.inline = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'globalThis.handler = true');
      const remote = document.createElement('script');
      const loaded = new Promise((resolve) => {
        remote.onload = () => resolve('loaded');
        remote.onerror = () => resolve('refused');
      });
      remote.src = `${url}script.js`;
      document.body.append(image, remote);
      image.src = 'missing.png';
      const fetched = await fetch(url).then(
        () => 'fetched',
        () => 'refused',
      );
      const result = {
        eval: tried(() => (0, eval)('1')),
        function: tried(() => new Function('return 1')()),
        fetched,
        script: await loaded,
        inline: 'inline' in global,
        handler: 'handler' in global,
      };
      for (const element of [script, image, remote]) element.remove();
      return result;
    }, siteUrl);
    expect(outcome, name).toEqual({
      eval: 'EvalError',
      function: 'EvalError',
      fetched: 'refused',
      script: 'refused',
      inline: false,
      handler: false,
    });
  }
  expect(visits).toBe(0);
});

test('rows 13, 14: no page goes anywhere or opens a window', async () => {
  for (const [name, page] of both()) {
    const before = page.url();
    await page.evaluate((url) => {
      window.open(url);
      window.open('about:blank');
      window.open('app://ui/');
      const link = document.createElement('a');
      link.href = url;
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.target = '';
      link.click();
      link.remove();
    }, siteUrl);
    const stopped = () => printed.join('').split('stopped a page from going').length;
    for (const target of [siteUrl, 'app://ui/?x', 'app://stage/?x', 'file:///etc/passwd']) {
      const before = stopped();
      await page.evaluate((url) => {
        location.href = url;
      }, target);
      // Chromium itself refuses a file; the others are refused by main, which says so.
      if (!target.startsWith('file:'))
        await expect.poll(stopped, { message: target }).toBeGreaterThan(before);
    }
    expect(page.url(), name).toBe(before);
  }
  const open = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  expect(open.sort()).toEqual(['app://stage/', 'app://ui/']);
  expect(visits).toBe(0);
});

test('row 13: a page that leaves by the one door Chromium does not guard is ended and made anew', async () => {
  for (const [name, page] of both()) {
    const url = page.url();
    await page.evaluate(() => {
      location.href = 'about:blank';
    });
    await expect
      .poll(() => app.windows().find((it) => it !== page && it.url() === url), { message: name })
      .toBeTruthy();
    const fresh = app.windows().find((it) => it !== page && it.url() === url) as Page;
    await expect.poll(() => fresh.evaluate(() => document.readyState)).toBe('complete');
    if (name === 'ui') ui = fresh;
    else stage = fresh;
  }
  await ui.getByRole('button').first().waitFor();
});

test('rows 11, 12: no webview, and no frame that has a bridge in it', async () => {
  for (const [name, page] of both()) {
    const found = await page.evaluate(async (url) => {
      const webview = document.createElement('webview');
      webview.setAttribute('src', url);
      document.body.append(webview);
      const inert = webview instanceof HTMLUnknownElement || !('loadURL' in webview);
      const frames: string[] = [];
      for (const src of [url, 'app://ui/', 'app://stage/', 'data:text/html,<p>x', 'about:blank']) {
        const frame = document.createElement('iframe');
        const settled = new Promise((resolve) => {
          frame.onload = resolve;
          setTimeout(resolve, 1500);
        });
        frame.src = src;
        document.body.append(frame);
        await settled;
        const inside = frame.contentWindow as unknown as Record<string, unknown> | null;
        let bridges = 'none';
        try {
          if (inside && ('studio' in inside || 'stage' in inside || 'require' in inside))
            bridges = src;
        } catch {
          // Another origin: it cannot be looked into.
        }
        frames.push(bridges);
        frame.remove();
      }
      webview.remove();
      return { inert, frames: [...new Set(frames)] };
    }, siteUrl);
    expect(found, name).toEqual({ inert: true, frames: ['none'] });
  }
  expect(visits).toBe(0);
});

test('rows 5, 21, 22: permissions', async () => {
  const ask = (page: Page) =>
    page.evaluate(async () => {
      const outcome = async (asked: () => Promise<unknown>) => {
        try {
          await asked();
          return 'granted';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const media = await outcome(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
        for (const track of stream.getTracks()) track.stop();
      });
      return {
        media,
        screen: await outcome(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
        place: await outcome(
          () =>
            new Promise((resolve, reject) =>
              navigator.geolocation.getCurrentPosition(resolve, (error) =>
                reject(Object.assign(new Error(), { name: `code ${error.code}` })),
              ),
            ),
        ),
        notices: await Notification.requestPermission(),
        read: await outcome(() => navigator.clipboard.readText()),
        states: await Promise.all(
          ['geolocation', 'notifications', 'clipboard-read', 'midi'].map(
            async (name) =>
              (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      };
    });
  const denied = {
    place: 'code 1',
    notices: 'denied',
    read: 'NotAllowedError',
    states: ['denied', 'denied', 'denied', 'denied'],
  };
  expect(await ask(stage)).toMatchObject({ ...denied, media: 'granted' });
  expect(await ask(ui)).toMatchObject({ ...denied, media: 'NotAllowedError' });
  for (const [name, page] of both())
    expect((await ask(page)).screen, name).toMatch(
      /^(NotAllowed|Abort|NotSupported|InvalidState|NotReadable)Error$/,
    );
});

test('row 18: app:// gives its pages and nothing else', async () => {
  const statusOf = (page: Page, url: string, method = 'GET') =>
    page.evaluate(
      ([target = '', verb = '']) =>
        fetch(target, { method: verb }).then(
          ({ status }) => status,
          () => 'refused',
        ),
      [url, method],
    );
  expect(await statusOf(stage, '/')).toBe(200);
  for (const path of ['nothing', '/etc/passwd', '../../../etc/passwd', 'builtin:../logo', ''])
    expect(await statusOf(stage, `/media?path=${encodeURIComponent(path)}`), path).toBe(403);
  expect(await statusOf(stage, '/media?path=builtin:logo')).toBe(200);
  expect(await statusOf(ui, '/media?path=builtin:logo')).toBe(404);
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect(await statusOf(stage, '/', method)).toBe(405);
  for (const path of [
    '/../main/index.mjs',
    '/%2e%2e/main/index.mjs',
    '/..%2fmain/index.mjs',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/x%00',
    '/%zz',
    '/assets',
    '/media/..%2f..%2fetc%2fpasswd',
    '/none.html',
  ])
    for (const [name, page] of both())
      expect([403, 404], `${name} ${path}`).toContain(await statusOf(page, path));
  for (const url of [
    'file:///etc/passwd',
    'file:///',
    'app://main/',
    'app://stage.evil/',
    'app:///etc/passwd',
  ])
    for (const [name, page] of both())
      expect(await statusOf(page, url), `${name} ${url}`).toBe('refused');
  expect(await statusOf(ui, 'app://stage/')).toBe('refused');
  const headers = await stage.evaluate(async () => {
    const answer = await fetch('/');
    return [
      answer.headers.get('content-security-policy'),
      answer.headers.get('x-content-type-options'),
    ];
  });
  expect(headers[0]).toContain("default-src 'self'");
  expect(headers[1]).toBe('nosniff');
});

test('nothing is downloaded', async () => {
  const started = app.evaluate(
    ({ session }) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (event) =>
          setImmediate(() => resolve(event.defaultPrevented ? 'prevented' : 'going on')),
        );
      }),
  );
  await ui.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.exe';
    document.body.append(link);
    link.click();
    link.remove();
  });
  expect(await started).toBe('prevented');
});

test('row 17: malformed requests are refused in words, and main goes on', async () => {
  const answers = await ui.evaluate(async () => {
    const { studio } = window as unknown as {
      studio: { invoke(channel: string, input?: unknown): Promise<{ ok: boolean }> };
    };
    const edit = (type: string, payload: unknown) => ({ commands: [{ type, payload }] });
    const wrong: [string, unknown][] = [
      ['show:edit', edit('mixer/stripChanged', { stripId: '__proto__', change: { gainDb: 3 } })],
      // A file that nobody picked.
      [
        'show:edit',
        edit('sources/sourceChanged', { sourceId: 'image', change: { path: '/etc/passwd' } }),
      ],
      ['destination:setKey', { destinationId: 'server:publish', key: 'hunter2' }],
      [
        'view:picturesPlaced',
        { programme: { x: 1e300, y: 0, width: 1, height: 1 }, preview: null },
      ],
    ];
    const all = [];
    for (const [channel, input] of wrong) all.push(await studio.invoke(channel, input));
    const unknown = await studio.invoke('app:quit').catch(() => ({ ok: false }));
    return [...all, unknown].map(({ ok }) => ok);
  });
  expect(answers).toEqual([false, false, false, false, false]);
  await stage.evaluate(() => {
    const bridge = (window as unknown as { stage: { send(event: unknown): void } }).stage;
    for (const event of [
      null,
      7,
      { type: 'devices', cameras: 7 },
      { type: 'figures' },
      { type: 'x' },
    ])
      bridge.send(event);
  });
  await expect.poll(() => printed.join('')).toContain('a malformed message was dropped');
  const alive = await ui.evaluate(async () => {
    const { studio } = window as unknown as {
      studio: { invoke(channel: string, input?: unknown): Promise<{ ok: boolean }> };
    };
    return (await studio.invoke('state:snapshot')).ok;
  });
  expect(alive).toBe(true);
});

test('row 17: another page or frame is not heard', async () => {
  const heard = await app.evaluate(
    async ({ WebContentsView }, preload) => {
      const view = new WebContentsView({ webPreferences: { preload, sandbox: true } });
      await view.webContents.loadURL('data:text/html,<p>stranger');
      const answer = await view.webContents.executeJavaScript(
        'window.studio.invoke("state:snapshot")',
      );
      view.webContents.close();
      return answer;
    },
    join(projectRoot, 'dist/preload/ui.cjs'),
  );
  expect(heard).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  expect(JSON.stringify(heard)).not.toContain('show"');
});

/** Starts the app beside the one there is; gives its status and all it said. */
async function runApp(...more: string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn(electronPath(), args(...more), { cwd: folder, env: process.env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const [status] = await once(child, 'close');
  clearTimeout(late);
  return { status, said };
}

test('row 25: a second start brings the first forward and ends', async () => {
  const told = app.evaluate(
    ({ app: it }) =>
      new Promise<string>((resolve) => it.once('second-instance', () => resolve('told'))),
  );
  const { status, said } = await runApp();
  expect(status).toBe(0);
  expect(said).toContain('already open');
  expect(await told).toBe('told');
});

test('row 23: a stream key is in no file, no log line and no state of a page', async () => {
  const key = 'Sec-hunter2-0123456789';
  const state = await ui.evaluate(async (secret) => {
    const { studio } = window as unknown as {
      studio: { invoke(channel: string, input?: unknown): Promise<{ ok: boolean }> };
    };
    const destination = {
      id: 'secret-test',
      name: 'x',
      kind: 'rtmp',
      service: 'custom',
      canvasId: 'main',
      server: 'rtmp://127.0.0.1:1/live',
      backupServer: '',
      codec: 'h264',
      adaptive: true,
      pgc: null,
      enabled: true,
    };
    await studio.invoke('show:edit', {
      commands: [{ type: 'destinations/destinationAdded', payload: { destination } }],
    });
    const set = await studio.invoke('destination:setKey', {
      destinationId: 'secret-test',
      key: secret,
    });
    await studio.invoke('live:start');
    return { set: set.ok, text: JSON.stringify(await studio.invoke('state:snapshot')) };
  }, key);
  expect(state.set).toBe(true);
  expect(state.text).toContain('secret-test');
  expect(state.text).not.toContain(key);
  await expect.poll(() => readFileSync(savedShow(), 'utf8')).toContain('secret-test');
  await ui.evaluate(() =>
    (window as unknown as { studio: { invoke(channel: string): Promise<unknown> } }).studio.invoke(
      'live:stop',
    ),
  );
  expect(printed.join('')).not.toContain(key);
  const holders = readdirSync(userData, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(key));
  expect(holders).toEqual([]);
});

/** The file of the collection that is open. */
function savedShow(): string {
  const collections = join(userData, 'collections');
  const { open } = JSON.parse(readFileSync(join(collections, 'index.json'), 'utf8'));
  return join(collections, open, 'show.json');
}

test('row 29: a show from elsewhere reaches its own folder and no further', async () => {
  const home = join(folder, 'show');
  mkdirSync(home);
  const logo = readFileSync(join(projectRoot, 'resources/images/logo.png'));
  writeFileSync(join(home, 'in.png'), logo);
  writeFileSync(join(folder, 'out.png'), logo);
  symlinkSync(join(folder, 'out.png'), join(home, 'link.png'));
  const paths: Record<string, string> = {
    inside: 'in.png',
    builtIn: 'builtin:logo',
    absolute: join(folder, 'out.png'),
    above: '../out.png',
    link: 'link.png',
    device: '/dev/zero',
    folder: '.',
  };
  const show = JSON.parse(readFileSync(savedShow(), 'utf8'));
  const [scene] = show.scenes;
  const [item] = scene.items;
  for (const [id, path] of Object.entries(paths)) {
    show.sources[id] = { kind: 'image', id, name: id, path, filters: [] };
    scene.items.push({ ...item, id: `item-${id}`, sourceId: id });
  }
  writeFileSync(join(home, 'show.json'), JSON.stringify(show));
  const other = await electron.launch({
    executablePath: electronPath(),
    args: [
      ...args(`--show=${join(home, 'show.json')}`),
      `--user-data-dir=${join(folder, 'other')}`,
    ],
    cwd: folder,
  });
  try {
    await expect.poll(() => other.windows().some((it) => it.url() === 'app://stage/')).toBe(true);
    const page = other.windows().find((it) => it.url() === 'app://stage/') as Page;
    const statuses = await page.evaluate(
      (named) =>
        Promise.all(
          named.map(async ([id, path]) => {
            const { status } = await fetch(`/media?path=${encodeURIComponent(path)}`);
            return [id, status] as const;
          }),
        ),
      Object.entries(paths),
    );
    expect(Object.fromEntries(statuses)).toEqual({
      inside: 200,
      builtIn: 200,
      absolute: 403,
      above: 403,
      link: 403,
      device: 403,
      folder: 403,
    });
  } finally {
    await other.close();
  }
});

test('row 23: nor in the output and the receipt of the command line, nor in the watch server', async () => {
  // A server that hangs up at once: every way of failing is spoken of.
  const peer = createTcpServer((socket) => socket.destroy());
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const { port } = peer.address() as { port: number };
  const report = join(folder, 'receipt.json');
  const { said, status } = await runApp(
    '--go-live',
    '--no-window',
    '--seconds=2',
    `--report=${report}`,
    `--to=rtmp://127.0.0.1:${port}/live/Sec-hunter2?txSecret=Sec-hunter3&txTime=7`,
    '--size=320x180',
  );
  peer.close();
  expect(status).toBe(1);
  expect(said).toContain('/live/***');
  expect(said).not.toMatch(/hunter[23]/);
  const receipt = readFileSync(report, 'utf8');
  expect(receipt).toContain('/live/***');
  expect(receipt).not.toMatch(/hunter[23]/);
});
