/** A server is never taken for silent sooner than this, ms. */
const LEAST_MS = 1_500;
/** Nor sooner than this many times the longest wait for it so far. */
const PATIENCE = 3;
/** ICE checks a quiet connection this often by itself, so a longer wait says nothing about the server, ms. */
const LONGEST_MS = 2_500;

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
        this.#longestMs = Math.max(this.#longestMs, Math.min(LONGEST_MS, nowMs - this.#heardAtMs));
      this.#heard = heard;
      this.#heardAtMs = nowMs;
      return false;
    }
    return nowMs - this.#heardAtMs > Math.max(LEAST_MS, PATIENCE * this.#longestMs);
  }
}
