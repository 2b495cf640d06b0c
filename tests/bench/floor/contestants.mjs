import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anchor, showFileOf } from '../contestants/anchor.mjs';
import { obs } from '../contestants/obs.mjs';
import { freePort } from '../rtmp-server.mjs';
import { wait } from '../run.mjs';
import { FAKE_CAMERAS } from './cameras.mjs';
import { attach, NOTE_FIGURES } from './inspector.mjs';
import { TEXT_PX } from './loads.mjs';
import { collectionOf } from './obs-collection.mjs';

/** @typedef {import('../contestants/contestant.mjs').Contestant} Contestant */

/**
 * Anchor Studio without a window, with a layout; its report has `figures`, what the stage said of
 * itself once a second.
 * @param {typeof import('./documents.ts')} documents
 * @param {import('./loads.mjs').Layout} layout
 * @param {{ figures?: boolean, userData?: string }} [options]
 * @returns {Contestant}
 */
export function anchorWith(documents, layout, { figures = true, userData } = {}) {
  const base = anchor({ window: false });
  /** @type {ReturnType<typeof attach> | null} */
  let inspector = null;
  /** @type {Promise<unknown>} */
  let told = Promise.resolve(null);
  return {
    ...base,
    name: 'Anchor Studio',
    async prepare(job) {
      const launch = await base.prepare(job);
      const show = documents.showOf(layout, 'Bench', TEXT_PX);
      await writeFile(showFileOf(job), JSON.stringify(show));
      // Chromium's own moving test picture in place of the file.
      const args = launch.args.filter((it) => !it.startsWith('--use-'));
      args.push(...FAKE_CAMERAS);
      if (userData) args.push(`--user-data-dir=${userData}`);
      if (figures) {
        const port = await freePort();
        args.push(`--inspect=127.0.0.1:${port}`);
        const one = attach(port);
        inspector = one;
        told = follow(one);
      }
      return { ...launch, args };
    },
    async report(job, output) {
      inspector?.close();
      const own = await base.report(job, output);
      return { ...own, figures: await told, isInspected: figures };
    },
  };
}

/** Reads the figures until the app ends. */
async function follow(inspector) {
  /** @type {unknown[]} */
  let figures = [];
  let isNoting = false;
  for (;;) {
    try {
      // Asked too early, the app has no Electron module yet.
      if (!isNoting) isNoting = await inspector.evaluate(NOTE_FIGURES);
      const now = await inspector.evaluate('globalThis.benchFigures');
      if (Array.isArray(now)) figures = now;
    } catch {
      if (!inspector.isThere()) return figures;
    }
    await wait(500);
  }
}

/** OBS Studio with a layout. @returns {Contestant} */
export const obsWith = (/** @type {import('./loads.mjs').Layout} */ layout) => ({
  ...obs,
  async prepare(job) {
    const launch = await obs.prepare(job);
    const file = join(job.folder, '.config', 'obs-studio', 'basic', 'scenes', 'Bench.json');
    const collection = collectionOf(layout, job.media.fontFamily, TEXT_PX);
    await writeFile(file, JSON.stringify(collection));
    const scene = layout.scenes[0]?.id ?? '';
    return { ...launch, args: launch.args.map((it) => (it === 'Scene' ? scene : it)) };
  },
});

/** A folder for Chromium's own data that outlives a run. */
export const makeUserData = (/** @type {string} */ folder) => mkdtemp(join(folder, 'user-data-'));
export const remove = (/** @type {string} */ folder) =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
