import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { withFigures } from '../page.mjs';
import { viewersMarkdown } from './markdown.mjs';
import { measureKind } from './measure.mjs';
import { makeStream } from './place.mjs';

/**
 * How many viewers this machine serves before the first lags or the server says it is full.
 * @param {{ kinds: ('flv' | 'hls')[], most: number, size: string, kbps: number, out?: string, docs?: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchViewers(options, signal) {
  const { kinds, most, size, kbps, out, docs } = options;
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  try {
    const stream = await makeStream(folder, { size, kbps });
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      options: { most, size, kbps },
      turns: /** @type {Awaited<ReturnType<typeof measureKind>>[]} */ ([]),
    };
    for (const kind of kinds) {
      if (signal.aborted) break;
      results.turns.push(await measureKind(kind, { folder, stream, most }, signal));
    }
    if (signal.aborted) {
      console.log('Stopped.');
      return 1;
    }
    const text = viewersMarkdown(results);
    console.log(text);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, null, 2)}\n`);
      console.log(`\nWritten to ${out}`);
    }
    if (docs) await writeFile(docs, withFigures(await readFile(docs, 'utf8'), 'viewers', text));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
