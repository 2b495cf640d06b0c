import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setUp } from '../../../scripts/setup/index.mjs';
import { anchor } from '../contestants/anchor.mjs';
import { obs } from '../contestants/obs.mjs';
import { startDisplay } from '../display.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { makeMedia } from '../media.mjs';
import { withFigures } from '../page.mjs';
import { startRtmpServer } from '../rtmp-server.mjs';
import { SCENES as SIZES } from '../scene.mjs';
import { median } from '../summary.mjs';
import { fakeCameras } from './cameras.mjs';
import { anchorWith, makeUserData, obsWith } from './contestants.mjs';
import { loadDocuments, makeFiles } from './files.mjs';
import { collectionLayout, LOADS, layoutOf } from './loads.mjs';
import { markdownOf } from './markdown.mjs';
import { ITEMS, measureOpen, SCENES } from './open.mjs';
import { formatTurn, summarise } from './summary.mjs';
import { measureSwitches } from './switches.mjs';
import { takeTurn } from './turns.mjs';

/** Of a start only, nothing is measured while it runs on. */
const START = { settleSeconds: 0, seconds: 2.5 };
const COLLECTION = `collection-${SCENES}`;
const ONE_SCENE = 'collection-1';

/**
 * The studio floor: cost of sources, scene switches, and large collections.
 * @param {{ rounds: number, seconds: number, only?: string[], parts: string[], out?: string, docs?: string, keep: boolean }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchFloor(options, signal) {
  const { rounds, seconds, parts } = options;
  const versions = { ours: await anchor({ window: false }).version(), peer: await obs.version() };
  if (!versions.peer) console.log('OBS Studio is not installed: measuring ours alone.');
  const { binary } = await setUp();
  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  const opened = [];
  try {
    const server = await startRtmpServer(folder);
    opened.push(server);
    const display = await startDisplay();
    opened.push(display);
    console.log('Making images, videos and show files…');
    const media = await makeMedia(folder);
    const files = await makeFiles(folder);
    const documents = await loadDocuments(folder);
    const userData = await makeUserData(folder);
    const place = { folder, media, server, display, scene: SIZES['720p30'] };
    const appPlace = { binary, folder, display: display.display };

    const wanted = LOADS.filter(({ id }) => options.only?.includes(id) ?? true);
    const notes = [];
    if (parts.includes('sources') && wanted.some(({ kind }) => kind === 'camera')) {
      files.cameras = await fakeCameras(userData, folder, display.display);
      if (files.cameras.length === 0)
        notes.push('The fake cameras could not be told apart: all sources show the first.');
      notes.push('OBS Studio is given no camera: that takes a V4L2 device, which is not here.');
    }

    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      versions,
      options: { rounds, seconds, size: '720p30' },
      notes,
      summary: /** @type {ReturnType<typeof summarise>} */ ([]),
      switches: /** @type {unknown[]} */ ([]),
      open: /** @type {any} */ ({}),
      turns: /** @type {any[]} */ ([]),
    };
    const opens = [];
    const turn = async (round, load, who, contestant, { seconds, settleSeconds }) => {
      if (signal.aborted) return;
      const one = await takeTurn(contestant, seconds, place, signal, settleSeconds);
      results.turns.push({ round, load, who, ...one });
      if (!signal.aborted) console.log(formatTurn(results.turns.at(-1)));
    };
    /** Both, in another order each round, so that none always follows the same one. */
    const both = async (round, load, layout, withPeer, times, extra = {}) => {
      const turns = [
        () => turn(round, load, 'ours', anchorWith(documents, layout, extra), times),
        ...(withPeer && versions.peer
          ? [() => turn(round, load, 'peer', obsWith(layout), times)]
          : []),
      ];
      for (const take of round % 2 ? turns : turns.reverse()) await take();
    };
    for (let round = 1; round <= rounds && !signal.aborted; round++) {
      if (parts.includes('sources'))
        for (const load of wanted) {
          const extra = load.kind === 'camera' ? { userData } : {};
          await both(round, load.id, layoutOf(load, files), load.peer, { seconds }, extra);
        }
      if (parts.includes('open')) {
        for (const [load, scenes] of [
          [ONE_SCENE, 1],
          [COLLECTION, SCENES],
        ])
          await both(round, load, collectionLayout(files, scenes, ITEMS), true, START, {
            figures: false,
          });
        if (!signal.aborted) {
          opens.push(await measureOpen(appPlace, documents, files).catch(failure));
          console.log(`round ${round} open:`, JSON.stringify(opens.at(-1), rounded));
        }
      }
      if (parts.includes('switches') && !signal.aborted) {
        const long = Math.max(4, Math.min(10, seconds));
        const one = await measureSwitches(appPlace, documents, files, long).catch(failure);
        results.switches.push({ round, ...one });
        console.log(`round ${round} switches:`, JSON.stringify(one, rounded));
      }
    }
    if (signal.aborted) {
      console.log('Stopped.');
      return 1;
    }
    results.summary = summarise(results.turns);
    const start = (load) => results.summary.find((it) => it.load === load) ?? null;
    results.open = {
      ...{ scenes: SCENES, items: ITEMS },
      firstFrameMs: median(opens.map((it) => it.firstFrameMs)),
      answeredMs: median(opens.map((it) => it.answeredMs)),
      startMs: {
        ours: start(COLLECTION)?.ours?.firstPictureMs ?? null,
        peer: start(COLLECTION)?.peer?.firstPictureMs ?? null,
        ratio: start(COLLECTION)?.ratio.firstPictureMs ?? null,
        oursOneScene: start(ONE_SCENE)?.ours?.firstPictureMs ?? null,
        peerOneScene: start(ONE_SCENE)?.peer?.firstPictureMs ?? null,
      },
      rounds: opens,
    };
    const text = markdownOf(results);
    console.log(`\n${text}`);
    if (options.out) {
      await mkdir(dirname(resolve(options.out)), { recursive: true });
      await writeFile(options.out, `${JSON.stringify(results, rounded, 2)}\n`);
      console.log(`\nWritten to ${options.out}`);
    }
    if (options.docs) {
      await writeFile(
        options.docs,
        withFigures(await readFile(options.docs, 'utf8'), 'floor', text),
      );
      console.log(`Written to ${options.docs}`);
    }
    const all = [...results.turns, ...opens, ...results.switches];
    return all.some((it) => /** @type {any} */ (it).error) ? 1 : 0;
  } finally {
    for (const it of opened.reverse()) await it.stop();
    if (options.keep) console.log(`Kept ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const failure = (/** @type {Error} */ error) => ({ error: error.message });

const rounded = (_key, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
