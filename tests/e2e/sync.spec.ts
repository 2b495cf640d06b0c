import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { defaultShow } from '../../common/show/defaults.ts';
import { newItem, newSource } from '../../common/show/new.ts';
import type { Show } from '../../common/show/schema.ts';
import { HandsFree } from '../support/handsFree.ts';
import { countedFilm } from '../support/mediaFiles.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { median, type SoundDelay, soundDelays } from '../support/onsets.ts';
import { STRICT } from '../support/pace.ts';
import { SMALL_PICTURE } from '../support/small.ts';

/** Sound and picture of one moment may be so far apart at the viewer, ms. */
const TOLERANCE_MS = 40;
/** The film's length, seconds: one flash and beep in each, the first at the seam. */
const FILM_SECONDS = 3;
/** How long is measured; `SYNC_SECONDS=60` looks for drift. */
const SECONDS = Number(process.env.SYNC_SECONDS ?? 5);

/** How much later the sound is at the end than at the beginning, ms. */
const driftMs = (delays: readonly number[]) =>
  median(delays.slice(-5)) - median(delays.slice(0, 5));

/** Those whose beginning a slow machine has not cut; a machine of its own may cut none. */
const measured = (file: string, crop?: string): Promise<SoundDelay[]> =>
  soundDelays(file, { ...(crop ? { crop } : {}), exact: !STRICT });

/** Measures for `seconds`; for longer where the machine was too slow to give `enough` to measure. */
async function untilEnough<T>(
  seconds: number,
  measure: (seconds: number) => Promise<T>,
  enough: (found: T) => boolean,
): Promise<T> {
  let found = await measure(seconds);
  for (let more = 2; !STRICT && more <= 4 && !enough(found); more *= 2)
    found = await measure(seconds * more);
  return found;
}

/** Sends and records the test picture; the delays at the server and in the recording. */
async function broadcast(seconds: number): Promise<SoundDelay[][]> {
  const server = await NginxRtmp.create();
  const run = await HandsFree.start([
    ...['--go-live', '--to', server.url('sync'), '--seconds', String(seconds)],
    ...['--record', 'sync.mp4', '--no-window', ...SMALL_PICTURE],
  ]);
  try {
    expect(await run.exited, run.stderr).toBe(0);
    const [arrived = ''] = await server.recordings('sync');
    return [await measured(arrived), await measured(run.path('sync.mp4'))];
  } finally {
    await run.remove();
    await server.remove();
  }
}

test('sound and picture arrive within 40 ms of each other', async () => {
  test.setTimeout(360_000 + SECONDS * 2000);
  const found = await untilEnough(SECONDS, broadcast, (delays) =>
    delays.every(({ length }) => length >= 3),
  );
  for (const [at, what] of ['at the server', 'in the recording'].entries()) {
    const delays = (found[at] ?? []).map(({ delayMs }) => delayMs);
    const middle = median(delays);
    process.stdout.write(
      `sound after picture, ${what}: median ${middle.toFixed(1)} ms of ${delays.map((it) => it.toFixed(1)).join(' ')}\n`,
    );
    if (SECONDS >= 30) expect(Math.abs(driftMs(delays)), 'drift').toBeLessThanOrEqual(20);
    test.info().annotations.push({ type: 'a/v offset', description: `${what}: ${middle} ms` });
    expect(delays.length).toBeGreaterThanOrEqual(STRICT ? Math.max(3, SECONDS - 3) : 3);
    expect(Math.abs(middle)).toBeLessThanOrEqual(TOLERANCE_MS);
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

/** Records the film again and again. */
async function playFilm(seconds: number): Promise<SoundDelay[]> {
  const run = await HandsFree.start(
    (folder) => [
      ...['--show', join(folder, 'show.json'), '--record', 'film-sync.mp4'],
      ...['--seconds', String(seconds), '--no-window'],
    ],
    {
      prepare: async (folder) => {
        await countedFilm(folder, 'film.mp4', { seconds: FILM_SECONDS });
        await writeFile(join(folder, 'show.json'), JSON.stringify(showOfFilm('film.mp4')));
      },
    },
  );
  try {
    expect(await run.exited, run.stderr).toBe(0);
    // The middle of the half that flashes.
    return await measured(run.path('film-sync.mp4'), 'iw*0.2:ih*0.5:iw*0.7:ih*0.25');
  } finally {
    await run.remove();
  }
}

/** Seconds of the film, 0 being its seam, at which sound and picture are in step. */
const placesInStep = (delays: readonly SoundDelay[]): number[] => {
  const inStep = delays.filter(({ delayMs }) => Math.abs(delayMs) <= TOLERANCE_MS);
  return [...new Set(inStep.map(({ atSeconds }) => Math.floor(atSeconds) % FILM_SECONDS))].sort();
};

test('a file that loops is heard in step with its picture, also over the seams', async () => {
  const enough = (delays: readonly SoundDelay[]) =>
    delays.length >= FILM_SECONDS + 2 && placesInStep(delays).length === FILM_SECONDS;
  const delays = await untilEnough(7, playFilm, enough);
  const told = delays.map((it) => `${it.delayMs.toFixed(1)} (${it.atSeconds.toFixed(1)} s)`);
  process.stdout.write(`sound after picture, of a file: ${told.join(' ')} ms\n`);
  expect(delays.length).toBeGreaterThanOrEqual(FILM_SECONDS + 2);
  expect(Math.abs(median(delays.map(({ delayMs }) => delayMs)))).toBeLessThanOrEqual(20);
  // A decoder that has fallen behind shows its pictures late for a while, but never at one place of the film only.
  expect(placesInStep(delays)).toEqual([0, 1, 2]);
  if (STRICT)
    for (const { delayMs } of delays) expect(Math.abs(delayMs)).toBeLessThanOrEqual(TOLERANCE_MS);
});
