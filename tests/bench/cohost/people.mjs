import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { run, until } from '../run.mjs';

/**
 * A browser whose people have a moving camera of 1280×720 at 30 fps and a microphone.
 * @param {string} folder
 */
export async function launchPeople(folder) {
  const camera = join(folder, 'people.y4m');
  if (!existsSync(camera)) {
    const picture = 'testsrc2=size=1280x720:rate=30:duration=4';
    await run('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      picture,
      '-pix_fmt',
      'yuv420p',
      camera,
    ]);
  }
  const profile = await mkdtemp(join(folder, 'people-'));
  const child = spawn(
    process.env.ANCHOR_CHROMIUM ?? '/usr/bin/chromium',
    [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
      '--autoplay-policy=no-user-gesture-required',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore', detached: true },
  );
  const portFile = join(profile, 'DevToolsActivePort');
  if (!(await until(() => existsSync(portFile), 30_000)))
    throw new Error('the browser of the guests does not start');
  const [port] = (await readFile(portFile, 'utf8')).split('\n');
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  return {
    /** A page of somebody of their own: a guest link belongs to one account. */
    newPage: async () => (await connected.newContext()).newPage(),
    pid: child.pid ?? 0,
    async close() {
      await connected.close().catch(() => {});
      if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await until(() => child.exitCode !== null || child.signalCode !== null, 5_000);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
