import { readFileSync } from 'node:fs';

/** Reading it costs the kernel a walk over every page: milliseconds a process. */
const EVERY_MS = 10_000;

/** What processes hold together, pages that they share counted once (Linux: PSS, proc(5)); null elsewhere. */
export class SharedMemoryAware {
  #readAtMs = 0;
  #kb: number | null = null;

  kb(pids: readonly number[]): number | null {
    const now = Date.now();
    if (process.platform !== 'linux') return null;
    if (now - this.#readAtMs < EVERY_MS) return this.#kb;
    this.#readAtMs = now;
    let sum = 0;
    for (const pid of pids) {
      const kb = pssKb(pid);
      // A process that has just ended, or may not be looked into, leaves the sum meaningless.
      if (kb === null) return this.#kb;
      sum += kb;
    }
    this.#kb = sum;
    return sum;
  }
}

function pssKb(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  }
}
