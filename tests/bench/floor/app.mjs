import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from '@playwright/test';
import { until } from '../run.mjs';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The app with its window, driven by Playwright, with a home of its own.
 * @param {{ binary: string, folder: string, display: string, args?: string[], prepare?: (userData: string) => Promise<void> }} options
 */
export async function openApp({ binary, folder, display, args = [], prepare }) {
  const home = await mkdtemp(join(folder, 'home-'));
  const userData = join(home, 'userData');
  await mkdir(join(home, '.config'), { recursive: true });
  await mkdir(userData);
  await prepare?.(userData);
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const electron = await _electron.launch({
    executablePath: binary,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      ...[project, `--user-data-dir=${userData}`, '--lang=en'],
      ...args,
    ],
    env: {
      .../** @type {Record<string, string>} */ (process.env),
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      DISPLAY: display,
    },
  });
  const child = electron.process();
  return {
    electron,
    child,
    /** The page of a part of the app, once it is there. */
    page: async (/** @type {'ui' | 'stage'} */ name) => {
      const find = () =>
        electron.windows().find((it) => !it.isClosed() && it.url().startsWith(`app://${name}/`));
      if (!(await until(() => find() !== undefined, 30_000)))
        throw new Error(`the app showed no ${name}`);
      return /** @type {import('@playwright/test').Page} */ (find());
    },
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await until(() => child.exitCode !== null || child.signalCode !== null, 5000);
      await electron.close().catch(() => {});
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
