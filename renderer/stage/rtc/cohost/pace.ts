/** So many at once, then so many a second: what somebody else may ask of this page. */
export class Pace {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #atMs: number | null = null;

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
  }

  /** False for one too many. @param nowMs of a clock that never goes back */
  take(nowMs: number): boolean {
    const passedMs = nowMs - (this.#atMs ?? nowMs);
    this.#atMs = nowMs;
    this.#left = Math.min(this.#burst, this.#left + (passedMs * this.#perSecond) / 1000);
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
