import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../../scripts/launch/freshBuild.mjs';
import { setUp } from '../../../scripts/setup/index.mjs';
import { cleanEnv } from '../contestants/contestant.mjs';
import { startDisplay } from '../display.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { cell, table, withFigures } from '../page.mjs';
import { readProcesses, roleOf } from '../proc.mjs';
import { watchTree } from '../process-tree.mjs';
import { startRtmpServer } from '../rtmp-server.mjs';
import { run, until, wait } from '../run.mjs';
import { soundDelayMs } from './sync.mjs';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const SAMPLE_MS = 5_000;
/** What is pulled from the server to see whether sound and picture belong together, s. */
const CLIP_SECONDS = 20;
/** Caches and pools fill at first: no slope is taken of this share of the time. */
const WARM_UP = 0.25;

/**
 * `npm run soak -- --minutes N`: a broadcast with a recording and two destinations, for that long.
 * Memory, open handles and the distance of sound and picture have to stay where they are.
 * @param {{ minutes: number, out?: string, docs?: string, keep: boolean }} options
 * @param {AbortSignal} signal
 */
export async function soak(options, signal) {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-soak-'));
  const opened = [];
  try {
    const runtime = await setUp();
    await ensureBuilt();
    const server = await startRtmpServer(folder);
    opened.push(server);
    const display = await startDisplay();
    opened.push(display);
    const url = (key) => `rtmp://127.0.0.1:${server.port}/live/${key}`;
    const seconds = Math.round(options.minutes * 60);
    const report = join(folder, 'receipt.json');
    const child = spawn(
      process.execPath,
      [
        ...[join(project, 'scripts', 'start.mjs'), '--go-live', '--to', url('a'), '--to', url('b')],
        ...['--seconds', String(seconds), '--size', '1280x720', '--video-kbps', '2500'],
        ...['--record', join(folder, 'soak.mp4'), '--report', report],
      ],
      {
        ...{ cwd: project, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
        env: { ...cleanEnv({ folder, display: display.display }), HOME: homedir() },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => (output += data));
    const tree = watchTree(child.pid);
    signal.addEventListener('abort', () => tree.kill('SIGKILL'));
    opened.push({ stop: async () => tree.isAlive() && tree.kill('SIGKILL') });
    if (!(await until(() => /^on air:/m.test(output) || child.exitCode !== null, 60_000)))
      throw new Error(`it did not go on air: ${output.slice(-400)}`);
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
    const samples = [];
    const clips = [];
    const clipAt = [endsAt * 0 + startedAt + 10_000, endsAt - (CLIP_SECONDS + 8) * 1000];
    while (performance.now() < endsAt - 2_000 && child.exitCode === null && !signal.aborted) {
      samples.push({ atSeconds: (performance.now() - startedAt) / 1000, ...look(child.pid) });
      if (clipAt[0] !== undefined && performance.now() >= clipAt[0]) {
        clipAt.shift();
        const file = join(folder, `clip-${clips.length}.flv`);
        clips.push(pull(url('a'), file));
      }
      await wait(SAMPLE_MS);
    }
    await until(() => child.exitCode !== null, 60_000);
    tree.stop();
    const receipt = JSON.parse(await readFile(report, 'utf8'));
    const delays = await Promise.all(clips.map((clip) => clip.then(soundDelayMs)));
    const results = {
      ...{ date: new Date().toISOString(), commit: await describeCommit() },
      ...{ machine: await describeMachine(), electron: runtime.version, minutes: options.minutes },
      ...{ roles: slopes(samples), soundDelayMs: delays, receipt, samples },
    };
    const text = markdownOf(results);
    console.log(`\n${text}`);
    if (options.out) {
      await mkdir(dirname(resolve(options.out)), { recursive: true });
      await writeFile(
        options.out,
        `${JSON.stringify(results, null, 2).replaceAll(`${folder}/`, '')}\n`,
      );
    }
    if (options.docs)
      await writeFile(
        options.docs,
        withFigures(await readFile(options.docs, 'utf8'), 'soak', text),
      );
    return child.exitCode === 0 ? 0 : 1;
  } finally {
    for (const it of opened.reverse()) await it.stop();
    if (options.keep) console.log(`Kept ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const pull = async (url, file) => {
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    url,
    '-t',
    String(CLIP_SECONDS),
    '-c',
    'copy',
    file,
  ]);
  return file;
};

/** Memory (MiB, of its own) and open handles of each process that the root has started, by role. */
function look(rootPid) {
  const roles = {};
  const all = readProcesses();
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (/** @type {number} */ pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === rootPid) return true;
    return false;
  };
  for (const process of all) {
    if (!isOurs(process.pid)) continue;
    const role = roleOf(process);
    const [memoryMb, handles] = [privateMb(process.pid), handlesOf(process.pid)];
    roles[role] ??= { memoryMb: 0, handles: 0 };
    roles[role].memoryMb += memoryMb;
    roles[role].handles += handles;
  }
  return { roles };
}

function privateMb(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kb = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)];
    return kb.reduce((sum, it) => sum + Number(it[1]), 0) / 1024;
  } catch {
    return 0;
  }
}

function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** What each role had after the warm-up and at the end, and by how much it grows in an hour (least squares). */
function slopes(samples) {
  const late = samples.slice(Math.floor(samples.length * WARM_UP));
  const roles = new Set(late.flatMap(({ roles }) => Object.keys(roles)));
  return Object.fromEntries(
    [...roles].map((role) => {
      const of = (name) =>
        late.flatMap((it) => (it.roles[role] ? [[it.atSeconds / 3600, it.roles[role][name]]] : []));
      const [memory, handles] = [of('memoryMb'), of('handles')];
      return [
        role,
        {
          memoryMb: [memory[0]?.[1], memory.at(-1)?.[1]],
          memoryMbPerHour: slopeOf(memory),
          handles: [handles[0]?.[1], handles.at(-1)?.[1]],
          handlesPerHour: slopeOf(handles),
        },
      ];
    }),
  );
}

function slopeOf(points) {
  const n = points.length;
  if (n < 3) return null;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? null : over / under;
}

function markdownOf({
  date,
  commit,
  machine,
  electron,
  minutes,
  roles,
  soundDelayMs: delays,
  receipt,
}) {
  const { video, destinations, recording } = receipt;
  const sent = destinations.map(
    (it) => `${it.videoPacketsSent} sent, ${it.dropped} dropped, ${it.reconnects} reconnects`,
  );
  return [
    `${date.slice(0, 10)}, ${minutes} min, ${machine.cores} cores, commit ${commit}, Electron ${electron}, 720p30 at 2.5 Mbit/s to two servers with a recording. ${video.encoded} frames encoded, ${video.skipped} skipped; ${sent.join('; ')}; ${recording?.videoFrames ?? 0} recorded. Sound after picture at the beginning and at the end: ${delays.map((it) => cell(it, 1)).join(' and ')} ms.`,
    table(
      [
        'process',
        'memory then, MiB',
        'at the end',
        'MiB an hour',
        'handles then',
        'at the end',
        'an hour',
      ],
      Object.entries(roles).map(([role, it]) => [
        role,
        ...it.memoryMb.map((value) => cell(value, 1)),
        cell(it.memoryMbPerHour, 1),
        ...it.handles.map((value) => cell(value, 0)),
        cell(it.handlesPerHour, 1),
      ]),
    ),
  ].join('\n\n');
}
