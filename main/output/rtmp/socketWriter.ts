import type { Socket } from 'node:net';

/**
 * Bytes handed to the socket in one go. Small, so that on a slow link each finished
 * write shows that the far end still takes data (see `StallWatch`).
 */
const SLICE_BYTES = 16 * 1024;

type Waiting = {
  readonly bytes: Uint8Array;
  readonly onSent?: () => void;
  /** Goes whatever the limit says. */
  readonly free?: boolean;
};

/** Writes to a socket no faster than it drains, and knows how much has left the process. */
export class SocketWriter {
  readonly #socket: Socket;
  readonly #onIdle: () => void;
  #waiting: Waiting[] = [];
  #blocked = false;
  #held = false;
  #offered = 0;
  #handed = 0;
  #ceiling = Number.POSITIVE_INFINITY;
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

  /** False while the socket is full, or has all that it may: a caller with a queue of its own should wait for `onIdle`. */
  get idle(): boolean {
    const mayGo = !this.#blocked && !this.#held && this.#handed < this.#ceiling;
    return mayGo && this.#waiting.length === 0;
  }

  /** Bytes given to `write` so far. */
  get offeredBytes(): number {
    return this.#offered;
  }

  /** Bytes given to the socket, which may hold them for a while. */
  get handedBytes(): number {
    return this.#handed;
  }

  /** Bytes that the system's socket has taken. */
  get sentBytes(): number {
    return this.#sent;
  }

  /**
   * Never blocks. `onSent` is called once the system's socket has taken the last byte; never after a loss.
   * @param cuts where `writeBetween` may come in, bytes from the beginning
   */
  write(bytes: Uint8Array, onSent?: () => void, cuts: readonly number[] = []): void {
    this.#offered += bytes.length;
    let from = 0;
    for (const to of cuts.length > 0 ? [...cuts, bytes.length] : slicesOf(bytes.length)) {
      if (to <= from) continue;
      const last = to === bytes.length;
      this.#waiting.push({ bytes: bytes.subarray(from, to), onSent: last ? onSent : undefined });
      from = to;
    }
    this.#flush();
  }

  /** Comes before all that waits, and is not held back by a limit. */
  writeBetween(bytes: Uint8Array, onSent?: () => void): void {
    this.#offered += bytes.length;
    const first = this.#waiting.findIndex(({ free }) => !free);
    this.#waiting.splice(first < 0 ? this.#waiting.length : first, 0, {
      bytes,
      onSent,
      free: true,
    });
    this.#flush();
  }

  /** No more than so many bytes are given to the socket, counted from the beginning. */
  limit(handedBytes: number): void {
    this.#ceiling = handedBytes;
    if (this.#waiting.length > 0) this.#flush();
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
    this.#socket.cork();
    for (const { bytes, onSent, free } of this.#waiting) {
      if (this.#held || this.#blocked || !this.#socket.writable) break;
      if (!free && this.#handed >= this.#ceiling) break;
      taken++;
      this.#handed += bytes.length;
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
    this.#socket.uncork();
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }
}

function* slicesOf(length: number): Generator<number> {
  for (let to = SLICE_BYTES; to < length; to += SLICE_BYTES) yield to;
  yield length;
}
