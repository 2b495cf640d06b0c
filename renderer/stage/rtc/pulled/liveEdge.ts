/** What comes is looked at for so long: a sender's clock that runs differently moves the edge with it, ms. */
const WINDOW_MS = 8_000;
/** A sender's clock that was set anew, ms. */
const JUMP_MS = 10_000;

/**
 * Where the live edge of a stream is: of what came lately, that which was on its way for the least
 * time. A burst of what was before (a server sends from the last keyframe on) is known by it as late.
 */
export class LiveEdge {
  #arrivals: { readonly atMs: number; readonly leadMs: number }[] = [];
  #last: number | null = null;

  /** Something with the sender's time has come. */
  heard(ptsMs: number, nowMs: number): void {
    if (this.#last !== null && Math.abs(ptsMs - this.#last) > JUMP_MS) this.forget();
    this.#last = ptsMs;
    const leadMs = nowMs - ptsMs;
    // Only what could be the least for some time is kept: leads grow from the first on.
    while ((this.#arrivals.at(-1)?.leadMs ?? -Infinity) >= leadMs) this.#arrivals.pop();
    this.#arrivals.push({ atMs: nowMs, leadMs });
    while ((this.#arrivals[0]?.atMs ?? nowMs) < nowMs - WINDOW_MS) this.#arrivals.shift();
  }

  /** When something would have come on the shortest way, ms of the clock given. */
  dueMs(ptsMs: number): number {
    return ptsMs + (this.#arrivals[0]?.leadMs ?? 0);
  }

  forget(): void {
    this.#arrivals = [];
    this.#last = null;
  }
}
