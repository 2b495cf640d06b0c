import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { setUp } from '../../../scripts/setup/index.mjs';
import { startDisplay } from '../display.mjs';
import { openApp } from '../floor/app.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { cell, table, withFigures } from '../page.mjs';
import { watchTree } from '../process-tree.mjs';
import { until, wait } from '../run.mjs';
import { openMesh } from './mesh.mjs';
import { launchPeople } from './people.mjs';

/** What a studio needs to settle after somebody came, ms. */
const SETTLE_MS = 5_000;
const SIZE = ['--size', '1280x720', '--video-kbps', '2500'];

/**
 * What guests cost: CPU of the whole studio, frames skipped and the way of a guest's picture into the
 * programme, beside a plain mesh page that only shows what it gets.
 * @param {{ counts: readonly number[], seconds: number, out?: string, docs?: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchCohost({ counts, seconds, out, docs }, signal) {
  const { binary } = await setUp();
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  const display = await startDisplay();
  try {
    const studio = await benchStudio(
      counts,
      seconds,
      { binary, folder, display: display.display },
      signal,
    );
    const turns = [];
    for (const turn of studio) {
      if (signal.aborted) return 1;
      const mesh = turn.guests > 0 ? await benchMesh(turn.guests, seconds, folder) : null;
      turns.push({ ...turn, meshCores: mesh });
      console.log(line(turns.at(-1)));
    }
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      ...{ seconds, turns },
    };
    const text = markdown(results);
    console.log(`\n${text}`);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, null, 2)}\n`);
    }
    if (docs) await writeFile(docs, withFigures(await readFile(docs, 'utf8'), 'cohost', text));
    return 0;
  } finally {
    await display.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function benchStudio(counts, seconds, place, signal) {
  const { folder } = place;
  const app = await openApp({ ...place, args: SIZE });
  const people = await launchPeople(folder);
  const tree = watchTree(app.child.pid ?? 0);
  try {
    const ui = await app.page('ui');
    const ask = (channel, payload) =>
      ui.evaluate(([name, input]) => window.studio.invoke(name, input), [channel, payload]);
    const session = async () => (await ask('state:snapshot')).value.state.session;
    if (!(await until(async () => (await session()).server.state === 'running', 60_000)))
      throw new Error('the embedded server does not run');
    await ui.getByRole('button', { name: 'Go live', exact: true }).click();
    if (!(await until(async () => (await session()).cohost.link.state === 'connected', 60_000)))
      throw new Error('the desk was not reached');
    await ask('cohost:host', { do: 'seats', seats: 8 });
    const turns = [];
    let present = 0;
    for (const guests of counts) {
      if (signal.aborted) break;
      for (; present < guests; present++) await bring(people, ask, session, present);
      await wait(SETTLE_MS);
      turns.push({ guests, ...(await measure(ui, session, tree, seconds)) });
    }
    return turns;
  } finally {
    tree.stop();
    await people.close();
    await app.close();
  }
}

/** A guest by a link of their own, taken on air. */
async function bring(people, ask, session, at) {
  const link = await ask('cohost:guestLink');
  if (!link.ok) throw new Error(link.error.message);
  const page = await people.newPage();
  await page.goto(link.value.url);
  const name = `Guest ${at + 1}`;
  await page.locator('#name').fill(name);
  await page.locator('#consent').check();
  await page.locator('#next').click();
  await page.locator('#enter:enabled').click();
  const person = async () =>
    (await session()).cohost.desk?.people.find((it) => it.name === name && it.stage === 'green');
  if (!(await until(async () => Boolean(await person()), 60_000)))
    throw new Error(`${name} did not reach the green room`);
  await ask('cohost:host', { do: 'air', userId: (await person()).userId, seat: null });
}

async function measure(ui, session, tree, seconds) {
  const skippedOf = async () =>
    Number(/Skipped\s+(\d+)/.exec(await ui.getByRole('contentinfo').innerText())?.[1] ?? 0);
  const skipped = await skippedOf();
  const from = performance.now();
  const delays = [];
  while (performance.now() - from < seconds * 1_000) {
    await wait(1_000);
    for (const { delayMs } of Object.values((await session()).cohost.stats))
      if (delayMs !== null) delays.push(delayMs);
  }
  const to = performance.now();
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {
    cores: tree.cpuBetween(from, to) / ((to - from) / 1_000),
    skipped: (await skippedOf()) - skipped,
    frames: Math.round(((to - from) / 1_000) * 30),
    delayP50Ms: at(0.5) ?? null,
    delayP95Ms: at(0.95) ?? null,
  };
}

/** CPU of the host's browser in a mesh, cores. */
async function benchMesh(guests, seconds, folder) {
  const mesh = await openMesh(folder, guests);
  const tree = watchTree(mesh.pid);
  try {
    await wait(SETTLE_MS);
    const from = performance.now();
    await wait(seconds * 1_000);
    const to = performance.now();
    return tree.cpuBetween(from, to) / ((to - from) / 1_000);
  } finally {
    tree.stop();
    await mesh.close();
  }
}

const line = ({ guests, cores, meshCores, skipped, frames, delayP50Ms }) =>
  `${guests} guests: ${cell(cores, 2)} cores, ${skipped} of ${frames} frames skipped, delay ${cell(delayP50Ms, 0)} ms; mesh ${cell(meshCores, 2)} cores`;

function markdown({ date, commit, machine, seconds, turns }) {
  const base = turns.find(({ guests }) => guests === 0)?.cores ?? null;
  const rows = turns.map(
    ({ guests, cores, skipped, frames, delayP50Ms, delayP95Ms, meshCores }) => [
      guests,
      cell(cores, 2),
      cell(base === null || guests === 0 ? null : (cores - base) / guests, 2),
      `${skipped} of ${frames}`,
      cell(delayP50Ms, 0),
      cell(delayP95Ms, 0),
      cell(meshCores, 2),
      cell(meshCores === null ? null : cores / meshCores, 2),
    ],
  );
  const head = [
    ...['guests', 'cores', '+ a guest', 'skipped', 'delay p50 ms', 'delay p95 ms'],
    ...['mesh cores', 'ours ÷ mesh'],
  ];
  return `${date.slice(0, 10)}, ${machine.cores} cores, ${machine.gpu ? 'a' : 'no'} GPU, commit ${commit}, ${seconds} s each.\n\n${table(head, rows)}`;
}
