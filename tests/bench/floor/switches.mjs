import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, until } from '../run.mjs';
import { openApp } from './app.mjs';
import { SWITCH_COLOURS, switchLayout, TEXT_PX } from './loads.mjs';

/** Side of what is looked at of each recorded frame: its middle, where only the scene's colour is. */
const MIDDLE = 64;

/**
 * How many scene switches a second the programme makes while it records at 720p30: each take is
 * given as soon as the one before is on air, and the recording must hold every one of them.
 * @param {{ binary: string, folder: string, display: string }} place
 * @param {typeof import('./documents.ts')} documents
 * @param {{ images: string[], videos: string[], cameras: string[] }} files
 * @param {number} seconds
 */
export async function measureSwitches(place, documents, files, seconds) {
  const file = (/** @type {string} */ name) => join(place.folder, name);
  const [show, recording, report] = ['switches.json', 'switches.mp4', 'switches-report.json'].map(
    file,
  );
  await rm(recording, { force: true });
  await writeFile(show, JSON.stringify(documents.showOf(switchLayout(files), 'Bench', TEXT_PX)));
  const app = await openApp({
    ...place,
    args: ['--show', show, '--record', recording, '--report', report],
  });
  try {
    await app.electron.evaluate(({ ipcMain }) => {
      /** @type {any} */ (globalThis).benchFigures = [];
      ipcMain.on('stage:event', (_event, it) => {
        if (it?.type === 'figures') /** @type {any} */ (globalThis).benchFigures.push(it.figures);
      });
    });
    const figures = () =>
      app.electron.evaluate(() => /** @type {any} */ (globalThis).benchFigures.at(-1) ?? null);
    const later = async (/** @type {any} */ than) => {
      await until(async () => ((await figures())?.encoded ?? 0) > (than?.encoded ?? 30), 20_000);
      return figures();
    };
    const ui = await app.page('ui');
    await ui.waitForFunction(() => 'studio' in window);
    const before = await later(null);
    const taken = await ui.evaluate(takeInTurn, { scenes: SWITCH_COLOURS.length, seconds });
    const after = await later(await figures());
    app.child.kill('SIGINT');
    await until(() => app.child.exitCode !== null, 30_000);
    const receipt = JSON.parse(await readFile(report, 'utf8'));
    const seen = changes(await middles(recording));
    return {
      ...{ seconds: taken.seconds, takes: taken.frames.length },
      takesPerSecond: taken.frames.length / taken.seconds,
      /** Different first frames that the stage told: a take that was never alone on air has none. */
      onAir: new Set(taken.frames).size,
      changesInRecording: seen,
      skipped: after.skipped - before.skipped,
      skippedWithStart: receipt.video.skipped,
      recordedFrames: receipt.recording?.videoFrames ?? null,
      encodedFrames: receipt.video.encoded,
      composeMs: after.composeMs,
    };
  } finally {
    await app.close();
    await rm(recording, { force: true });
  }
}

/** In the `ui` page: one take after the other, each once the last is on air. */
async function takeInTurn({ scenes, seconds }) {
  const { studio } = /** @type {any} */ (window);
  /** @type {number[]} */
  const frames = [];
  /** @type {(take: { sceneId: string, frame: number }) => void} */
  let tell = () => {};
  const off = studio.on('state:patches', ({ patches }) => {
    for (const { path, value } of patches) {
      if (path[0] !== 'session' || path[1] !== 'programme') continue;
      const take = path[2] === 'lastTake' ? value : value?.lastTake;
      if (take && typeof take.frame === 'number') tell(take);
    }
  });
  const start = performance.now();
  let at = 0;
  while (performance.now() - start < seconds * 1000) {
    at = (at + 1) % scenes;
    const sceneId = `scene-${at + 1}`;
    const onAir = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${sceneId} did not come on air`)), 5000);
      tell = (take) => {
        if (take.sceneId !== sceneId) return;
        clearTimeout(late);
        resolve(take.frame);
      };
    });
    const answer = await studio.invoke('programme:take', { sceneId, transition: { kind: 'cut' } });
    if (!answer.ok) throw new Error(answer.error.message);
    frames.push(await onAir);
  }
  off();
  return { frames, seconds: (performance.now() - start) / 1000 };
}

/** The mean colour of the middle of each recorded frame, three bytes each. */
async function middles(/** @type {string} */ recording) {
  const { stdout } = await run('ffmpeg', [
    ...['-v', 'error', '-i', recording, '-an', '-fps_mode', 'passthrough', '-vf'],
    `crop=${MIDDLE}:${MIDDLE},scale=1:1:flags=area,format=rgb24`,
    ...['-f', 'rawvideo', '-'],
  ]);
  return stdout;
}

/** How often the colour, taken as the nearest of the scenes', is another one than a frame before. */
export function changes(/** @type {Uint8Array} */ rgb) {
  const colours = SWITCH_COLOURS.map((it) =>
    [1, 3, 5].map((at) => Number.parseInt(it.slice(at, at + 2), 16)),
  );
  const nearest = (/** @type {number} */ frame) => {
    const far = colours.map((it) =>
      it.reduce((sum, value, at) => sum + Math.abs(value - (rgb[frame * 3 + at] ?? 0)), 0),
    );
    return far.indexOf(Math.min(...far));
  };
  let count = 0;
  for (let frame = 1; frame < rgb.length / 3; frame++)
    if (nearest(frame) !== nearest(frame - 1)) count++;
  return count;
}
