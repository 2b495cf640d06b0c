/** A queue whose filler waits while it is full; what cannot be kept is discarded. */
export class BoundedQueue<T> {
  readonly #most: number;
  readonly #weigh: (item: T) => number;
  readonly #discard: (item: T) => void;
  #items: T[] = [];
  #weight = 0;
  #closed = false;
  #onRoom: (() => void) | null = null;

  /** Takes items until their weights reach `most`; the last one may go beyond it. */
  constructor(most: number, weigh: (item: T) => number, discard: (item: T) => void) {
    this.#most = most;
    this.#weigh = weigh;
    this.#discard = discard;
  }

  /** Waits for room; false when the queue was closed meanwhile, and the item with it. */
  async push(item: T): Promise<boolean> {
    while (!this.#closed && this.#weight >= this.#most)
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    if (this.#closed) {
      this.#discard(item);
      return false;
    }
    this.#items.push(item);
    this.#weight += this.#weigh(item);
    return true;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  /** The first item, which is the caller's from now on. */
  shift(): T | undefined {
    const item = this.#items.shift();
    if (item === undefined) return undefined;
    this.#weight -= this.#weigh(item);
    this.#wake();
    return item;
  }

  close(): void {
    this.#closed = true;
    for (const item of this.#items.splice(0)) this.#discard(item);
    this.#wake();
  }

  #wake(): void {
    this.#onRoom?.();
    this.#onRoom = null;
  }
}
