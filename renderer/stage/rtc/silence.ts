/** A server is never taken for silent sooner than this, ms. */
const LEAST_MS = 1_500;
/** Nor sooner than this many times the longest wait for it so far. */
const PATIENCE = 3;
/** After 2.5 s of silence ICE checks many times a second, and any server answers those, ms. */
const MOST_MS = 3_500;

/**
 * Notices that nothing comes from the server any more. ICE takes five seconds and more for that;
 * a server that sends feedback many times a second is known to be gone sooner.
 */
export class SilenceWatch {
  #heard = -1;
  #heardAtMs = 0;
  #longestMs = 0;

  /** True while it is silent. `heard` grows with whatever comes from it. */
  check(nowMs: number, heard: number): boolean {
    if (this.#heard < 0 || heard !== this.#heard) {
      if (this.#heard >= 0 && heard > this.#heard)
        this.#longestMs = Math.max(this.#longestMs, nowMs - this.#heardAtMs);
      this.#heard = heard;
      this.#heardAtMs = nowMs;
      return false;
    }
    const patienceMs = Math.min(MOST_MS, Math.max(LEAST_MS, PATIENCE * this.#longestMs));
    return nowMs - this.#heardAtMs > patienceMs;
  }
}
