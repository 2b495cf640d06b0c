import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { PAGES_VARIABLE } from './builtPages.ts';
import type { CohostHarness } from './cohostPage/page.ts';
import type { MediaHarness } from './mediaPage/page.ts';
import { type ElectronOptions, type OpenPage, openInElectron } from './pageElectron.ts';
import type { SoundHarness } from './soundPage/page.ts';
import type { StageHarness } from './stagePage/page.ts';
import type { WhipHarness } from './whipPage/page.ts';

/** The stage's modules in a page of the real Electron, with a made-up camera and software WebGL. */
export type PageOf<H> = {
  /** Calls a function of the page's harness, e.g. of `stagePage/page.ts`. */
  call<K extends keyof H>(
    name: K,
    ...args: H[K] extends (...args: infer A) => unknown ? A : never
  ): Promise<H[K] extends (...args: never[]) => infer R ? Awaited<R> : never>;
  /** The page itself. */
  readonly page: Page;
  /** The Electron it runs in, to ask of its main process what a page cannot do. */
  readonly electron: ElectronApplication;
  /** What the page and its workers wrote to the console so far. */
  readonly console: readonly string[];
  close(): Promise<void>;
};

export type StagePage = PageOf<StageHarness>;

/** Which page is opened: the folder of its `index.html` beside this file, and the files at `/media?path=`. */
export type PageOptions = ElectronOptions & {
  readonly page?: 'stagePage' | 'mediaPage' | 'soundPage' | 'whipPage' | 'cohostPage';
  readonly media?: string;
};

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

async function serve(folder: string, media: string | undefined): Promise<Server> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://page');
    const path = normalize(url.pathname);
    if (path === '/media' && media) {
      const wanted = join(media, normalize(`/${url.searchParams.get('path')}`));
      return sendPart(wanted, request.headers.range, response);
    }
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

/** A file or a range of it, as main serves them. */
async function sendPart(
  file: string,
  range: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return void response.writeHead(404).end();
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || Number(first) >= found.size)
    return void response.writeHead(range ? 416 : 200).end(range ? '' : await readFile(file));
  const start = Number(first);
  const end = Math.min(last ? Number(last) : found.size - 1, found.size - 1);
  response.writeHead(206, {
    'content-range': `bytes ${start}-${end}/${found.size}`,
    'content-length': end - start + 1,
  });
  createReadStream(file, { start, end }).pipe(response);
}

/** Builds the page and opens it, with the files of a folder at `/media?path=`; whoever calls closes it. */
export const openStagePage = (media?: string, more: ElectronOptions = {}): Promise<StagePage> =>
  openPage<StageHarness>(media ? { ...more, media } : more);

/** The pictures of sources, each on its own. */
export const openMediaPage = (media: string): Promise<PageOf<MediaHarness>> =>
  openPage<MediaHarness>({ page: 'mediaPage', media });

/** The audio graph alone. */
export const openSoundPage = (): Promise<PageOf<SoundHarness>> =>
  openPage<SoundHarness>({ page: 'soundPage' });

/** The stage's whole page, with the test as its output process. */
export const openWhipPage = (): Promise<PageOf<WhipHarness>> =>
  openPage<WhipHarness>({ page: 'whipPage' });

/** The stage's whole page with guests. `plain`: its own addresses are shown to them, as a test's road needs them. */
export const openCohostPage = (plain: boolean): Promise<PageOf<CohostHarness>> =>
  openPage<CohostHarness>({
    page: 'cohostPage',
    ...(plain ? { switches: ['--disable-features=WebRtcHideLocalIpsWithMdns'] } : {}),
  });

/** The folder of a built page: one for all the files of a run, where it has a place for them. */
async function builtPage(name: string, folder: string): Promise<string> {
  const shared = process.env[PAGES_VARIABLE];
  const place = shared ? join(shared, name) : join(folder, 'page');
  if (existsSync(place)) return place;
  const outDir = join(folder, 'built');
  const [{ build }, { wat }] = await Promise.all([import('vite'), import('../../scripts/wat.mjs')]);
  await build({
    root: join(import.meta.dirname, name),
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [wat()],
    worker: { format: 'es', plugins: () => [wat()] },
    build: { outDir, target: 'chrome130', minify: false },
  });
  // Another file may have built the same page meanwhile.
  await rename(outDir, place).catch((error: Error) => {
    if (!existsSync(place)) throw error;
  });
  return place;
}

async function openPage<H>(options: PageOptions): Promise<PageOf<H>> {
  const { page: name = 'stagePage', media, ...electron } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stage-page-'));
  let server: Server | undefined;
  let open: OpenPage | undefined;
  const close = async () => {
    await open?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    server = await serve(await builtPage(name, folder), media);
    const { port } = server.address() as AddressInfo;
    open = await openInElectron(`http://127.0.0.1:${port}/`, electron);
    const { page } = open;
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.waitForFunction('globalThis.harness !== undefined');
    return {
      page,
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
      electron: open.electron,
      console: lines,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
