import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { watchTree } from './process-tree.mjs';
import { startRelay } from './relay.mjs';
import { until, wait } from './run.mjs';

/** Seconds after the first picture that do not count: encoders and rate control settle. */
export const SETTLE_SECONDS = 3;
/** Seconds at the end that do not count. */
export const END_SECONDS = 0.5;
const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * Runs one contestant for one broadcast and measures it from outside.
 * @param {import('./contestants/contestant.mjs').Contestant} contestant
 * @param {Omit<import('./contestants/contestant.mjs').Job, 'server'>} job
 * @param {number} serverPort
 * @param {() => number} displayCpu CPU seconds of the X server so far
 * @param {AbortSignal} signal ends the contestant at once
 */
export async function broadcast(contestant, job, serverPort, displayCpu, signal) {
  const relay = await startRelay(serverPort);
  const { arrivals } = relay;
  const full = { ...job, server: `rtmp://127.0.0.1:${relay.port}/live` };
  const launch = await contestant.prepare(full);
  const logFile = join(job.folder, 'output.log');
  const log = openSync(logFile, 'a');
  const spawnedAt = performance.now();
  const child = spawn(launch.command, launch.args, {
    env: launch.env,
    cwd: launch.cwd ?? job.folder,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let exit = /** @type {string | null} */ (null);
  child.on('error', (error) => (exit = error.message));
  child.on('exit', (code, signal) => (exit = String(signal ?? code)));
  if (child.pid === undefined) {
    await relay.stop();
    throw new Error(`${contestant.name} could not be started`);
  }
  const tree = watchTree(child.pid);
  const abort = () => tree.kill('SIGKILL');
  signal.addEventListener('abort', abort);
  try {
    await until(() => arrivals.firstFrameAt !== null || exit !== null, START_TIMEOUT_MS);
    const first = arrivals.firstFrameAt;
    if (first === null) throw new Error(`no picture arrived (${exit ?? 'still starting'})`);
    const from = first + (job.settleSeconds ?? SETTLE_SECONDS) * 1000;
    await wait(from - performance.now());
    const threadsBefore = tree.threads();
    const displayBefore = displayCpu();
    const to = first + (job.seconds - END_SECONDS) * 1000;
    await until(() => exit !== null || performance.now() >= to, to - performance.now() + 1000);
    const end = Math.min(to, arrivals.frames.at(-1)?.at ?? to);
    if (end - from < 1000) throw new Error(`it ended too soon (${exit ?? 'no more pictures'})`);
    const threads = busiest(threadsBefore, tree.threads(), (performance.now() - from) / 1000);
    const displaySeconds = displayCpu() - displayBefore;

    await wait(first + job.seconds * 1000 - performance.now());
    if (!contestant.endsByItself) child.kill('SIGINT');
    await until(() => exit !== null && !tree.isAlive(), STOP_TIMEOUT_MS);
    const endedItself = exit !== null;
    const { cpuTotal, peakPssMb, peakProcesses } = tree.stop();
    const output = await readFile(logFile, 'utf8');
    return {
      ...delivered(arrivals, from, end, job.seconds, job.scene.fps),
      firstPacketMs: (arrivals.firstMediaAt ?? first) - spawnedAt,
      firstPictureMs: first - spawnedAt,
      connectMs: (arrivals.connectedAt ?? first) - spawnedAt,
      connections: arrivals.connections,
      exit: endedItself ? exit : 'had to be killed',
      cpuSeconds: tree.cpuBetween(from, end),
      cpuByRole: tree.rolesBetween(from, end),
      cpuTotalSeconds: cpuTotal,
      displayCpuSeconds: displaySeconds,
      threads,
      peakPssMb,
      peakProcesses,
      own: await contestant.report(full, output),
    };
  } catch (error) {
    const output = await readFile(logFile, 'utf8').catch(() => '');
    throw new Error(`${/** @type {Error} */ (error).message}; its last words: ${tail(output)}`);
  } finally {
    signal.removeEventListener('abort', abort);
    tree.stop();
    if (tree.isAlive()) tree.kill('SIGTERM');
    if (!(await until(() => !tree.isAlive(), 5000))) tree.kill('SIGKILL');
    await relay.stop();
  }
}

const tail = (/** @type {string} */ text) => text.trim().split('\n').slice(-5).join(' | ');

/**
 * What came while it was steady, and how many of the pictures asked for came at all.
 * @param {import('./relay.mjs').Arrivals} arrivals
 * @param {number} from
 * @param {number} to
 * @param {number} seconds of programme wanted
 * @param {number} fps
 */
function delivered(arrivals, from, to, seconds, fps) {
  const { frames } = arrivals;
  const steady = frames.filter((it) => it.at >= from && it.at <= to);
  const steadySeconds = (to - from) / 1000;
  const programmeSeconds =
    ((steady.at(-1)?.timestampMs ?? 0) - (steady[0]?.timestampMs ?? 0)) / 1000 + 1 / fps;
  const bytes = steady.reduce((sum, it) => sum + it.bytes, 0);
  // The end is left out: when a contestant is told to stop is not its own doing.
  const wantedSeconds = seconds - END_SECONDS;
  const start = frames[0] ?? { at: 0, timestampMs: 0 };
  const inTime = frames.filter(
    (it) =>
      it.timestampMs - start.timestampMs < wantedSeconds * 1000 - 1 &&
      it.at - start.at <= seconds * 1000,
  );
  return {
    steadySeconds,
    /** Seconds of programme that came in that time: less where it falls behind, more where it catches up. */
    programmeSeconds,
    fps: steady.length / steadySeconds,
    videoKbps: (bytes * 8) / 1000 / programmeSeconds,
    /** Pictures that came, no more than half a second late. */
    frames: inTime.length,
    expectedFrames: Math.round(wantedSeconds * fps),
    totalFrames: frames.length,
    /** Pictures that came before the steady time. */
    settlingFrames: frames.filter((it) => it.at < from).length,
  };
}

/** The busiest threads, in cores. */
function busiest(before, after, seconds) {
  /** @type {Map<string, number>} */
  const byName = new Map();
  for (const [key, cpu] of after) {
    const name = key.replace(/ #\d+$/, '');
    byName.set(name, (byName.get(name) ?? 0) + cpu - (before.get(key) ?? 0));
  }
  return [...byName]
    .map(([name, cpu]) => ({ name, cores: Math.round((cpu / seconds) * 1000) / 1000 }))
    .filter((it) => it.cores >= 0.005)
    .sort((a, b) => b.cores - a.cores)
    .slice(0, 12);
}
