import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks per second: `USER_HZ`, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * @typedef {object} ProcessTimes one line of /proc/PID/stat
 * @property {number} pid
 * @property {number} parent
 * @property {number} session
 * @property {number} startTicks since boot; with the pid it names a process for good
 * @property {number} own CPU seconds, user and system
 * @property {number} reaped CPU seconds of children that ended and were waited for
 * @property {string} command
 */

/** @returns {ProcessTimes | null} null where the process has ended */
export function readProcess(/** @type {string | number} */ pid) {
  return parseStat(`/proc/${pid}/stat`);
}

/** All processes that can be seen now. */
export function readProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readProcess)
    .filter((it) => it !== null);
}

/** @returns {{ name: string, id: number, own: number }[]} the threads of a process with their CPU seconds */
export function readThreads(/** @type {number} */ pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((id) => {
      const found = parseStat(`/proc/${pid}/task/${id}/stat`);
      return found ? [{ name: found.command, id: Number(id), own: found.own }] : [];
    });
  } catch {
    return [];
  }
}

/** @returns {number} proportional set size, MiB; 0 where it cannot be read */
export function readPssMb(/** @type {number} */ pid) {
  try {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(found?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** What a process is in words: Chromium's `--type`, else the name of its program. */
export function roleOf(/** @type {ProcessTimes} */ process) {
  try {
    const words = readFileSync(`/proc/${process.pid}/cmdline`, 'utf8').split(/[\0 ]/);
    const flag = (/** @type {string} */ name) =>
      words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    const type = flag('type');
    return type
      ? [process.command, type, flag('utility-sub-type')].filter(Boolean).join(' ')
      : process.command;
  } catch {
    return process.command;
  }
}

/** @returns {ProcessTimes | null} */
function parseStat(/** @type {string} */ file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  // The command may itself hold spaces and brackets; the fields after the last bracket may not.
  const close = text.lastIndexOf(')');
  const fields = text
    .slice(close + 2)
    .split(' ')
    .map(Number);
  const seconds = (/** @type {number} */ index) => (fields[index] ?? 0) / TICKS_PER_SECOND;
  return {
    pid: Number.parseInt(text, 10),
    parent: fields[1] ?? 0,
    session: fields[3] ?? 0,
    startTicks: fields[19] ?? 0,
    own: seconds(11) + seconds(12),
    reaped: seconds(13) + seconds(14),
    command: text.slice(text.indexOf('(') + 1, close),
  };
}
