/** Runs at once when it is called, and then at most once in `everyMs`; the last call is never lost. */
export class Folded {
  private readonly everyMs: number;
  private readonly run: () => void;
  private timer: NodeJS.Timeout | null = null;
  private isDue = false;

  constructor(everyMs: number, run: () => void) {
    this.everyMs = everyMs;
    this.run = run;
  }

  call(): void {
    if (this.timer) {
      this.isDue = true;
      return;
    }
    this.timer = setTimeout(() => this.rest(), this.everyMs);
    this.timer.unref();
    this.run();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.isDue = false;
  }

  private rest(): void {
    this.timer = null;
    if (!this.isDue) return;
    this.isDue = false;
    this.call();
  }
}
