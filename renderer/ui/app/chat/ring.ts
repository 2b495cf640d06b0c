/** The last `capacity` of what was added. Each keeps its number, counted from 0, for as long as it is here. */
export class Ring<T> {
  readonly #capacity: number;
  readonly #places: T[] = [];
  #begin = 0;
  #end = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of the oldest that is still here. */
  get begin(): number {
    return this.#begin;
  }

  /** Number that the next one gets. */
  get end(): number {
    return this.#end;
  }

  at(number: number): T | undefined {
    if (number < this.#begin || number >= this.#end) return undefined;
    return this.#places[number % this.#capacity];
  }

  /** Adds one; answers with the one that had to go. */
  push(value: T): T | undefined {
    const place = this.#end % this.#capacity;
    const gone = this.#end - this.#begin === this.#capacity ? this.#places[place] : undefined;
    if (gone !== undefined) this.#begin += 1;
    this.#places[place] = value;
    this.#end += 1;
    return gone;
  }

  /** Puts another in the place of one that is here. */
  replace(number: number, value: T): void {
    if (number >= this.#begin && number < this.#end) this.#places[number % this.#capacity] = value;
  }

  /** Forgets all; numbers go on, so that none is ever given twice. */
  clear(): void {
    this.#places.length = 0;
    // The next stands at a multiple of the capacity, where an emptied array begins.
    this.#end = Math.ceil(this.#end / this.#capacity) * this.#capacity;
    this.#begin = this.#end;
  }

  /** From `from` on, oldest first. */
  *since(from: number): Generator<T> {
    for (let number = Math.max(from, this.#begin); number < this.#end; number += 1)
      yield this.#places[number % this.#capacity] as T;
  }
}
