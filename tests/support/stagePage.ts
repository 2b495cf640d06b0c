import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import { wat } from '../../scripts/wat.mjs';
import { electronPath, sandboxSwitches } from './electronPath.ts';
import type { StageHarness } from './stagePage/page.ts';

/** The stage's modules in a page of the real Electron, with a made-up camera and software WebGL. */
export type StagePage = {
  /** Calls a function of `stagePage/page.ts` in the page. */
  call<K extends keyof StageHarness>(
    name: K,
    ...args: Parameters<StageHarness[K]>
  ): Promise<Awaited<ReturnType<StageHarness[K]>>>;
  /** What the page and its workers wrote to the console so far. */
  readonly console: readonly string[];
  close(): Promise<void>;
};

const SWITCHES = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--js-flags=--expose-gc',
];

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** A page without a preload; hidden windows must not be slowed down. */
const MAIN = `
const { app, BrowserWindow } = require('electron');
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, backgroundThrottling: false };
  new BrowserWindow({ width: 400, height: 300, webPreferences }).loadURL(process.env.STAGE_PAGE);
});
`;

async function serve(folder: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    const file = path === '/' ? '/index.html' : path;
    try {
      const body = await readFile(join(folder, file));
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Builds the page and opens it; whoever calls closes it. */
export async function openStagePage(): Promise<StagePage> {
  const folder = await mkdtemp(join(tmpdir(), 'stage-page-'));
  let server: Server | undefined;
  let app: ElectronApplication | undefined;
  const close = async () => {
    await app?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await build({
      root: join(import.meta.dirname, 'stagePage'),
      configFile: false,
      logLevel: 'error',
      base: './',
      plugins: [wat()],
      worker: { format: 'es', plugins: () => [wat()] },
      build: { outDir: join(folder, 'page'), target: 'chrome130', minify: false },
    });
    await writeFile(join(folder, 'main.cjs'), MAIN);
    await writeFile(join(folder, 'package.json'), '{"name":"stage-page","main":"main.cjs"}');
    server = await serve(join(folder, 'page'));
    const { port } = server.address() as AddressInfo;
    app = await _electron.launch({
      executablePath: electronPath(),
      args: [...sandboxSwitches(), ...SWITCHES, `--user-data-dir=${join(folder, 'user')}`, folder],
      env: { ...(process.env as Record<string, string>), STAGE_PAGE: `http://127.0.0.1:${port}/` },
    });
    const page: Page = await app.firstWindow();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.waitForFunction('globalThis.harness !== undefined');
    return {
      call: (name, ...args) =>
        page.evaluate(
          ([key, list]) => {
            const { harness } = globalThis as unknown as {
              harness: Record<string, (...args: unknown[]) => Promise<never>>;
            };
            return harness[key as string]?.(...(list as unknown[])) as Promise<never>;
          },
          [name, args] as const,
        ),
      console: lines,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
