/** Adds repeated lines of one kind up: the first at once, the rest as one line per window. */
export class BurstLog {
  readonly #write: (line: string) => void;
  readonly #windowMs: number;
  readonly #bursts = new Map<string, { count: number; last: string; timer: NodeJS.Timeout }>();

  constructor(write: (line: string) => void, windowMs = 5_000) {
    this.#write = write;
    this.#windowMs = windowMs;
  }

  /** @param kind what is counted, in the plural: `packets dropped` */
  note(kind: string, text: string, count = 1): void {
    const burst = this.#bursts.get(kind);
    if (burst) {
      burst.count += count;
      burst.last = text;
      return;
    }
    this.#write(`${count} ${kind}: ${text}`);
    const timer = setTimeout(() => this.#flush(kind), this.#windowMs);
    timer.unref();
    this.#bursts.set(kind, { count: 0, last: text, timer });
  }

  /** Writes out what is still being added up. */
  close(): void {
    for (const kind of [...this.#bursts.keys()]) this.#flush(kind);
  }

  #flush(kind: string): void {
    const burst = this.#bursts.get(kind);
    if (!burst) return;
    clearTimeout(burst.timer);
    this.#bursts.delete(kind);
    if (burst.count === 0) return;
    this.#write(`${burst.count} more ${kind} in ${this.#windowMs / 1000} s, last: ${burst.last}`);
  }
}
