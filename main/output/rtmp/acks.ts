/** Counts what the peer acknowledges on one connection; its sequence number is 32 bits wide and wraps. */
export class AckCounter {
  #last = 0;
  #total = 0;
  #largestGap = 0;

  /** Bytes acknowledged on this connection. */
  get total(): number {
    return this.#total;
  }

  /** Most bytes between two acknowledgements so far; 0 while there was none. */
  get largestGap(): number {
    return this.#largestGap;
  }

  /**
   * @param sequence the peer's count of bytes received, modulo 2^32
   * @param sentBytes bytes that we have sent on this connection: more cannot be acknowledged
   * @returns newly acknowledged bytes
   */
  take(sequence: number, sentBytes: number): number {
    let gained = (sequence - this.#last) >>> 0;
    if (this.#total + gained > sentBytes) {
      // Not a wrap at 2^32: some servers (nginx-rtmp at 0xf0000000) begin again at zero earlier.
      gained = sequence < this.#last ? sequence : 0;
      gained = Math.max(0, Math.min(gained, sentBytes - this.#total));
    }
    this.#last = sequence;
    this.#total += gained;
    this.#largestGap = Math.max(this.#largestGap, gained);
    return gained;
  }
}

/** Decides when to acknowledge what the peer sends. */
export class AckSender {
  /** The peer's window, bytes; acknowledge once per window (RTMP 1.0, section 5.4.3). */
  windowBytes = 2_500_000;
  #received = 0;
  #told = 0;

  /** Returns the sequence number to send now, or null. */
  receive(bytes: number): number | null {
    this.#received += bytes;
    if (this.#received - this.#told < this.windowBytes) return null;
    this.#told = this.#received;
    return this.#received >>> 0;
  }
}
