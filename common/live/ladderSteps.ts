import { LADDER, stepFor } from './ladder.ts';

/** A higher step is taken after it has been possible for this long, ms. */
const HOLD_MS = 2_500;
/** The picture changes its size at most this often, ms. */
const SIZE_HOLD_MS = 5_000;
/** A higher step needs so much more than its share, so that it is not left again at once. */
const MARGIN = 1.08;

const scaleOf = (step: number): number => LADDER[step]?.scale ?? 1;

/** Which step of the ladder is held: down at once, up only after a while, sizes seldom. */
export class LadderSteps {
  #step = 0;
  #possible = 0;
  #possibleSinceMs = 0;
  #sizeAtMs = -Infinity;

  /** Index of `LADDER`. */
  get step(): number {
    return this.#step;
  }

  /** Looks at what can be held for good, kilobits per second of video; returns the step from now on. */
  follow(nowMs: number, kbps: number, chosenKbps: number): number {
    const lower = stepFor(kbps, chosenKbps);
    if (lower > this.#step) {
      this.#go(nowMs, lower);
      this.#possible = this.#step;
      this.#possibleSinceMs = nowMs;
      return this.#step;
    }
    const higher = Math.min(this.#step, stepFor(kbps / MARGIN, chosenKbps));
    if (higher !== this.#possible) {
      // A step that is higher still is not waited for: the time counts for the one below it.
      if (higher > this.#possible || this.#possible === this.#step) this.#possibleSinceMs = nowMs;
      this.#possible = higher;
    }
    const isFull = kbps >= chosenKbps;
    if (higher < this.#step && (isFull || nowMs - this.#possibleSinceMs >= HOLD_MS)) {
      this.#go(nowMs, higher);
    }
    return this.#step;
  }

  /** Down to the lowest at once. */
  drop(nowMs: number): void {
    this.#step = LADDER.length - 1;
    this.#possible = this.#step;
    this.#possibleSinceMs = nowMs;
    this.#sizeAtMs = nowMs;
  }

  #go(nowMs: number, wanted: number): void {
    const way = Math.sign(wanted - this.#step);
    for (let next = this.#step + way; next !== wanted + way; next += way) {
      if (scaleOf(next) !== scaleOf(this.#step)) {
        if (nowMs - this.#sizeAtMs < SIZE_HOLD_MS) return;
        this.#sizeAtMs = nowMs;
        this.#step = wanted;
        return;
      }
      this.#step = next;
    }
  }
}
