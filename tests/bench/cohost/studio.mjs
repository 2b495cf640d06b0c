import { openApp } from '../floor/app.mjs';
import { watchTree } from '../process-tree.mjs';
import { LIGHT } from './light.mjs';
import { spread } from './markdown.mjs';
import { launchPeople } from './people.mjs';
import { readViewer } from './viewer.mjs';

/** What a studio needs to settle after somebody came, ms. */
export const SETTLE_MS = 5_000;
const SIZE = { width: 1280, height: 720 };
const ARGS = ['--size', `${SIZE.width}x${SIZE.height}`, '--video-kbps', '2500'];

/**
 * One studio on air with more and more guests: its CPU and skipped frames, then the age of their light.
 * @param {readonly number[]} counts
 * @param {number} seconds of each count, once for the CPU and once for the light
 * @param {{ binary: string, folder: string, display: string }} place
 * @param {import('./owned.mjs').Owned} owned
 */
export async function benchStudio(counts, seconds, place, owned) {
  const studio = await openStudio({ ...place, args: ARGS }, owned);
  const people = await launchPeople(place.folder, owned);
  const tree = watchTree(studio.pid);
  try {
    await studio.goLive();
    await studio.ask('cohost:host', { do: 'seats', seats: 8 });
    const turns = [];
    let present = 0;
    for (const guests of counts) {
      for (; present < guests; present++) await bring(people, studio, present, owned);
      await owned.pause(SETTLE_MS);
      turns.push({ guests, ...(await measure(studio, tree, seconds, owned)) });
    }
    return turns;
  } finally {
    tree.stop();
    await people.close();
    await studio.close();
  }
}

/** The app with its window, and what a bench asks of it. */
export async function openStudio(options, owned) {
  const app = await openApp(options);
  const end = owned.child(app.child);
  const closeApp = owned.add(() => app.close());
  const ui = await app.page('ui');
  const stage = await app.page('stage');
  await stage.evaluate(LIGHT);
  await stage.evaluate(() => window.tapProgramme());
  const ask = (channel, payload) =>
    ui.evaluate(([name, input]) => window.studio.invoke(name, input), [channel, payload]);
  const state = async () => (await ask('state:snapshot')).value.state;
  return {
    ...{ pid: app.child.pid ?? 0, ui, stage, ask, state },
    /** Presses the button, and waits until the room's desk is reached. */
    async goLive() {
      await owned.until(
        async () => (await state()).session.server.state === 'running',
        'the embedded server does not run',
      );
      await ui.getByRole('button', { name: 'Go live', exact: true }).click();
      await owned.until(
        async () => (await state()).session.cohost.link.state === 'connected',
        'the desk was not reached',
      );
    },
    async close() {
      await closeApp();
      await end();
    },
  };
}

/** A guest by a link of their own, taken on air. */
async function bring(people, { ask, state }, at, owned) {
  const link = await ask('cohost:guestLink');
  if (!link.ok) throw new Error(link.error.message);
  const page = await people.newPage();
  await page.goto(link.value.url);
  const name = `Guest ${at + 1}`;
  await page.locator('#name').fill(name);
  await page.locator('#consent').check();
  await page.locator('#next').click();
  await page.locator('#enter:enabled').click();
  const person = async (stage) =>
    (await state()).session.cohost.desk?.people.find(
      (it) => it.name === name && it.stage === stage,
    );
  await owned.until(
    async () => Boolean(await person('green')),
    `${name} did not reach the green room`,
  );
  await ask('cohost:host', { do: 'air', userId: (await person('green')).userId, seat: null });
  await owned.until(async () => Boolean(await person('air')), `${name} did not come on air`);
}

async function measure({ ui, stage, state }, tree, seconds, owned) {
  const skippedOf = async () =>
    Number(/Skipped\s+(\d+)/.exec(await ui.getByRole('contentinfo').innerText())?.[1] ?? 0);
  const skipped = await skippedOf();
  const from = performance.now();
  await owned.pause(seconds * 1_000);
  const to = performance.now();
  const figures = {
    cores: tree.cpuBetween(from, to) / ((to - from) / 1_000),
    skipped: (await skippedOf()) - skipped,
    frames: Math.round(((to - from) / 1_000) * 30),
  };
  const { show, session } = await state();
  const seats = show.scenes
    .find(({ id }) => id === 'cohost')
    ?.items.filter(({ id, visible }) => visible && id.startsWith('cohost-seat-'));
  const rects = (seats ?? []).map(({ rect }) => rect);
  if (rects.length === 0) return { ...figures, programme: null, viewer: null };
  const ms = seconds * 1_000;
  const programme = await stage.evaluate(([all, it]) => window.readProgramme(all, it), [rects, ms]);
  // `/watch/<name>` shows the stream of that name.
  const { origin, pathname } = new URL(session.server.watchUrl);
  const flv = `${origin}/live/${pathname.split('/').at(-1)}.flv`;
  const viewer = await readViewer(flv, SIZE, rects, ms, owned);
  return { ...figures, programme: spread(programme), viewer: spread(viewer) };
}
