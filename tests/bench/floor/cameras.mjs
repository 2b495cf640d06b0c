import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../rtmp-server.mjs';
import { until } from '../run.mjs';
import { attach } from './inspector.mjs';

const START = join(import.meta.dirname, '..', '..', '..', 'scripts', 'start.mjs');
const IDS = `(async () => {
  for (let tries = 0; tries < 100; tries++) {
    const stage = electron.webContents.getAllWebContents().find((it) => it.getURL().startsWith('app://stage/'));
    if (stage) {
      const ids = await stage.executeJavaScript(
        "navigator.mediaDevices.enumerateDevices().then((all) => all.filter((it) => it.kind === 'videoinput').map((it) => it.deviceId))");
      if (ids.length > 1 && ids.every(Boolean)) return ids;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return [];
})()`;

/**
 * The ids by which the app knows Chromium's fake cameras. They are other ones for each user data
 * folder, and are known only to the running app.
 * @param {string} userData
 * @param {string} folder an empty one of its own
 * @param {string} display
 * @returns {Promise<string[]>} empty where they cannot be had
 */
export async function fakeCameras(userData, folder, display) {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      ...[START, '--record', join(folder, 'cameras.mp4'), '--seconds', '60', '--no-window'],
      ...['--use-fake-device-for-media-stream=device-count=2', '--use-fake-ui-for-media-stream'],
      ...[`--user-data-dir=${userData}`, `--inspect=127.0.0.1:${port}`],
    ],
    {
      env: { ...process.env, HOME: homedir(), DISPLAY: display },
      stdio: 'ignore',
    },
  );
  const inspector = attach(port);
  try {
    return /** @type {string[]} */ (await inspector.evaluate(IDS));
  } catch {
    return [];
  } finally {
    inspector.close();
    child.kill('SIGINT');
    if (!(await until(() => child.exitCode !== null, 15_000))) child.kill('SIGKILL');
  }
}
