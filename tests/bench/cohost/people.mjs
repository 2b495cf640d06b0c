import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { run } from '../run.mjs';
import { LIGHT } from './light.mjs';

/**
 * A browser whose people have a moving camera of 1280×720 at 30 fps, each of whose pictures says when
 * it was taken, and a microphone.
 * @param {string} folder
 * @param {import('./owned.mjs').Owned} owned
 */
export async function launchPeople(folder, owned) {
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
  const end = owned.child(child);
  const portFile = join(profile, 'DevToolsActivePort');
  await owned.until(() => existsSync(portFile), 'the browser of the guests does not start', 30_000);
  const [port] = (await readFile(portFile, 'utf8')).split('\n');
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  return {
    /** A page of somebody of their own: a guest link belongs to one account. */
    async newPage() {
      const context = await connected.newContext();
      await context.addInitScript(`${LIGHT}\nstampCamera();`);
      return context.newPage();
    },
    pid: child.pid ?? 0,
    async close() {
      await connected.close().catch(() => {});
      await end();
    },
  };
}
