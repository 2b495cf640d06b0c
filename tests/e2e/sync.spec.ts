import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { defaultShow } from '../../common/show/defaults.ts';
import { newItem, newSource } from '../../common/show/new.ts';
import type { Show } from '../../common/show/schema.ts';
import { HandsFree } from '../support/handsFree.ts';
import { countedFilm } from '../support/mediaFiles.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { median, soundDelays } from '../support/onsets.ts';
import { SMALL_PICTURE } from '../support/small.ts';

/** Sound and picture of one moment may be so far apart at the viewer, ms. */
const TOLERANCE_MS = 40;
/** How long is measured; `SYNC_SECONDS=60` looks for drift. */
const SECONDS = Number(process.env.SYNC_SECONDS ?? 6);

/** How much later the sound is at the end than at the beginning, ms. */
const driftMs = (delays: readonly number[]) =>
  median(delays.slice(-5)) - median(delays.slice(0, 5));

test('sound and picture arrive within 40 ms of each other', async () => {
  test.setTimeout(120_000 + SECONDS * 2000);
  const server = await NginxRtmp.create();
  const run = await HandsFree.start([
    ...['--go-live', '--to', server.url('sync'), '--seconds', String(SECONDS)],
    ...['--record', 'sync.mp4', '--no-window', ...SMALL_PICTURE],
  ]);
  try {
    expect(await run.exited, run.stderr).toBe(0);
    const [arrived = ''] = await server.recordings('sync');
    for (const [what, file] of [
      ['at the server', arrived],
      ['in the recording', run.path('sync.mp4')],
    ] as const) {
      const delays = (await soundDelays(file)).map(({ delayMs }) => delayMs);
      const middle = median(delays);
      process.stdout.write(
        `sound after picture, ${what}: median ${middle.toFixed(1)} ms of ${delays.map((it) => it.toFixed(1)).join(' ')}\n`,
      );
      if (SECONDS >= 30) expect(Math.abs(driftMs(delays)), 'drift').toBeLessThanOrEqual(20);
      test.info().annotations.push({ type: 'a/v offset', description: `${what}: ${middle} ms` });
      expect(delays.length).toBeGreaterThanOrEqual(SECONDS - 3);
      expect(Math.abs(middle)).toBeLessThanOrEqual(TOLERANCE_MS);
    }
  } finally {
    await run.remove();
    await server.remove();
  }
});

const NAMES = {
  ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
  ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
};

/** A show with nothing but a file that fills the canvas and plays again and again. */
function showOfFilm(path: string): Show {
  const size = { width: 320, height: 180 };
  const show = defaultShow(NAMES, size.width, size.height, 30);
  const [scene] = show.scenes;
  const { master } = show.mixer.strips;
  if (!scene || !master) throw new Error('the ready-made show has no scene or no master');
  scene.items = [newItem('item', 'film', { x: 0, y: 0, ...size }, 'stretch')];
  show.sources = {
    film: { ...newSource('media', 'film', 'Film', size), paths: [path], loop: 'one' },
  };
  show.mixer.strips = { master, film: { ...master } };
  return show;
}

test('a file that loops is heard in step with its picture, also over the seams', async () => {
  const run = await HandsFree.start(
    (folder) => [
      ...['--show', join(folder, 'show.json'), '--record', 'film-sync.mp4'],
      ...['--seconds', '8', '--no-window'],
    ],
    {
      prepare: async (folder) => {
        await countedFilm(folder, 'film.mp4', { seconds: 3 });
        await writeFile(join(folder, 'show.json'), JSON.stringify(showOfFilm('film.mp4')));
      },
    },
  );
  try {
    expect(await run.exited, run.stderr).toBe(0);
    // The middle of the half that flashes.
    const crop = 'iw*0.2:ih*0.5:iw*0.7:ih*0.25';
    const delays = await soundDelays(run.path('film-sync.mp4'), crop);
    const told = delays.map((it) => `${it.delayMs.toFixed(1)} (${it.atSeconds.toFixed(1)} s)`);
    process.stdout.write(`sound after picture, of a file: ${told.join(' ')} ms\n`);
    expect(delays.length).toBeGreaterThanOrEqual(5);
    expect(Math.abs(median(delays.map(({ delayMs }) => delayMs)))).toBeLessThanOrEqual(20);
    // While the app starts, a busy machine may still be finding its pace.
    for (const { delayMs, atSeconds } of delays)
      if (atSeconds > 2) expect(Math.abs(delayMs)).toBeLessThanOrEqual(40);
  } finally {
    await run.remove();
  }
});
