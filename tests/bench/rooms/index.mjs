import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { cell, table, withFigures } from '../page.mjs';
import { readProcess, readPssMb } from '../proc.mjs';
import { until, wait } from '../run.mjs';
import { APP, Client, took } from './clients.mjs';
import { startPush } from './pusher.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Anchors beat so often, and each list is read so often, seconds. */
const BEAT_SECONDS = 5;
const LIST_SECONDS = 10;

/**
 * Rooms that are made, published, listed and kept alive: what their calls take and what the server
 * uses. Every room has a real RTMP publish, of next to no media, and an anchor who logs in by a UserSig.
 * @param {{ rooms: number, seconds: number, out?: string, docs?: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchRooms({ rooms, seconds, out, docs }, signal) {
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  const server = await openServer(folder);
  /** @type {{ stop(): void }[]} */
  const pushes = [];
  try {
    const loadBefore = loadavg()[0] ?? 0;
    const clients = Array.from({ length: rooms }, (_, index) => new Client(server.port, index));
    const madeAtMs = performance.now();
    for (let at = 0; at < rooms && !signal.aborted; at += 20)
      await Promise.all(
        clients.slice(at, at + 20).map(async (client) => {
          const pushed = await openRoom(client);
          pushes.push(pushed);
        }),
      );
    const [watcher] = clients;
    const listed = async () => {
      let all = 0;
      for (let index = 0; index * 50 < rooms; index++)
        all += (await watcher.call('get_room_list', { cnt: 50, index })).rooms.length;
      return all;
    };
    if (!(await until(async () => (await listed()) === rooms, 30_000, 1_000)))
      throw new Error(`${await listed()} of ${rooms} rooms are listed`);
    const listedAfterSeconds = (performance.now() - madeAtMs) / 1000;
    const setUp = readProcess(server.pid)?.own ?? 0;
    const steady = await keep(clients, seconds, signal);
    const cpuSeconds = (readProcess(server.pid)?.own ?? 0) - setUp;
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      ...{ loadBefore, rooms, seconds, listedAfterSeconds, ...steady },
      listedAtEnd: await listed(),
      cpuPercent: (cpuSeconds / seconds) * 100,
      memoryMb: readPssMb(server.pid),
      calls: Object.fromEntries([...took].map(([name, ms]) => [name, quantiles(ms)])),
    };
    if (signal.aborted) return 1;
    const text = markdown(results);
    console.log(text);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, null, 2)}\n`);
    }
    if (docs) await writeFile(docs, withFigures(await readFile(docs, 'utf8'), 'rooms', text));
    return results.listedAtEnd === rooms && steady.failed === 0 ? 0 : 1;
  } finally {
    for (const push of pushes) push.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The order of LiveRoom's big anchor. */
async function openRoom(client) {
  await client.login();
  const { pushURL } = await client.call('get_anchor_url');
  const push = startPush(pushURL, client.from);
  const { roomID } = await client.call('create_room', { roomInfo: `Room of ${client.userID}` });
  client.roomID = roomID;
  await client.call('add_anchor', { roomID, userName: client.userID, pushURL });
  return push;
}

/** Everybody beats, and reads a page of the list now and then, at moments of their own. */
async function keep(clients, seconds, signal) {
  let failed = 0;
  const endAtMs = performance.now() + seconds * 1000;
  const loop = async (client, everySeconds, name, body) => {
    await wait(Math.random() * everySeconds * 1000);
    while (performance.now() < endAtMs && !signal.aborted) {
      await client.call(name, body()).catch(() => failed++);
      await wait(Math.min(everySeconds * 1000, Math.max(0, endAtMs - performance.now())));
    }
  };
  const pages = Math.ceil(clients.length / 20);
  await Promise.all(
    clients.flatMap((client) => [
      loop(client, BEAT_SECONDS, 'anchor_heartbeat', () => ({ roomID: client.roomID })),
      loop(client, LIST_SECONDS, 'get_room_list', () => ({
        ...{ cnt: 20, index: Math.floor(Math.random() * pages) },
      })),
    ]),
  );
  return { failed };
}

async function openServer(folder) {
  const child = spawn(process.execPath, [join(root, 'dist/main/server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ PORT: '0', RTMP_PORT: '0', DATA_DIR: join(folder, 'data') },
      ...{ SDKAPPID: String(APP.id), USERSIG_KEY: APP.key },
    },
  });
  let printed = '';
  child.stdout.on('data', (data) => (printed = (printed + data).slice(-100_000)));
  const ended = new Promise((resolve) => child.on('close', resolve));
  const portOf = () => Number(/watch http:\/\/[^:]+:(\d+)/.exec(printed)?.[1] ?? 0);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  if (await until(() => portOf() > 0, 20_000)) return { port: portOf(), pid: child.pid ?? 0, stop };
  await stop();
  throw new Error('the server does not start');
}

/** @param {number[]} list */
function quantiles(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function markdown(results) {
  const rows = Object.entries(results.calls).map(([name, { count, p50Ms, p99Ms }]) => [
    ...[`\`${name}\``, count, cell(p50Ms, 1), cell(p99Ms, 1)],
  ]);
  const { rooms, seconds, listedAfterSeconds, failed, cpuPercent, memoryMb } = results;
  return [
    `${rooms} rooms, each with a real RTMP publish of next to no media, listed ${cell(listedAfterSeconds, 1)} s after the first was begun. Then ${seconds} s of heartbeats (every ${BEAT_SECONDS} s each) and lists (every ${LIST_SECONDS} s each): the server used ${cell(cpuPercent, 0)} % of a core and ${cell(memoryMb, 0)} MB; ${failed} calls failed. Load of the machine before: ${cell(results.loadBefore, 1)}.`,
    table(['call', 'calls', 'p50 ms', 'p99 ms'], rows),
  ].join('\n\n');
}
