/** Between two frames of hearts, ms. */
const EVERY_MS = 250;
/** Of one frame; more are forgotten. */
const MOST = 1_000;

/** Adds up hearts and sends them a few times a second. */
export class Hearts {
  private readonly send: (count: number) => boolean;
  private readonly setTimer: (run: () => void, ms: number) => () => void;
  private waiting = 0;
  private stop: (() => void) | null = null;

  /** `send` says whether it could be sent. */
  constructor(
    setTimer: (run: () => void, ms: number) => () => void,
    send: (count: number) => boolean,
  ) {
    this.setTimer = setTimer;
    this.send = send;
  }

  add(count: number): void {
    if (!Number.isFinite(count) || count < 1) return;
    this.waiting = Math.min(MOST, this.waiting + Math.floor(count));
    // The first goes at once.
    if (!this.stop) this.flush();
  }

  close(): void {
    this.stop?.();
    this.stop = null;
    this.waiting = 0;
  }

  private flush(): void {
    this.stop = null;
    if (this.waiting === 0) return;
    if (this.send(this.waiting)) this.waiting = 0;
    this.stop = this.setTimer(() => this.flush(), EVERY_MS);
  }
}
