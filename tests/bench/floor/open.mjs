import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wait } from '../run.mjs';
import { openApp } from './app.mjs';
import { collectionLayout, TEXT_PX } from './loads.mjs';

/** The collection that is opened. */
export const SCENES = 200;
export const ITEMS = 20;

/** After the window stands, before it is asked to open the large one. */
const SETTLE_MS = 2000;

const SMALL = '000000000001';
const LARGE = '000000000002';

/** Two collections on the shelf, see `main/collections/shelf.ts`; the small one is open. */
async function fillShelf(userData, documents, files) {
  const folder = join(userData, 'collections');
  const layouts = [
    [SMALL, collectionLayout(files, 1, 1, '#d02020')],
    [LARGE, collectionLayout(files, SCENES, ITEMS, '#20c020')],
  ];
  for (const [id, layout] of layouts) {
    await mkdir(join(folder, id), { recursive: true });
    const show = documents.showOf(layout, id, TEXT_PX);
    await writeFile(join(folder, id, 'show.json'), JSON.stringify(show));
  }
  const collections = layouts.map(([id]) => ({ id, name: id }));
  const index = { version: 1, open: SMALL, collections };
  await writeFile(join(folder, 'index.json'), JSON.stringify(index));
}

/**
 * From asking for the collection until its first frame is in the stage's canvas, in the app's
 * window; and until main has answered.
 * @param {{ binary: string, folder: string, display: string }} place
 */
export async function measureOpen(place, documents, files) {
  const app = await openApp({
    ...place,
    prepare: (userData) => fillShelf(userData, documents, files),
  });
  try {
    const [ui, stage] = [await app.page('ui'), await app.page('stage')];
    await ui.waitForFunction(() => 'studio' in window);
    // Settled: the page is there, and the stage composes.
    await ui.getByTestId('preview').waitFor();
    await wait(SETTLE_MS);
    const seen = stage.evaluate(whenGreen);
    const asked = await ui.evaluate(async (id) => {
      const now = () => performance.timeOrigin + performance.now();
      const from = now();
      const answer = await /** @type {any} */ (window).studio.invoke('collections:open', { id });
      if (!answer.ok) throw new Error(answer.error.message);
      return { from, answered: now() };
    }, LARGE);
    return {
      ...{ scenes: SCENES, items: ITEMS },
      answeredMs: asked.answered - asked.from,
      firstFrameMs: (await seen) - asked.from,
    };
  } finally {
    await app.close();
  }
}

/** In the stage's page: when the programme's upper left corner has become green, milliseconds since the epoch. */
function whenGreen() {
  const small = new OffscreenCanvas(1, 1);
  const context = small.getContext('2d', { willReadFrequently: true });
  const end = performance.now() + 60_000;
  return new Promise((resolve, reject) => {
    const look = () => {
      const canvas = document.querySelector('canvas');
      if (canvas) context?.drawImage(canvas, 0, 0, 2, 2, 0, 0, 1, 1);
      const [red = 0, green = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
      if (green > 150 && red < 90) resolve(performance.timeOrigin + performance.now());
      else if (performance.now() > end) reject(new Error('it did not come on screen'));
      else setTimeout(look, 4);
    };
    look();
  });
}
