import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, expect, type Page, test } from '@playwright/test';
import type { StudioBridge } from '../../common/ipc/bridge.ts';
import type { GuestLink } from '../../common/ipc/contract.ts';
import type { Result } from '../../common/result.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { enter, feedSeen, launchGuest } from '../support/cohost/guestBrowser.ts';
import { until } from '../support/nginxRtmp.ts';
import { stateOf } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

const run = promisify(execFile);
const [WIDTH, HEIGHT] = [64, 36];

const ask = (ui: Page, channel: string, payload?: unknown) =>
  ui.evaluate(
    ([name, input]) =>
      (window as unknown as { studio: StudioBridge }).studio.invoke(name as never, input as never),
    [channel, payload] as const,
  );

/** How much of the last picture of a file is red, parts of 1. */
async function redAtTheEnd(file: string): Promise<number> {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-sseof', '-1', '-i', file, '-frames:v', '1'],
      ...['-vf', `scale=${WIDTH}:${HEIGHT}`, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer' },
  );
  let red = 0;
  for (let at = 0; at < stdout.length; at += 3) {
    const [r = 0, g = 255, b = 255] = stdout.subarray(at, at + 3);
    if (r > 150 && g < 90 && b < 90) red++;
  }
  return red / (WIDTH * HEIGHT);
}

test('the stage is killed with a guest on air: the guest is back on air by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stage-killed-'));
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  let browser: Browser | undefined;
  try {
    const ui = await app.settle();
    const cohost = async () => (await stateOf(ui)).session.cohost;
    const seat = async () => (await cohost()).desk?.people.find(({ name }) => name === 'Mei');
    const seen = async () => {
      const { stats } = await cohost();
      return Object.values(stats).some(({ state, fps }) => state === 'connected' && fps > 0);
    };
    await ui.getByRole('button', { name: en.topbar.record, exact: true }).click();
    await ui.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await until(async () => (await cohost()).link.state === 'connected', 'the desk');
    const link = (await ask(ui, 'cohost:guestLink')) as Result<GuestLink>;
    if (!link.ok) throw new Error(link.error.message);

    browser = await launchGuest(folder, { name: 'mei', colour: 'red', tone: 900 });
    const guest = await browser.newPage({ viewport: { width: 360, height: 640 } });
    await enter(guest, link.value.url, 'Mei');
    await until(async () => (await seat())?.stage === 'green', 'the green room');
    const { userId } = (await seat()) ?? {};
    const order = { do: 'air', userId, seat: null };
    expect(await ask(ui, 'cohost:host', order)).toMatchObject({ ok: true });
    await until(async () => (await seat())?.stage === 'air', 'the guest on air');
    await until(seen, 'her picture');
    const own = (await seat())?.seat;

    await app.killAndAwaitNext('stage');
    // What the old stage had of her is forgotten; the new one tells of its own.
    await until(async () => !(await seen()) || (await seat())?.media === false, 'her absence');
    await until(seen, 'her picture in the new stage');
    await until(async () => (await seat())?.media === true, 'the server to know');
    expect(await seat()).toMatchObject({ stage: 'air', seat: own, lostAtMs: null });
    await expect(guest.locator('#tally')).toBeVisible();
    const { frames } = await feedSeen(guest);
    await until(async () => (await feedSeen(guest)).frames > frames + 5, 'the programme at hers');

    const { recordingFolder } = (await stateOf(ui)).session;
    const [name = ''] = (await readdir(recordingFolder)).filter((it) => it.includes('.mp4'));
    const { size } = await stat(join(recordingFolder, name));
    await until(
      async () => (await stat(join(recordingFolder, name))).size > size + 100_000,
      'a second and more of it recorded',
    );
    await app.quit();
    const [file = ''] = (await readdir(recordingFolder)).filter((it) => it.endsWith('.mp4'));
    expect(await redAtTheEnd(join(recordingFolder, file))).toBeGreaterThan(0.1);
  } finally {
    await browser?.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
});
