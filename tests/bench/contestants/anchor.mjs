import { readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { setUp } from '../../../scripts/setup/index.mjs';
import { PLATE } from '../scene.mjs';
import { cleanEnv } from './contestant.mjs';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const startScript = join(project, 'scripts', 'start.mjs');

/**
 * Anchor Studio from this checkout, as `npm start` runs it (without npm itself).
 * @param {{ window: boolean }} form with its window, or `--no-window`
 * @returns {import('./contestant.mjs').Contestant}
 */
export const anchor = ({ window }) => ({
  name: window ? 'Anchor Studio' : 'Anchor Studio, no window',
  endsByItself: true,

  async version() {
    // Set up and built beforehand: neither is part of a start.
    const runtime = await setUp();
    await ensureBuilt();
    const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    return `Anchor Studio ${version}, Electron ${runtime.version}`;
  },

  async prepare(job) {
    const { scene, media } = job;
    const show = showFileOf(job);
    await writeFile(show, JSON.stringify(showOf(job), null, 2));
    return {
      command: process.execPath,
      args: [
        ...[startScript, '--go-live', '--to', `${job.server}/${job.key}`, '--show', show],
        ...['--size', `${scene.width}x${scene.height}`, '--fps', String(scene.fps)],
        ...['--video-kbps', String(scene.videoKbps), '--seconds', String(job.seconds)],
        ...['--report', receiptOf(job), ...(window ? [] : ['--no-window'])],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        `--use-file-for-fake-video-capture=${media.camera}`,
        `--use-file-for-fake-audio-capture=${media.tone}`,
      ],
      // The runtime that set-up has cached stays findable; the app's own data is in its own folder.
      env: {
        ...cleanEnv(job),
        HOME: homedir(),
        ...(process.env.ELECTRON_OVERRIDE_DIST_PATH
          ? { ELECTRON_OVERRIDE_DIST_PATH: process.env.ELECTRON_OVERRIDE_DIST_PATH }
          : {}),
      },
      cwd: project,
    };
  },

  async report(job, output) {
    await rm(showFileOf(job), { force: true });
    // A show without its sources would be measured cheap.
    const missing = /^source: .*/m.exec(output)?.[0];
    if (missing) throw new Error(missing);
    const text = await readFile(receiptOf(job), 'utf8').catch(() => null);
    if (text === null) return { composed: null, skipped: null, lagged: null };
    const receipt = JSON.parse(text);
    const dropped = (receipt.destinations ?? []).reduce((sum, it) => sum + (it.dropped ?? 0), 0);
    return {
      composed: receipt.video?.composed ?? null,
      skipped: (receipt.video?.skipped ?? 0) + dropped,
      lagged: null,
      receipt,
    };
  },
});

/** Beside the media: a show that is named reaches files of its own folder only. */
export const showFileOf = (/** @type {import('./contestant.mjs').Job} */ { media, key }) =>
  join(dirname(media.logo), `show-${key}.json`);

const receiptOf = (/** @type {import('./contestant.mjs').Job} */ job) =>
  join(job.folder, 'receipt.json');

/** The scene as a show file, see `common/show/schema.ts`. */
function showOf(/** @type {import('./contestant.mjs').Job} */ { scene, media }) {
  const item = (/** @type {string} */ sourceId, rect) => ({
    id: `item-${sourceId}`,
    sourceId,
    rect,
    visible: true,
    locked: false,
    opacity: 1,
  });
  const alpha = Math.round(PLATE.opacity * 255).toString(16);
  return {
    version: 1,
    name: 'Bench',
    canvases: [
      {
        id: 'main',
        width: scene.width,
        height: scene.height,
        fps: scene.fps,
        programSceneId: 'scene-1',
      },
    ],
    scenes: [
      {
        id: 'scene-1',
        name: 'Scene',
        items: [
          item('camera', { x: 0, y: 0, width: scene.width, height: scene.height }),
          item('image', scene.image),
          item('title', scene.plate),
        ],
      },
    ],
    sources: {
      camera: { kind: 'camera', id: 'camera', name: 'Camera', deviceId: 'default' },
      microphone: { kind: 'microphone', id: 'microphone', name: 'Tone', deviceId: 'default' },
      image: { kind: 'image', id: 'image', name: 'Image', path: media.logo },
      title: {
        kind: 'title',
        id: 'title',
        name: 'Title',
        text: scene.text,
        fontSizePx: scene.fontSizePx,
        colour: PLATE.letters,
        background: `${PLATE.colour}${alpha}`,
      },
    },
    mixer: {
      microphone: { gainDb: 0, muted: false },
      master: { gainDb: 0, muted: false },
    },
    encoding: {
      videoKbps: scene.videoKbps,
      audioKbps: scene.audioKbps,
      keyframeIntervalSeconds: scene.gopSeconds,
    },
    destinations: [],
  };
}
