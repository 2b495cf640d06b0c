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
import { startWhipHost } from './whipHost.mjs';

const HOST = fileURLToPath(new URL('serverHost.mjs', import.meta.url));
const PORT = 1935;
const WHIP_PORT = 8080;
/** A small picture, so that nobody is short of the machine. */
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
const SETTLE_MS = 8_000;
const BASE_MS = 5_000;
/** Longest wait for the full bitrate after a fault. */
const RECOVER_MS = 35_000;
/** What follows the return, so that what comes of it is seen. */
const AFTER_MS = 2_000;

const CONTESTANTS = [
  {
    id: 'ours',
    contestant: anchor({ window: false }),
    noticed: /lowered|reconnecting|failed|error:/i,
    /** The same broadcast goes to a WHIP endpoint too, by a cable of its own. */
    byWhip: true,
    extra: (folder) => ['--record', join(folder, 'recording.mp4')],
  },
  {
    id: 'peer',
    contestant: obs,
    noticed:
      /bitrate decreased|Disconnected from|Reconnecting in|\[rtmp stream.* failed|is offline|NetStream\.Publish\.(Bad|Denied)/i,
    byWhip: false,
    extra: () => [],
  },
];

/**
 * `npm run bench -- network`: what faults of the network do to a broadcast, and to one of OBS Studio
 * with its dynamic bitrate after it, behind the same kind of cable. Ours goes out by RTMP and by WHIP
 * at the same time.
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
    const outcomes = {};
    const versions = {};
    for (const [index, one] of CONTESTANTS.entries()) {
      if (options.who && !options.who.includes(one.id)) continue;
      versions[one.id] = await one.contestant.version();
      if (versions[one.id] === null) {
        console.log(`${one.contestant.name} is not installed: measuring the rest.`);
        continue;
      }
      const place = { folder, media, display };
      Object.assign(outcomes, await takeTurn(one, 2 * index + 1, scenarios, place, signal));
    }
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
  const result = { recording: null, error: null };
  const roads = [];
  let child = null;
  let tree = null;
  const abort = () => tree?.kill('SIGKILL');
  signal.addEventListener('abort', abort);
  try {
    for (const road of await layRoads(one, index, folder)) roads.push(road);
    const words = [];
    child = await launch(one, roads, { ...place, folder }, 'live', words);
    tree = watchTree(child.pid);
    const ended = () => child.exitCode !== null || child.signalCode !== null;
    const onAir = () => roads.every(({ host }) => host.arrivals.length > 0);
    await until(() => onAir() || ended() || signal.aborted, START_MS);
    if (!onAir()) throw new Error(`no picture arrived; ${tail(words)}`);
    await wait(SETTLE_MS);
    for (const road of roads) {
      road.kbps = kbpsBetween(road.host.arrivals, Date.now() - BASE_MS, Date.now());
      road.result.baseKbps = Math.round(road.kbps);
    }
    for (const scenario of scenarios) {
      if (signal.aborted || ended()) break;
      await suffer(scenario, roads, words, one, signal);
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
    if (!signal.aborted) await failToConnect(one, roads, { ...place, folder });
  } catch (error) {
    result.error = /** @type {Error} */ (error).message;
  } finally {
    signal.removeEventListener('abort', abort);
    tree?.stop();
    if (tree?.isAlive()) tree.kill('SIGKILL');
    for (const { host, cable } of roads.reverse()) {
      await host.stop();
      await cable.remove();
    }
  }
  if (result.error) console.log(`${one.id}: ${result.error}`);
  return Object.fromEntries(roads.map((road) => [road.id, { ...road.result, ...result }]));
}

/** The ways out of one contestant's host: each with a cable and a far end. */
async function layRoads(one, index, folder) {
  const result = () => ({ baseKbps: null, faults: {}, connect: {} });
  const cable = await layCable(`${process.pid}-${index}`, index);
  const host = await startHost(cable, folder);
  const rtmp = { id: one.id, cable, host, kbps: 0, result: result(), audioKbps: SCENE.audioKbps };
  if (!one.byWhip) return [rtmp];
  const other = await layCable(`${process.pid}-${index + 1}`, index + 1, cable.client);
  other.set(GOOD);
  const whip = await startWhipHost(other, join(folder, 'whip'), WHIP_PORT);
  return [rtmp, { ...rtmp, id: 'whip', cable: other, host: whip, result: result() }];
}

/** One fault on every road of a contestant, and what follows. */
async function suffer(scenario, roads, words, one, signal) {
  const placeOf = ({ cable, host, kbps, audioKbps }) => ({
    ...{ cable, server: host.order, kbps: kbps + audioKbps },
  });
  const beganAt = Date.now();
  for (const road of roads) scenario.begin(placeOf(road));
  await until(() => signal.aborted, scenario.seconds * 1000);
  const endedAt = Date.now();
  for (const road of roads) scenario.end(placeOf(road));
  const isFull = ({ host, kbps }) => fullSince(host.arrivals, endedAt, kbps, Date.now()) !== null;
  await until(() => signal.aborted || roads.every(isFull), RECOVER_MS, 250);
  const measuredAt = Date.now();
  await until(() => signal.aborted, AFTER_MS);
  const times = { beganAt, endedAt, measuredAt, offAir: scenario.offAir };
  for (const { id, host, kbps, cable, result } of roads) {
    const seen = { arrivals: host.arrivals, noticed: one.noticed, fps: SCENE.fps, kbps };
    const own = words.filter(
      ({ line }) => roads.length === 1 || line.includes(cable.serverAddress),
    );
    result.faults[scenario.id] = outcome({ ...seen, words: own }, times);
    console.log(`${id} ${scenario.id}:`, JSON.stringify(result.faults[scenario.id]));
  }
}

/** A server that rejects, and a name that does not exist: how soon and in what words that is said. */
async function failToConnect(one, roads, place) {
  for (const id of ['rejected', 'dns']) {
    const words = [];
    const folder = await mkdtemp(join(place.folder, `${id}-`));
    const child = await launch(one, roads, { ...place, folder }, id, words);
    const tree = watchTree(child.pid);
    const startedAt = Date.now();
    const found = (road) =>
      words.find(({ line }) => {
        const [, host = ''] = /\/\/([^/:]+)/.exec(addressOf(road, id)) ?? [];
        const scheme = addressOf(road, id).slice(0, 4);
        const isOwn = roads.length === 1 || (line.includes(host) && line.includes(`${scheme}:`));
        return isOwn && one.noticed.test(line);
      });
    await until(() => roads.every(found) || child.exitCode !== null, 30_000);
    for (const road of roads) {
      const word = found(road);
      road.result.connect[id] = word
        ? { saidMs: Math.round(word.at - startedAt), said: word.line.slice(0, 160) }
        : { saidMs: null, said: null };
      console.log(`${road.id} ${id}:`, JSON.stringify(road.result.connect[id]));
    }
    child.kill('SIGINT');
    if (!(await until(() => !tree.isAlive(), 8_000))) tree.kill('SIGKILL');
    tree.stop();
  }
}

/** Where a road leads: a server that takes the broadcast, one that rejects it, or none. */
function addressOf({ id, cable: { serverAddress } }, where) {
  const isWhip = id === 'whip';
  if (where === 'dns') return isWhip ? 'http://nosuch.invalid/whip' : 'rtmp://nosuch.invalid/live';
  if (isWhip)
    return `http://${serverAddress}:${WHIP_PORT}/${where === 'rejected' ? 'deny' : 'whip'}`;
  return `rtmp://${serverAddress}:${PORT}/${where === 'rejected' ? 'deny' : 'live'}`;
}

async function launch(one, roads, { folder, media, display }, where, words) {
  const [{ cable }, whip] = roads;
  const job = {
    ...{ scene: SCENE, media, server: addressOf(roads[0], where), key: `net${one.id}` },
    ...{ seconds: 3_600, folder, display: display.display, dynamicBitrate: true },
  };
  const prepared = await one.contestant.prepare(job);
  const { command, env, cwd } = prepared;
  const args = [...prepared.args, ...one.extra(folder)];
  if (whip) args.push('--to', addressOf(whip, where));
  const there = cable.on('client', command, args);
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
