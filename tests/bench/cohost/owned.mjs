import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

/**
 * All that a run has started. Ended in the opposite order, also when the run is told to stop, and at
 * the worst by the end of this process, whoever ends it.
 */
export class Owned {
  /** @type {Set<() => Promise<unknown>>} */
  #closers = new Set();
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #children = new Set();
  /** @type {Set<string>} */
  #folders = new Set();
  #signal;
  #onExit = () => {
    for (const child of this.#children) kill(child);
    for (const folder of this.#folders) rmSync(folder, removal);
  };

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.#signal = signal;
    process.on('exit', this.#onExit);
    // Whatever waits for one of these ends with them.
    signal.addEventListener('abort', () => void this.close(), { once: true });
  }

  /** True once the run was told to stop. */
  get isStopped() {
    return this.#signal.aborted;
  }

  /**
   * @param {() => Promise<unknown>} close
   * @returns {() => Promise<void>} closes it now
   */
  add(close) {
    const once = async () => {
      if (this.#closers.delete(once)) await close().catch(() => {});
    };
    this.#closers.add(once);
    if (this.#signal.aborted) void once();
    return once;
  }

  /**
   * A process that has to go, with its group where it leads one.
   * @param {import('node:child_process').ChildProcess} child
   * @returns {() => Promise<void>} ends it now
   */
  child(child) {
    this.#children.add(child);
    const ended = new Promise((resolve) => child.once('close', resolve));
    void ended.then(() => this.#children.delete(child));
    return this.add(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      kill(child);
      await ended;
    });
  }

  /** A folder that goes with the run. */
  async folder() {
    const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
    this.#folders.add(folder);
    this.add(async () => {
      await rm(folder, removal);
      this.#folders.delete(folder);
    });
    return folder;
  }

  /** Waits so long, ms. Rejects when the run is told to stop. */
  async pause(/** @type {number} */ ms) {
    await pause(ms, undefined, { signal: this.#signal });
  }

  /** Polls until the condition holds; throws `what` where time runs out, or the run is to stop. */
  async until(
    /** @type {() => boolean | Promise<boolean>} */ condition,
    /** @type {string} */ what,
    timeoutMs = 60_000,
    everyMs = 50,
  ) {
    const endMs = performance.now() + timeoutMs;
    while (!(await condition())) {
      if (performance.now() > endMs) throw new Error(what);
      await this.pause(everyMs);
    }
  }

  async close() {
    for (const close of [...this.#closers].reverse()) await close();
    if (!this.#signal.aborted) process.off('exit', this.#onExit);
  }
}

function kill(/** @type {import('node:child_process').ChildProcess} */ child) {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return;
  for (const pid of [-child.pid, child.pid])
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It leads no group, or has ended.
    }
}
