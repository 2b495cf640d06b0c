/** Ids that are kept before all are forgotten: those of items that went must not pile up. */
const MOST = 10_000;

/** Joins ids into paths, each once, so that every frame finds the same string and need not make it. */
export class Ids {
  readonly #known = new Map<string, Map<string, string>>();
  #count = 0;

  of(path: string, id: string): string {
    const inner = this.#known.get(path) ?? this.#add(path);
    const known = inner.get(id);
    if (known !== undefined) return known;
    const joined = `${path}/${id}`;
    inner.set(id, joined);
    this.#count++;
    return joined;
  }

  #add(path: string): Map<string, string> {
    if (this.#count > MOST) {
      this.#known.clear();
      this.#count = 0;
    }
    const inner = new Map<string, string>();
    this.#known.set(path, inner);
    return inner;
  }
}
