import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { PAGES_VARIABLE } from './builtPages.ts';
import { bundle } from './bundle.ts';
import { electronPath, sandboxSwitches } from './electronPath.ts';

const SWITCHES = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--js-flags=--expose-gc',
  // A machine without a network has nothing else for WebRTC.
  '--allow-loopback-in-peer-connection',
];

/** An Electron that opens windows when it is asked to. Whoever started it may be killed: it does not stay behind. */
const MAIN = `
const { app } = require('electron');
app.on('window-all-closed', () => {});
const parent = process.ppid;
setInterval(() => process.ppid === parent || app.exit(), 500);
const more = process.env.STAGE_MAIN;
globalThis.isReady = app.whenReady().then(() => more && import(more));
`;
declare const isReady: Promise<unknown>;

/** What makes an Electron another one than those of the other test files. */
export type ElectronOptions = {
  /** More switches of Chromium. */
  readonly switches?: readonly string[];
  /** A TypeScript module that the main process loads before it opens the page. */
  readonly main?: string;
};

/** A page in a window of its own. */
export type OpenPage = {
  readonly electron: ElectronApplication;
  readonly page: Page;
  close(): Promise<void>;
};

async function launch(
  folder: string,
  { switches = [], main }: ElectronOptions,
): Promise<ElectronApplication> {
  await writeFile(join(folder, 'main.cjs'), MAIN);
  await writeFile(join(folder, 'package.json'), '{"name":"stage-page","main":"main.cjs"}');
  const chromium = [...sandboxSwitches(), ...SWITCHES, ...switches];
  return _electron.launch({
    executablePath: electronPath(),
    args: [...chromium, `--user-data-dir=${join(folder, 'user')}`, folder],
    env: {
      ...(process.env as Record<string, string>),
      ...(main ? { STAGE_MAIN: await bundle(main, folder, ['electron']) } : {}),
    },
  });
}

/** The Electron that the test files of one process share: to start one takes longer than most tests. */
let shared: Promise<ElectronApplication> | null = null;

function sharedElectron(folder: string): Promise<ElectronApplication> {
  shared ??= mkdtemp(join(folder, 'electron-')).then(async (own) => {
    const electron = await launch(own, {});
    electron.on('close', () => {
      shared = null;
    });
    return electron;
  });
  return shared;
}

/** Opens a page in a window; hidden windows are not slowed down. */
async function openWindow(electron: ElectronApplication, url: string): Promise<OpenPage> {
  const opened = electron.waitForEvent('window');
  const id = await electron.evaluate(async ({ BrowserWindow }, address) => {
    await isReady;
    const webPreferences = { sandbox: true, contextIsolation: true, backgroundThrottling: false };
    const window = new BrowserWindow({ width: 400, height: 300, webPreferences });
    void window.loadURL(address);
    return window.id;
  }, url);
  const page = await opened;
  const close = () =>
    electron.evaluate(({ BrowserWindow }, of) => BrowserWindow.fromId(of)?.destroy(), id);
  return { electron, page, close };
}

/** Opens a page in the shared Electron, or in one of its own where it needs another. */
export async function openInElectron(url: string, options: ElectronOptions): Promise<OpenPage> {
  const place = process.env[PAGES_VARIABLE];
  if (place && !options.main && !options.switches)
    return openWindow(await sharedElectron(place), url);
  const folder = await mkdtemp(join(tmpdir(), 'page-electron-'));
  let electron: ElectronApplication | undefined;
  const close = async () => {
    await electron?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    electron = await launch(folder, options);
    return { ...(await openWindow(electron, url)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
