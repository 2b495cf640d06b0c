import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Names a run in the environment of everything that it starts. */
export const MARK = 'ANCHOR_TEST_RUN';
/** Time for what is just ending, in ms. */
const GRACE_MS = 3_000;
const LOOK_EVERY_MS = 250;

/**
 * The processes that a run started and that live on after it, waited for a moment.
 * A forgotten one takes its processor from every test that follows.
 * Empty where the system has no `/proc`.
 * @param {string} mark the value of {@link MARK} in the run's environment
 * @returns {Promise<{ pid: number; command: string }[]>}
 */
export async function leftRunning(mark) {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const left = processesOf(mark);
    if (left.length === 0 || waitedMs >= GRACE_MS) return left;
    await wait(LOOK_EVERY_MS);
  }
}

/**
 * Ends them, and says which they were.
 * @param {readonly { pid: number; command: string }[]} left
 * @returns {string[]} a line for each
 */
export function endLeft(left) {
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
  return left.map(({ pid, command }) => `  !! ${pid}: ${command}`);
}

/** @param {string} mark */
function processesOf(mark) {
  const wanted = `${MARK}=${mark}`;
  return pids().flatMap((pid) => {
    const environment = read(pid, 'environ').split('\0');
    if (pid === process.pid || !environment.includes(wanted)) return [];
    return [{ pid, command: read(pid, 'cmdline').split('\0').join(' ').slice(0, 160) }];
  });
}

const pids = () => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};

/** @param {number} pid @param {string} name */
const read = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};
