import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Receipt } from '../../main/live/receipt.ts';
import { electronPath, projectRoot, sandboxSwitches } from './electronPath.ts';
import { until } from './nginxRtmp.ts';
import { LONGEST_MS } from './pace.ts';
import { FEW_FRAMES } from './small.ts';

/** Chromium's own processes of the app, and ours, by what they do. */
export type StudioProcess = 'stage' | 'ui' | 'output' | 'server';

export type StudioOptions = {
  readonly lang?: 'en' | 'zh-CN';
  /** Options of the app and switches of Chromium; `FEW_FRAMES` unless given. */
  readonly args?: readonly string[] | ((folder: string) => readonly string[]);
};

/** Size of the window, CSS pixels: the smallest that the studio is at home on. */
export const WINDOW = { width: 1280, height: 800 } as const;

/** A home of its own: nothing of this machine's user is read or written. */
export async function freshHome(): Promise<{ home: string; env: Record<string, string> }> {
  const home = await mkdtemp(join(tmpdir(), 'studio-'));
  const env = {
    ...(process.env as Record<string, string>),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  await mkdir(env.XDG_CONFIG_HOME);
  return { home, env };
}

/** The receipt that `--report` wrote. */
export const receiptOf = async (file: string): Promise<Receipt> =>
  JSON.parse(await readFile(file, 'utf8')) as Receipt;

/** The real app, driven by Playwright. */
export class StudioApp {
  readonly electron: ElectronApplication;
  /** Folder of this run: home, userData and recordings; removed by `close`. */
  readonly folder: string;
  #printed = '';
  readonly #child: ChildProcess;
  readonly #exited: Promise<number>;

  private constructor(electron: ElectronApplication, folder: string) {
    this.electron = electron;
    this.folder = folder;
    // Playwright does not give it any more once the app has ended.
    this.#child = electron.process();
    const child = this.#child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        this.#printed += data;
      });
    this.#exited = once(child, 'exit').then(([code]) => code ?? -1);
  }

  static async launch({ lang = 'en', args = FEW_FRAMES }: StudioOptions = {}): Promise<StudioApp> {
    const { home, env } = await freshHome();
    const electron = await _electron.launch({
      executablePath: electronPath(),
      args: [
        ...sandboxSwitches(),
        projectRoot,
        `--user-data-dir=${join(home, 'userData')}`,
        `--lang=${lang}`,
        ...(typeof args === 'function' ? args(home) : args),
      ],
      env,
      timeout: LONGEST_MS,
    });
    electron.context().setDefaultTimeout(LONGEST_MS);
    return new StudioApp(electron, home);
  }

  /** All that the app has printed. */
  get printed(): string {
    return this.#printed;
  }

  /** Waits until it has printed this. */
  async said(text: string, timeoutMs = LONGEST_MS): Promise<void> {
    const child = this.#child;
    await until(
      () => {
        const found = this.#printed.includes(text);
        if (!found && child.exitCode !== null)
          throw new Error(`it ended before it said "${text}":\n${this.#printed}`);
        return found;
      },
      `"${text}"`,
      timeoutMs,
    );
  }

  /** The exit status, once it has ended. */
  get exited(): Promise<number> {
    return this.#exited;
  }

  /** The page that the person sees, when it can be used. */
  async ui(): Promise<Page> {
    return this.#page('app://ui/');
  }

  async #page(url: string): Promise<Page> {
    let page: Page | undefined;
    await until(() => {
      page = this.electron.windows().find((one) => !one.isClosed() && one.url().startsWith(url));
      return page !== undefined;
    }, url);
    return page as Page;
  }

  /** Process id of a part of the app; null while there is none. */
  async pid(name: StudioProcess): Promise<number | null> {
    return this.electron.evaluate(({ app, webContents }, wanted) => {
      if (wanted === 'stage' || wanted === 'ui') {
        const pages = webContents.getAllWebContents();
        const page = pages.find((one) => one.getURL().startsWith(`app://${wanted}/`));
        return page?.getOSProcessId() || null;
      }
      const title = wanted === 'output' ? 'Anchor Studio Output' : 'Anchor Studio Server';
      const metrics = app.getAppMetrics();
      return metrics.find((it) => it.name === title || it.serviceName === title)?.pid ?? null;
    }, name);
  }

  /** Like `kill -9`; resolves when another process has taken its place. */
  async killAndAwaitNext(name: StudioProcess): Promise<{ before: number; after: number }> {
    const before = await this.pid(name);
    if (!before) throw new Error(`there is no ${name} process to kill`);
    process.kill(before, 'SIGKILL');
    let after: number | null = null;
    await until(async () => {
      after = await this.pid(name);
      return after !== null && after !== before;
    }, `another ${name} process`);
    return { before, after: after as unknown as number };
  }

  /** Gives the window its size, and waits until the stage's picture stands in it. */
  async settle(): Promise<Page> {
    const ui = await this.ui();
    await this.electron.evaluate(({ BaseWindow }, size) => {
      BaseWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...size });
    }, WINDOW);
    await expect(ui.getByTestId('preview')).toBeVisible();
    await until(
      () => this.electron.windows().some((page) => page.url().startsWith('app://stage/')),
      'the stage',
    );
    return ui;
  }

  /** Ends it as a person would; its folder stays until `close`. */
  async quit(): Promise<void> {
    await this.electron.evaluate(({ app }) => app.quit());
    await this.#exited;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await this.#exited;
    await this.electron.close().catch(() => {});
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
