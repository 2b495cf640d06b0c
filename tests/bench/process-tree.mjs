import { performance } from 'node:perf_hooks';
import { readProcess, readProcesses, readPssMb, readThreads, roleOf } from './proc.mjs';

/** @typedef {import('./proc.mjs').ProcessTimes} ProcessTimes */

const SAMPLE_EVERY_MS = 250;
/** Memory is read at every second sample: it costs the kernel more than times do. */
const MEMORY_EVERY = 2;

/**
 * @typedef {object} Member a process that belongs to the tree, seen at least once
 * @property {ProcessTimes} last
 * @property {string} parentKey
 * @property {string} role
 * @property {boolean} isAlive
 */

/**
 * Watches a process and everything it started: descendants, members of its session, and whatever
 * was once seen among them. X servers are kept apart. Give the root a session of its own.
 * @param {number} rootPid
 */
export function watchTree(rootPid) {
  /** @type {Map<string, Member>} */
  const members = new Map();
  /** @type {{ at: number, cpu: number, byRole: Record<string, number> }[]} */
  const samples = [];
  let peakPssMb = 0;
  let peakProcesses = 0;
  let count = 0;

  const keyOf = (/** @type {ProcessTimes} */ it) => `${it.pid}-${it.startTicks}`;

  const sample = () => {
    const all = readProcesses();
    const byPid = new Map(all.map((it) => [it.pid, it]));
    const ours = new Map();
    const belongs = (/** @type {ProcessTimes} */ it) => {
      const seen = ours.get(it.pid);
      if (seen !== undefined) return seen;
      ours.set(it.pid, false);
      const parent = byPid.get(it.parent);
      const isOurs =
        it.pid === rootPid ||
        it.session === rootPid ||
        members.has(keyOf(it)) ||
        (parent !== undefined && belongs(parent));
      ours.set(it.pid, isOurs);
      return isOurs;
    };
    for (const member of members.values()) member.isAlive = false;
    let alive = 0;
    for (const it of all) {
      if (!belongs(it)) continue;
      const key = keyOf(it);
      const known = members.get(key);
      const parent = byPid.get(it.parent);
      // The role is read again while young: a forked process is its parent until it execs.
      const role = known && known.last.own > 0.2 ? known.role : roleOf(it);
      const parentKey = known?.parentKey ?? (parent ? keyOf(parent) : '');
      members.set(key, { last: it, parentKey, role, isAlive: true });
      if (!isDisplay(role)) alive++;
    }
    samples.push({ at: performance.now(), ...totals(members) });
    peakProcesses = Math.max(peakProcesses, alive);
    if (count++ % MEMORY_EVERY === 0) {
      let pss = 0;
      for (const member of members.values())
        if (member.isAlive && !isDisplay(member.role)) pss += readPssMb(member.last.pid);
      peakPssMb = Math.max(peakPssMb, pss);
    }
  };
  sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);

  return {
    /** CPU seconds between two moments of `performance.now()`, all processes together. */
    cpuBetween: (/** @type {number} */ from, /** @type {number} */ to) =>
      cpuAt(samples, to) - cpuAt(samples, from),
    /** The same by role, roles under a hundredth of a second left out. */
    rolesBetween: (/** @type {number} */ from, /** @type {number} */ to) => {
      const start = nearest(samples, from);
      const end = nearest(samples, to);
      /** @type {Record<string, number>} */
      const result = {};
      for (const [role, cpu] of Object.entries(end?.byRole ?? {})) {
        const spent = cpu - (start?.byRole[role] ?? 0);
        if (spent >= 0.01) result[role] = spent;
      }
      return result;
    },
    /** CPU seconds of every thread now, for the profile: `role / thread` → seconds. */
    threads: () => {
      /** @type {Map<string, number>} */
      const result = new Map();
      for (const { last, role, isAlive } of members.values()) {
        if (!isAlive) continue;
        for (const thread of readThreads(last.pid))
          result.set(`${role} / ${thread.name} #${thread.id}`, thread.own);
      }
      return result;
    },
    /** True while any process of the tree runs. */
    isAlive: () => [...members.values()].some((it) => isRunning(it.last)),
    /** Ends what is left of the tree, process by process. */
    kill: (/** @type {NodeJS.Signals} */ signal) => {
      sample();
      for (const { last } of members.values())
        if (isRunning(last)) {
          try {
            process.kill(last.pid, signal);
          } catch {
            // It ended by itself in between.
          }
        }
    },
    /** Takes a last sample and ends the watch. */
    stop: () => {
      sample();
      clearInterval(timer);
      return { cpuTotal: samples.at(-1)?.cpu ?? 0, peakPssMb, peakProcesses };
    },
  };
}

const isDisplay = (/** @type {string} */ role) => /^(Xvfb|Xorg|xvfb-run|Xwayland)$/.test(role);

const isRunning = (/** @type {ProcessTimes} */ last) =>
  readProcess(last.pid)?.startTicks === last.startTicks;

/**
 * CPU seconds so far: what each process was last seen with, and of children that came and went
 * between two samples, what their parents have inherited.
 */
function totals(/** @type {Map<string, Member>} */ members) {
  /** @type {Map<string, number>} */
  const explained = new Map();
  for (const { last, parentKey, isAlive } of members.values())
    if (!isAlive)
      explained.set(parentKey, (explained.get(parentKey) ?? 0) + last.own + last.reaped);
  let cpu = 0;
  /** @type {Record<string, number>} */
  const byRole = {};
  for (const [key, { last, role }] of members) {
    if (isDisplay(role)) continue;
    const unseen = Math.max(0, last.reaped - (explained.get(key) ?? 0));
    cpu += last.own + unseen;
    byRole[role] = (byRole[role] ?? 0) + last.own + unseen;
  }
  return { cpu, byRole };
}

/** CPU seconds at a moment, on the line between its two samples. */
function cpuAt(samples, /** @type {number} */ at) {
  const after = samples.findIndex((it) => it.at >= at);
  if (after < 0) return samples.at(-1)?.cpu ?? 0;
  const next = samples[after];
  const before = samples[after - 1] ?? next;
  const span = next.at - before.at;
  return span === 0 ? next.cpu : before.cpu + ((next.cpu - before.cpu) * (at - before.at)) / span;
}

const nearest = (samples, /** @type {number} */ at) =>
  samples.find((it) => it.at >= at) ?? samples.at(-1);
