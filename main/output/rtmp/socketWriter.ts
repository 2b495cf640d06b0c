import type { Socket } from 'node:net';

/**
 * Bytes handed to the socket in one go. Small, so that on a slow link each finished
 * write shows that the far end still takes data (see `StallWatch`).
 */
const SLICE_BYTES = 16 * 1024;

type Waiting = { readonly bytes: Uint8Array; readonly onSent?: () => void };

/** Writes to a socket no faster than it drains, and knows how much has left the process. */
export class SocketWriter {
  readonly #socket: Socket;
  readonly #onIdle: () => void;
  #waiting: Waiting[] = [];
  #blocked = false;
  #held = false;
  #offered = 0;
  #sent = 0;
  #whenSent: (() => void) | null = null;

  /** @param onIdle called when everything offered has been taken and there is room for more */
  constructor(socket: Socket, onIdle: () => void) {
    this.#socket = socket;
    this.#onIdle = onIdle;
    socket.on('drain', () => {
      this.#blocked = false;
      this.#flush();
      if (this.idle) this.#onIdle();
    });
  }

  /** False while the socket is full: a caller with a queue of its own should wait for `onIdle`. */
  get idle(): boolean {
    return !this.#blocked && !this.#held && this.#waiting.length === 0;
  }

  /** Bytes given to `write` so far. */
  get offeredBytes(): number {
    return this.#offered;
  }

  /** Bytes that the system's socket has taken. */
  get sentBytes(): number {
    return this.#sent;
  }

  /** Never blocks. `onSent` is called once the system's socket has taken the last byte; never after a loss. */
  write(bytes: Uint8Array, onSent?: () => void): void {
    this.#offered += bytes.length;
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const slice = bytes.subarray(from, from + SLICE_BYTES);
      const last = from + SLICE_BYTES >= bytes.length;
      this.#waiting.push({ bytes: slice, onSent: last ? onSent : undefined });
    }
    this.#flush();
  }

  /** Nothing goes to the socket from now on. */
  hold(): void {
    this.#held = true;
  }

  letGo(): void {
    this.#held = false;
    this.#flush();
    if (this.idle) this.#onIdle();
  }

  /** Calls back once the system's socket has taken everything offered so far. */
  whenSent(done: () => void): void {
    if (this.#offered === this.#sent) done();
    else this.#whenSent = done;
  }

  #flush(): void {
    let taken = 0;
    for (const { bytes, onSent } of this.#waiting) {
      if (this.#held || this.#blocked || !this.#socket.writable) break;
      taken++;
      this.#blocked = !this.#socket.write(bytes, (error) => {
        if (error) return;
        this.#sent += bytes.length;
        onSent?.();
        if (this.#sent === this.#offered) {
          this.#whenSent?.();
          this.#whenSent = null;
        }
      });
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }
}
