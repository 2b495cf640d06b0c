import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../rtmp-server.mjs';
import { until, wait } from '../run.mjs';
import { attach } from './inspector.mjs';

const START = join(import.meta.dirname, '..', '..', '..', 'scripts', 'start.mjs');
const LIST = `(() => {
  const stage = electron.webContents.getAllWebContents().find((it) => it.getURL().startsWith('app://stage/'));
  return stage?.executeJavaScript(
    "navigator.mediaDevices.enumerateDevices().then((all) => all.filter((it) => it.kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label })))");
})()`;
/** What Chromium is started with, so that it has them all. */
export const FAKE_CAMERAS = [
  '--use-fake-device-for-media-stream=device-count=4',
  '--use-fake-ui-for-media-stream',
];
/**
 * The fake devices that stand for webcams: two that give plain frames, then one that gives JPEGs, as
 * webcams do at this size. `fake_device_1` is a depth camera: 16 bits of grey, which no page can read.
 */
const WEBCAMS = ['fake_device_0', 'fake_device_3', 'fake_device_2'];
/** Starting it may build it first. */
const TRY_FOR_MS = 120_000;

/**
 * The ids by which the app knows Chromium's fake webcams, in the order of `WEBCAMS`. They are other ones for each user data
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
      ...FAKE_CAMERAS,
      ...[`--user-data-dir=${userData}`, `--inspect=127.0.0.1:${port}`],
    ],
    {
      env: { ...process.env, HOME: homedir(), DISPLAY: display },
      stdio: 'ignore',
    },
  );
  const inspector = attach(port);
  try {
    const end = Date.now() + TRY_FOR_MS;
    while (inspector.isThere() && Date.now() < end) {
      const list = await inspector.evaluate(LIST).catch(() => []);
      const ids = WEBCAMS.map((label) =>
        Array.isArray(list) ? list.find((it) => it.label === label)?.deviceId : undefined,
      );
      if (ids.every(Boolean)) return ids;
      await wait(200);
    }
    return [];
  } finally {
    inspector.close();
    child.kill('SIGINT');
    if (!(await until(() => child.exitCode !== null, 15_000))) child.kill('SIGKILL');
  }
}
