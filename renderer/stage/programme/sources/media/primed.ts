/** Items that are made as they are asked for, the first of them at once, before anybody asks. */
export class Primed<T> {
  readonly fromSeconds: number;
  readonly #source: AsyncGenerator<T>;
  readonly #first: Promise<IteratorResult<T>>;
  readonly #discard: (item: T) => void;

  constructor(fromSeconds: number, source: AsyncGenerator<T>, discard: (item: T) => void) {
    this.fromSeconds = fromSeconds;
    this.#source = source;
    this.#discard = discard;
    this.#first = source.next();
    // Whoever takes the items is told.
    this.#first.catch(() => {});
  }

  /** All of them; the caller's from now on. */
  async *items(): AsyncGenerator<T> {
    const { done, value } = await this.#first;
    if (done) return;
    try {
      yield value;
      yield* this.#source;
    } finally {
      await this.#source.return(undefined);
    }
  }

  /** Nobody will take them. */
  discard(): void {
    void this.#first
      .then(({ done, value }) => {
        if (!done) this.#discard(value);
        return this.#source.return(undefined);
      })
      .catch(() => {});
  }
}
