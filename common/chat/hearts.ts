import type { Clock } from './clock.ts';

/** Hearts of one message; more are forgotten. */
const MOST = 1_000;

export type HeartsOptions = {
  /** Between two messages, at the least. */
  readonly everyMs: number;
  readonly setTimer: Clock['setTimer'];
  /** Whether it could be sent: what could not waits for the next turn. */
  readonly send: (count: number) => boolean;
};

/** Adds up hearts: the first goes at once, those after it together. */
export class Hearts {
  private readonly options: HeartsOptions;
  private waiting = 0;
  private stop: (() => void) | null = null;

  constructor(options: HeartsOptions) {
    this.options = options;
  }

  add(count: number): void {
    if (!Number.isFinite(count) || count < 1) return;
    this.waiting = Math.min(MOST, this.waiting + Math.floor(count));
    if (!this.stop) this.flush();
  }

  /** Forgets what waits. */
  close(): void {
    this.stop?.();
    this.stop = null;
    this.waiting = 0;
  }

  private flush(): void {
    const { everyMs, setTimer, send } = this.options;
    this.stop = null;
    if (this.waiting === 0) return;
    if (send(this.waiting)) this.waiting = 0;
    this.stop = setTimer(() => this.flush(), everyMs);
  }
}
