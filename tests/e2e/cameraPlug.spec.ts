import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { StudioState } from '../../common/ipc/contract.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { prepare, studioState } from '../support/floor.ts';
import { until } from '../support/nginxRtmp.ts';
import { StudioApp } from '../support/studioApp.ts';

const run = promisify(execFile);

const SIZE = { width: 320, height: 180 };
/** For what takes a second, on a machine that stands still for many. */
const PATIENCE_MS = 40_000;

/** Of the camera and of a slate, which stands in the same place. */
const COLOURS = { camera: [0xc0, 0x20, 0x20], slate: [0x16, 0x1a, 0x22] } as const;

/** What is seen near the upper left corner of each recorded picture, in stretches of the same. */
async function seenIn(file: string): Promise<{ what: string; frames: number }[]> {
  const corner = 'crop=16:16:8:8,scale=1:1:flags=area,format=rgb24';
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', corner, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
    { encoding: 'buffer' },
  );
  const seen: { what: string; frames: number }[] = [];
  for (let at = 0; at < stdout.length; at += 3) {
    const rgb = [...stdout.subarray(at, at + 3)];
    const [what = rgb.join(',')] =
      Object.entries(COLOURS).find(([, colour]) =>
        colour.every((level, channel) => Math.abs(level - (rgb[channel] ?? 0)) < 24),
      ) ?? [];
    const last = seen.at(-1);
    if (last?.what === what) last.frames++;
    else seen.push({ what, frames: 1 });
  }
  return seen;
}

/** Pulls the plug: what reads the camera's file is gone, and so is the file. */
async function unplug(app: StudioApp, file: string): Promise<void> {
  const pid = await app.electron.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ serviceName }) => serviceName?.startsWith('video_capture'))?.pid,
  );
  if (!pid) throw new Error('nothing reads the camera');
  await rename(file, `${file}.unplugged`);
  process.kill(pid, 'SIGKILL');
}

test('a camera that is unplugged in a show leaves a slate, and comes back by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'camera-'));
  const file = join(folder, 'camera.y4m');
  const picture = `color=0xc02020:size=${SIZE.width}x${SIZE.height}:rate=30:duration=0.2`;
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', picture, '-pix_fmt', 'yuv420p', file]);
  const app = await StudioApp.launch({
    args: [
      ...['--use-fake-device-for-media-stream=fps=30', '--use-fake-ui-for-media-stream'],
      ...[`--use-file-for-fake-video-capture=${file}`],
      ...['--size', `${SIZE.width}x${SIZE.height}`],
    ],
  });
  try {
    const ui = await app.settle();
    const awaitState = (holds: (state: StudioState) => boolean, what: string) =>
      until(async () => holds(await studioState(ui)), what, PATIENCE_MS);
    await awaitState(({ session }) => session.cameras.length === 1, 'the camera in the list');
    const { show, session } = await studioState(ui);
    const camera = Object.values(show.sources).find(({ kind }) => kind === 'camera');
    const [device] = session.cameras;
    if (camera?.kind !== 'camera' || !device) throw new Error('no camera');
    const change = { deviceId: device.id };
    await prepare(ui, [
      { type: 'sources/sourceChanged', payload: { sourceId: camera.id, change } },
    ]);
    /** The worker says which size it shows: the camera's own, or a slate's. */
    const shows = (width: number, what: string) =>
      awaitState(({ session }) => session.sourceSizes[camera.id]?.width === width, what);
    await shows(SIZE.width, 'the camera on air');

    const record = ui.getByRole('button', { name: en.topbar.record, exact: true });
    await record.click();
    await awaitState(({ session }) => session.recording.state === 'recording', 'a recording');
    const problem = ui.getByRole('button', {
      name: en.sources.problem.replace('{{name}}', camera.name),
    });
    await expect(problem).toHaveCount(0);

    await unplug(app, file);
    await expect(problem).toBeVisible({ timeout: PATIENCE_MS });
    await expect(ui.getByText(en.sources.standIn.cameraGone).first()).toBeVisible();
    await shows(1280, 'a slate on air');
    await awaitState(({ session }) => session.cameras.length === 0, 'no camera in the list');

    await rename(`${file}.unplugged`, file);
    await expect(problem).toHaveCount(0, { timeout: PATIENCE_MS });
    await shows(SIZE.width, 'the camera on air again');
    await ui.getByRole('button', { name: en.topbar.stopRecording, exact: true }).click();
    await awaitState(({ session }) => session.recording.state === 'finished', 'the recording');

    const { recording } = (await studioState(ui)).session;
    if (recording.state !== 'finished') throw new Error(recording.state);
    const seen = await seenIn(recording.file);
    // Frames went on all the while, and none was black or half a picture.
    const told = JSON.stringify(seen);
    expect(
      seen.map(({ what }) => what),
      told,
    ).toEqual(['camera', 'slate', 'camera']);
    expect(seen[1]?.frames, told).toBeGreaterThan(10);
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
});
