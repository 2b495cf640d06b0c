/** A source that gives nothing for so long while it is seen has no signal, µs. */
const PATIENCE_US = 3_000_000;

/** Notices that a source that should give pictures gives none. Tells only what changes. */
export class SignalWatch {
  readonly #tell: (lost: boolean) => void;
  #lastUs: number | null = null;
  #lost = false;

  constructor(tell: (lost: boolean) => void) {
    this.#tell = tell;
  }

  /** A picture came. */
  signal(timeUs: number): void {
    this.#lastUs = timeUs;
  }

  /** Call it with each frame in which the source is seen. `expected`: whether pictures should come now. */
  look(timeUs: number, expected: boolean): void {
    if (!expected || this.#lastUs === null) this.#lastUs = timeUs;
    this.#say(timeUs - this.#lastUs >= PATIENCE_US);
  }

  /** It is not seen any more. */
  rest(): void {
    this.#lastUs = null;
    this.#say(false);
  }

  #say(lost: boolean): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#tell(lost);
  }
}
