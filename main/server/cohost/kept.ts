/** Writes one text under a name, and reads it again; `null` removes it. */
export type Shelf = {
  read(): Promise<string | null>;
  write(text: string | null): Promise<void>;
};

export type KeptOptions<State> = {
  readonly shelf: Shelf;
  readonly textOf: (state: State) => string;
  /** A state is on disk: people may be shown it. */
  readonly onShown: (state: State, before: State) => void;
  /** What is patient is written after so long, ms. */
  readonly patienceMs: number;
  readonly log: (line: string) => void;
};

/**
 * A state of which nobody is shown or answered anything that is not on disk: a server that is killed
 * goes on from what people have seen. Written as often as the disk takes it, the newest each time.
 */
export class Kept<State extends { readonly rev: number }> {
  private readonly options: KeptOptions<State>;
  private newest: State;
  private written: State;
  /** Of the last change that somebody waits for. */
  private urgentRev: number;
  private isWriting = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | null = null;
  private waiting: { readonly rev: number; readonly resolve: () => void }[] = [];

  constructor(first: State, options: KeptOptions<State>) {
    this.newest = first;
    this.written = first;
    this.urgentRev = first.rev;
    this.options = options;
  }

  /** The newest, perhaps not on disk yet. */
  get state(): State {
    return this.newest;
  }

  /** The newest that is on disk. */
  get shown(): State {
    return this.written;
  }

  /** @param isPatient may be written together with what follows soon */
  set(next: State, isPatient = false): void {
    const isSame = next.rev === this.newest.rev;
    this.newest = next;
    if (isSame || this.isClosed) return;
    if (!isPatient) {
      this.urgentRev = next.rev;
      void this.write();
    } else if (!this.isWriting)
      this.timer ??= setTimeout(() => void this.write(), this.options.patienceMs);
  }

  /** Resolves when everything is on disk that was not patient. */
  settled(): Promise<void> {
    const rev = this.urgentRev;
    if (this.written.rev >= rev || this.isClosed) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ rev, resolve }));
  }

  /** Writes what is left; `forget` removes it instead. Nothing is shown any more. */
  async close(forget = false): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopTimer();
    const { shelf, textOf, log } = this.options;
    const isOpen = this.written.rev !== this.newest.rev;
    for (const { resolve } of this.waiting.splice(0)) resolve();
    if (!forget && !isOpen) return;
    await shelf
      .write(forget ? null : textOf(this.newest))
      .catch((error: Error) => log(`cohost: the state was not written: ${error.message}`));
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async write(): Promise<void> {
    this.stopTimer();
    if (this.isWriting) return;
    this.isWriting = true;
    const { shelf, textOf, onShown, log, patienceMs } = this.options;
    const next = this.newest;
    try {
      await shelf.write(textOf(next));
    } catch (error) {
      // A full disk must not stop a show.
      log(`cohost: the state was not written: ${(error as Error).message}`);
    }
    this.isWriting = false;
    if (this.isClosed) return;
    const before = this.written;
    this.written = next;
    onShown(next, before);
    this.waiting = this.waiting.filter(({ rev, resolve }) => {
      if (rev > next.rev) return true;
      resolve();
      return false;
    });
    if (this.newest.rev === next.rev) return;
    if (this.urgentRev > next.rev) void this.write();
    else this.timer ??= setTimeout(() => void this.write(), patienceMs);
  }
}
