/** Counts what happens by the second and tells how much it was lately. */
export class Rate {
  readonly #seconds: number;
  readonly #counts: number[];
  #lastSecond = Number.NEGATIVE_INFINITY;

  /** `seconds` is how far back it looks. */
  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#counts = new Array<number>(seconds).fill(0);
  }

  add(count: number, nowMs: number): void {
    this.#moveTo(nowMs);
    const place = this.#lastSecond % this.#seconds;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  /** All of the last `seconds`. */
  total(nowMs: number): number {
    this.#moveTo(nowMs);
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  clear(): void {
    this.#counts.fill(0);
  }

  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const passed = Math.min(this.#seconds, second - this.#lastSecond);
    for (let back = 0; back < passed; back += 1) this.#counts[(second - back) % this.#seconds] = 0;
    if (passed > 0) this.#lastSecond = second;
  }
}
