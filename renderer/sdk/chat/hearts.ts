import type { Clock } from './clock.ts';

/** One message of hearts a second at most: they share the room's 40 with everything else. */
const EVERY_MS = 1_000;
const MOST = 1_000;

/** Adds up hearts; what the room has no turn for waits, and above a thousand is forgotten. */
export class Hearts {
  private readonly clock: Clock;
  private readonly send: (count: number) => boolean;
  private waiting = 0;
  private stop: (() => void) | null = null;

  /** `send` says whether it had a turn. */
  constructor(clock: Clock, send: (count: number) => boolean) {
    this.clock = clock;
    this.send = send;
  }

  add(count: number): void {
    if (!Number.isFinite(count) || count < 1) return;
    this.waiting = Math.min(MOST, this.waiting + Math.floor(count));
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
    this.stop = this.clock.setTimer(() => this.flush(), EVERY_MS);
  }
}
