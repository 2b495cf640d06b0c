import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { anchor } from '../contestants/anchor.mjs';
import { startDisplay } from '../display.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { makeMedia } from '../media.mjs';
import { cell, table, withFigures } from '../page.mjs';
import { watchTree } from '../process-tree.mjs';
import { startRtmpServer } from '../rtmp-server.mjs';
import { until, wait } from '../run.mjs';
import { SCENES } from '../scene.mjs';
import { median } from '../summary.mjs';

const COUNTS = [1, 2, 4, 8];
const SETTLE_MS = 5_000;
/** Of eight, this one's server stops reading in the turn with a stalled one. */
const STALLED = 8;

/**
 * `npm run bench -- destinations`: what each further destination costs, and what one that stalls
 * costs the others.
 * @param {{ rounds: number, seconds: number, out?: string, docs?: string, keep: boolean }} options
 * @param {AbortSignal} signal
 */
export async function benchDestinations(options, signal) {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-destinations-'));
  const opened = [];
  try {
    const server = await startRtmpServer(folder);
    opened.push(server);
    const display = await startDisplay();
    opened.push(display);
    const media = await makeMedia(folder);
    const contestant = anchor({ window: false });
    const version = await contestant.version();
    const turns = [];
    for (let round = 1; round <= options.rounds && !signal.aborted; round++) {
      const plan = [
        ...COUNTS.map((count) => ({ count, stalled: false })),
        { count: 8, stalled: true },
      ];
      for (const { count, stalled } of round % 2 ? plan : plan.reverse()) {
        if (signal.aborted) break;
        const place = { folder, media, server, display, seconds: options.seconds };
        const turn = {
          round,
          count,
          stalled,
          ...(await takeTurn(contestant, place, count, stalled, signal)),
        };
        turns.push(turn);
        console.log(JSON.stringify(turn));
      }
    }
    if (signal.aborted) return 1;
    const results = {
      ...{ date: new Date().toISOString(), commit: await describeCommit() },
      ...{ machine: await describeMachine(), version, turns },
      options: { rounds: options.rounds, seconds: options.seconds },
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
        withFigures(await readFile(options.docs, 'utf8'), 'destinations', text),
      );
    return turns.some(({ error }) => error) ? 1 : 0;
  } finally {
    for (const it of opened.reverse()) await it.stop();
    if (!options.keep)
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function takeTurn(contestant, place, count, stalled, signal) {
  const { media, server, display, seconds } = place;
  const folder = await mkdtemp(join(place.folder, 'turn-'));
  const valve = await openValve(server.port);
  const scene = SCENES['720p30'];
  const urlOf = (index) => {
    const port = stalled && index === STALLED ? valve.port : server.port;
    return `rtmp://127.0.0.1:${port}/live/d${folder.slice(-4)}${index}`;
  };
  const [first = '', ...others] = Array.from({ length: count }, (_, index) => urlOf(index + 1));
  const job = {
    ...{ scene, media, folder, display: display.display },
    ...{
      server: first.slice(0, first.lastIndexOf('/')),
      key: first.slice(first.lastIndexOf('/') + 1),
    },
    seconds: seconds + SETTLE_MS / 1000 + 1,
  };
  const { command, args, env, cwd } = await contestant.prepare(job);
  const more = [
    ...others.flatMap((url) => ['--to', url]),
    '--record',
    join(folder, 'recording.mp4'),
  ];
  const child = spawn(command, [...args, ...more], {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const tree = watchTree(child.pid);
  const abort = () => tree.kill('SIGKILL');
  signal.addEventListener('abort', abort);
  try {
    const live = await until(
      () => (output.match(/^on air:/gm) ?? []).length === count || child.exitCode !== null,
      60_000,
    );
    if (!live || child.exitCode !== null)
      throw new Error(`it did not go on air: ${output.slice(-400)}`);
    await wait(SETTLE_MS);
    if (stalled) valve.close();
    const from = performance.now();
    await wait(seconds * 1000);
    const to = performance.now();
    const cores = tree.cpuBetween(from, to) / ((to - from) / 1000);
    const roles = tree.rolesBetween(from, to);
    await until(() => child.exitCode !== null, 30_000);
    const { receipt } = await contestant.report(job, output);
    const { encoded, skipped } = receipt.video;
    const healthy = receipt.destinations.filter((_, index) => !(stalled && index === STALLED - 1));
    return {
      ...{ cores, roles, encoded, skipped },
      missedByOthers: healthy.reduce(
        (sum, it) => sum + Math.max(0, encoded - it.videoPacketsSent),
        0,
      ),
      droppedByOthers: healthy.reduce((sum, it) => sum + it.dropped, 0),
      missedByRecording: encoded - (receipt.recording?.videoFrames ?? 0),
    };
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  } finally {
    signal.removeEventListener('abort', abort);
    tree.stop();
    if (tree.isAlive()) tree.kill('SIGKILL');
    await valve.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A way to the server that can be closed without a word: what is sent is no longer taken. */
async function openValve(serverPort) {
  const sockets = new Set();
  let closed = false;
  const hold = (socket) => {
    socket.unpipe();
    socket.pause();
  };
  const valve = createServer((publisher) => {
    const upstream = connect(serverPort, '127.0.0.1');
    for (const socket of [publisher, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    publisher.pipe(upstream);
    upstream.pipe(publisher);
    if (closed) for (const socket of [publisher, upstream]) hold(socket);
  });
  await new Promise((done) => valve.listen(0, '127.0.0.1', () => done(undefined)));
  const address = valve.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close() {
      closed = true;
      for (const socket of sockets) hold(socket);
    },
    stop: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        valve.close(() => done(undefined));
      }),
  };
}

function markdownOf({ date, machine, commit, version, options, turns }) {
  const of = (count, stalled) =>
    turns.filter((it) => it.count === count && it.stalled === stalled && !it.error);
  const base = median(of(1, false).map(({ cores }) => cores));
  const sum = (list, name) => list.reduce((all, it) => all + it[name], 0);
  const rows = [...COUNTS.map((count) => [count, false]), [8, true]].map(([count, stalled]) => {
    const found = of(count, stalled);
    const cores = median(found.map((it) => it.cores));
    const each =
      count > 1 && cores !== null && base !== null ? ((cores - base) / (count - 1)) * 100 : null;
    return [
      stalled ? '8, one stalled' : count,
      cell(cores, 3),
      cell(each, 1),
      ...['missedByOthers', 'droppedByOthers', 'missedByRecording', 'skipped'].map((name) =>
        sum(found, name),
      ),
    ];
  });
  return [
    `${date.slice(0, 10)}, ${machine.cores} cores, commit ${commit}, ${version}, 720p30 at 3 Mbit/s with a recording, rounds: ${options.rounds}, ${options.seconds} s each. Medians of cores; sums of frames.`,
    table(
      [
        'destinations',
        'cores',
        '% of a core for each further one',
        'frames others missed',
        'packets others dropped',
        'frames the recording missed',
        'skipped',
      ],
      rows,
    ),
  ].join('\n\n');
}
