import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { anchor } from '../contestants/anchor.mjs';
import { obs } from '../contestants/obs.mjs';
import { startDisplay } from '../display.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { makeMedia } from '../media.mjs';
import { withFigures } from '../page.mjs';
import { watchTree } from '../process-tree.mjs';
import { run, until, wait } from '../run.mjs';
import { SCENES } from '../scene.mjs';
import { GOOD, layCable } from './link.mjs';
import { markdownOf } from './markdown.mjs';
import { fullSince, kbpsBetween, outcome } from './measure.mjs';
import { SCENARIOS } from './scenarios.mjs';

const HOST = fileURLToPath(new URL('serverHost.mjs', import.meta.url));
const PORT = 1935;
/** A small picture, so that both run beside each other and neither is short of the machine. */
const SCENE = {
  ...SCENES['720p30'],
  name: '360p30',
  width: 640,
  height: 360,
  videoKbps: 1500,
  image: { x: 552, y: 16, width: 72, height: 72 },
  plate: { x: 24, y: 296, width: 320, height: 40 },
  fontSizePx: 20,
};
const START_MS = 60_000;
const SETTLE_MS = 10_000;
const BASE_MS = 6_000;
/** Longest wait for the full bitrate after a fault. */
const RECOVER_MS = 50_000;
/** What follows the return, so that what comes of it is seen. */
const AFTER_MS = 6_000;

const CONTESTANTS = [
  {
    id: 'ours',
    contestant: anchor({ window: false }),
    noticed: /lowered|reconnecting|failed|error:/i,
    extra: (folder) => ['--record', join(folder, 'recording.mp4')],
  },
  {
    id: 'peer',
    contestant: obs,
    noticed:
      /bitrate decreased|Disconnected from|Reconnecting in|\[rtmp stream.* failed|is offline|NetStream\.Publish\.(Bad|Denied)/i,
    extra: () => [],
  },
];

/**
 * `npm run bench -- network`: what faults of the network do to a broadcast, beside OBS Studio with
 * its dynamic bitrate, each behind a cable of its own.
 * @param {{ short: boolean, only?: string[], who?: string[], out?: string, docs?: string, keep: boolean }} options
 * @param {AbortSignal} signal
 */
export async function benchNetwork(options, signal) {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-network-'));
  const scenarios = SCENARIOS.filter(({ id, short }) =>
    options.only ? options.only.includes(id) : short || !options.short,
  );
  const opened = [];
  try {
    const display = await startDisplay();
    opened.push(display);
    const media = await makeMedia(folder);
    const turns = [];
    const versions = {};
    for (const [index, one] of CONTESTANTS.entries()) {
      if (options.who && !options.who.includes(one.id)) continue;
      versions[one.id] = await one.contestant.version();
      if (versions[one.id] === null) {
        console.log(`${one.contestant.name} is not installed: measuring the rest.`);
        continue;
      }
      turns.push(takeTurn(one, index + 1, scenarios, { folder, media, display }, signal));
    }
    const outcomes = Object.assign({}, ...(await Promise.all(turns)));
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      versions,
      options: { scene: SCENE, short: options.short },
      scenarios: scenarios.map(({ id, title, seconds, offAir }) => ({
        id,
        title,
        seconds,
        offAir,
      })),
      outcomes,
    };
    const text = markdownOf(results);
    console.log(`\n${text}`);
    if (options.out) {
      await mkdir(dirname(resolve(options.out)), { recursive: true });
      await writeFile(options.out, `${JSON.stringify(results, null, 2)}\n`);
    }
    if (options.docs)
      await writeFile(
        options.docs,
        withFigures(await readFile(options.docs, 'utf8'), 'network', text),
      );
    return signal.aborted || Object.values(outcomes).some(({ error }) => error) ? 1 : 0;
  } finally {
    for (const it of opened.reverse()) await it.stop();
    if (options.keep) console.log(`Kept ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** One contestant through every scenario, in one broadcast where it lives that long. */
async function takeTurn(one, index, scenarios, place, signal) {
  const folder = await mkdtemp(join(place.folder, `${one.id}-`));
  const cable = await layCable(`${process.pid}-${index}`, index);
  const result = { baseKbps: null, faults: {}, connect: {}, recording: null, error: null };
  let host = null;
  let child = null;
  let tree = null;
  const abort = () => tree?.kill('SIGKILL');
  signal.addEventListener('abort', abort);
  try {
    host = await startHost(cable, folder);
    const { arrivals } = host;
    const words = [];
    child = await launch(one, cable, { ...place, folder }, 'live', words, result);
    tree = watchTree(child.pid);
    const ended = () => child.exitCode !== null || child.signalCode !== null;
    await until(() => arrivals.length > 0 || ended() || signal.aborted, START_MS);
    if (arrivals.length === 0) throw new Error(`no picture arrived; ${tail(words)}`);
    await wait(SETTLE_MS);
    const kbps = kbpsBetween(arrivals, Date.now() - BASE_MS, Date.now());
    result.baseKbps = Math.round(kbps);
    for (const scenario of scenarios) {
      if (signal.aborted || ended()) break;
      result.faults[scenario.id] = await suffer(scenario, {
        ...{ cable, server: host.order, kbps: kbps + SCENE.audioKbps },
        seen: { arrivals, words, noticed: one.noticed, fps: SCENE.fps, kbps },
        signal,
      });
      console.log(`${one.id} ${scenario.id}:`, JSON.stringify(result.faults[scenario.id]));
    }
    if (ended()) result.error = `it ended by itself; ${tail(words)}`;
    child.kill('SIGINT');
    await until(() => !tree.isAlive(), 20_000);
    if (one.id === 'ours')
      result.recording = await checkRecording(join(folder, 'recording.mp4'), words);
    tree.stop();
    await writeFile(
      join(folder, 'words.txt'),
      words.map(({ at, line }) => `${at} ${line}`).join('\n'),
    );
    if (!signal.aborted) await failToConnect(one, cable, { ...place, folder }, result);
  } catch (error) {
    result.error = /** @type {Error} */ (error).message;
  } finally {
    signal.removeEventListener('abort', abort);
    tree?.stop();
    if (tree?.isAlive()) tree.kill('SIGKILL');
    await host?.stop();
    await cable.remove();
  }
  if (result.error) console.log(`${one.id}: ${result.error}`);
  return { [one.id]: result };
}

/** One fault and what follows. */
async function suffer(scenario, { cable, server, kbps, seen, signal }) {
  const place = { cable, server, kbps };
  const beganAt = Date.now();
  scenario.begin(place);
  await until(() => signal.aborted, scenario.seconds * 1000);
  const endedAt = Date.now();
  scenario.end(place);
  await until(
    () => signal.aborted || fullSince(seen.arrivals, endedAt, seen.kbps, Date.now()) !== null,
    RECOVER_MS,
    250,
  );
  const measuredAt = Date.now();
  await until(() => signal.aborted, AFTER_MS);
  return outcome(seen, { beganAt, endedAt, measuredAt, offAir: scenario.offAir });
}

/** A server that rejects, and a name that does not exist: how soon and in what words that is said. */
async function failToConnect(one, cable, place, result) {
  for (const [id, server] of [
    ['rejected', `rtmp://${cable.serverAddress}:${PORT}/deny`],
    ['dns', 'rtmp://nosuch.invalid/live'],
  ]) {
    const words = [];
    const folder = await mkdtemp(join(place.folder, `${id}-`));
    const child = await launch(one, cable, { ...place, folder }, server, words, result);
    const tree = watchTree(child.pid);
    const startedAt = Date.now();
    const found = () => words.find(({ line }) => one.noticed.test(line));
    await until(() => found() !== undefined || child.exitCode !== null, 30_000);
    const word = found();
    result.connect[id] = word
      ? { saidMs: Math.round(word.at - startedAt), said: word.line.slice(0, 160) }
      : { saidMs: null, said: null };
    child.kill('SIGINT');
    if (!(await until(() => !tree.isAlive(), 8_000))) tree.kill('SIGKILL');
    tree.stop();
    console.log(`${one.id} ${id}:`, JSON.stringify(result.connect[id]));
  }
}

async function launch(one, cable, { folder, media, display }, where, words) {
  const server = where === 'live' ? `rtmp://${cable.serverAddress}:${PORT}/live` : where;
  const job = {
    ...{ scene: SCENE, media, server, key: `net${one.id}`, seconds: 3_600 },
    ...{ folder, display: display.display, dynamicBitrate: true },
  };
  const { command, args, env, cwd } = await one.contestant.prepare(job);
  const there = cable.on('client', command, [...args, ...one.extra(folder)]);
  const child = spawn(there.command, there.args, {
    ...{ env, cwd: cwd ?? folder, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.on('error', (error) => words.push({ at: Date.now(), line: error.message }));
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => words.push({ at: Date.now(), line }));
  return child;
}

async function startHost(cable, folder) {
  const { command, args } = cable.on('server', process.execPath, [
    HOST,
    join(folder, 'server'),
    String(PORT),
  ]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const arrivals = [];
  let ready = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line);
    if (said.ready) ready = true;
    else arrivals.push(said);
  });
  if (!(await until(() => ready || child.exitCode !== null, 15_000)) || !ready)
    throw new Error('the server did not start');
  cable.set(GOOD);
  return {
    arrivals,
    order: (order) => child.stdin.write(`${order}\n`),
    async stop() {
      child.stdin.end();
      if (!(await until(() => child.exitCode !== null, 5_000))) child.kill('SIGKILL');
    },
  };
}

/** Whether the recording has every frame that was encoded, whatever the network did. */
async function checkRecording(file, words) {
  const encoded = Number(
    /frames: (\d+) encoded/.exec(words.map(({ line }) => line).join('\n'))?.[1],
  );
  try {
    const { stdout, stderr } = await run('ffprobe', [
      ...['-v', 'error', '-count_packets', '-select_streams', 'v', '-of', 'csv=p=0'],
      ...['-show_entries', 'stream=nb_read_packets', file],
    ]);
    return { encoded, recorded: Number.parseInt(stdout.toString(), 10), errors: stderr.trim() };
  } catch (error) {
    return { encoded, recorded: 0, errors: /** @type {Error} */ (error).message };
  }
}

const tail = (/** @type {readonly { line: string }[]} */ words) =>
  words
    .slice(-4)
    .map(({ line }) => line)
    .join(' | ');
