/** A server has next to nothing to tell a publisher: bytes at once, and per second from then on. */
const BURST = 4 * 1024 * 1024;
const PER_SECOND = 256 * 1024;

/** Says when a server pours out more than it can have to say: reading that would cost the other outputs their share of the process. */
export class ReceiveAllowance {
  #left = BURST;
  #atMs: number | null = null;

  /** False when so many bytes more are too many. */
  take(nowMs: number, bytes: number): boolean {
    const grown = ((nowMs - (this.#atMs ?? nowMs)) / 1000) * PER_SECOND;
    this.#atMs = nowMs;
    this.#left = Math.min(BURST, this.#left + grown) - bytes;
    return this.#left >= 0;
  }
}
