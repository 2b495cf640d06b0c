/**
 * Sends what a pull makes of things: at most once in an animation frame, and not before the one
 * before was answered. What comes meanwhile replaces what waits.
 */
export class EditPump<T> {
  readonly #send: (value: T) => Promise<unknown>;
  readonly #frame: (callback: () => void) => void;
  #waiting: { value: T } | null = null;
  #running: Promise<unknown> | null = null;
  #asked = false;

  constructor(
    send: (value: T) => Promise<unknown>,
    frame: (callback: () => void) => void = (callback) => void requestAnimationFrame(callback),
  ) {
    this.#send = send;
    this.#frame = frame;
  }

  push(value: T): void {
    this.#waiting = { value };
    this.#next();
  }

  /** Sends what still waits; resolves when all has been answered. */
  async flush(): Promise<void> {
    while (this.#running || this.#waiting) {
      await this.#running;
      this.#sendWaiting();
    }
  }

  #next(): void {
    if (this.#asked || this.#running || !this.#waiting) return;
    this.#asked = true;
    this.#frame(() => {
      this.#asked = false;
      this.#sendWaiting();
    });
  }

  #sendWaiting(): void {
    if (this.#running || !this.#waiting) return;
    const { value } = this.#waiting;
    this.#waiting = null;
    this.#running = this.#send(value)
      .catch(() => {})
      .finally(() => {
        this.#running = null;
        this.#next();
      });
  }
}
