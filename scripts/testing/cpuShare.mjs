import { readFileSync } from 'node:fs';

/**
 * What the processors did since the machine started, in ticks of all of them together.
 * @typedef {object} CpuTicks
 * @property {number} busy worked for this machine
 * @property {number} stolen kept waiting by the host: another machine had the processor
 * @property {number} idle
 */

/**
 * Reads the first line of Linux's `/proc/stat`: user nice system idle iowait irq softirq steal.
 * @param {string} stat
 * @returns {CpuTicks}
 */
export function ticksOf(stat) {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, stolen = 0] = (
    stat.split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + irq + soft, stolen, idle: idle + wait };
}

/**
 * The ticks now, or undefined where the system has no `/proc/stat`.
 * @returns {CpuTicks | undefined}
 */
export function readTicks() {
  try {
    return ticksOf(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * One line on how much of the processors a run had, or nothing where the system does not tell.
 * A test of a real broadcast that failed while half of them were stolen says little of the code.
 * @param {string} name of the run
 * @param {CpuTicks | undefined} before
 * @param {CpuTicks | undefined} after
 * @returns {string[]}
 */
export function shareLine(name, before, after) {
  if (!before || !after) return [];
  const busy = after.busy - before.busy;
  const stolen = after.stolen - before.stolen;
  const all = busy + stolen + after.idle - before.idle;
  if (all <= 0) return [];
  const percent = (/** @type {number} */ ticks) => `${Math.round((100 * ticks) / all)} %`;
  return [`${name}: processors busy ${percent(busy)}, stolen by the host ${percent(stolen)}`];
}
