import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { setUp } from '../../../scripts/setup/index.mjs';
import { startDisplay } from '../display.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { withFigures } from '../page.mjs';
import { watchTree } from '../process-tree.mjs';
import { line, markdown, spread } from './markdown.mjs';
import { openMesh } from './mesh.mjs';
import { Owned } from './owned.mjs';
import { benchPk } from './pk.mjs';
import { benchStudio, SETTLE_MS } from './studio.mjs';

/**
 * What guests cost: CPU of the whole studio, frames skipped, and how old the light of a guest's camera
 * is in the programme; and how long a PK takes to stand. Beside a plain mesh page.
 * @param {{ counts: readonly number[], seconds: number, pks: number, out?: string, docs?: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchCohost({ counts, seconds, pks, out, docs }, signal) {
  const owned = new Owned(signal);
  try {
    const { binary } = await setUp();
    await ensureBuilt();
    const folder = await owned.folder();
    const display = await startDisplay();
    owned.child(display.child);
    owned.add(() => display.stop());
    const place = { binary, folder, display: display.display };
    const turns = [];
    for (const turn of await benchStudio(counts, seconds, place, owned)) {
      const mesh = turn.guests > 0 ? await benchMesh(turn.guests, seconds, folder, owned) : null;
      turns.push({ ...turn, mesh });
      console.log(line(turns.at(-1)));
    }
    const pk = pks > 0 ? await benchPk(pks, place, owned) : null;
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      ...{ seconds, turns, pk },
    };
    const text = markdown(results);
    console.log(`\n${text}`);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, null, 2)}\n`);
    }
    if (docs) await writeFile(docs, withFigures(await readFile(docs, 'utf8'), 'cohost', text));
    return 0;
  } catch (error) {
    if (!owned.isStopped) throw error;
    console.log('Stopped.');
    return 1;
  } finally {
    await owned.close();
  }
}

/** CPU of the host's browser in a mesh, cores, and then the age of the light that it shows. */
async function benchMesh(guests, seconds, folder, owned) {
  const mesh = await openMesh(folder, guests, owned);
  const tree = watchTree(mesh.pid);
  try {
    await owned.pause(SETTLE_MS);
    const from = performance.now();
    await owned.pause(seconds * 1_000);
    const to = performance.now();
    const cores = tree.cpuBetween(from, to) / ((to - from) / 1_000);
    return { cores, delay: spread(await mesh.agesMs(seconds * 1_000)) };
  } finally {
    tree.stop();
    await mesh.close();
  }
}
