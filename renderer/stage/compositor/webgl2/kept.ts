/** Drawings after which what was not used is given up; scenes come back, and what they need with them. */
const KEEP_DRAWINGS = 60;

/** Things that cost memory, by name, given up when they have not been used for a while. */
export class Kept<T> {
  readonly #entries = new Map<string, { readonly value: T; usedIn: number }>();
  readonly #discard: (value: T) => void;
  #drawing = 0;

  constructor(discard: (value: T) => void) {
    this.#discard = discard;
  }

  /** The one of that name, made where there is none; it counts as used. */
  of(name: string, make: () => T): T {
    let entry = this.#entries.get(name);
    if (!entry) {
      entry = { value: make(), usedIn: 0 };
      this.#entries.set(name, entry);
    }
    entry.usedIn = this.#drawing;
    return entry.value;
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#discard(entry.value);
    this.#entries.delete(name);
  }

  /** Called after each drawing. */
  sweep(): void {
    this.#drawing++;
    for (const [name, { usedIn }] of this.#entries)
      if (this.#drawing - usedIn > KEEP_DRAWINGS) this.delete(name);
  }
}
