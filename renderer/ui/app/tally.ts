/** Adds up a counter that starts again at 0 when its process is restarted. */
export class RestartableCount {
  #last: number | null = null;
  #total = 0;

  /** How much was counted since the first look. */
  get total(): number {
    return this.#total;
  }

  /** Takes the counter as it stands now. The first look only sets the starting point. */
  look(value: number): void {
    if (this.#last !== null) {
      this.#total += value >= this.#last ? value - this.#last : value;
    }
    this.#last = value;
  }
}
