import type { Clock } from '../../../common/chat/clock.ts';

/** So many at once, then so many a second: together never above the 40 a second that a room takes. */
const BURST = 10;
const PER_SECOND = 30;
const MOST_WAITING = 100;

type Waiting = { readonly go: () => void; readonly drop: () => void };

/** Lets messages through no faster than the room takes them; control goes before talk. */
export class Pace {
  private readonly clock: Clock;
  private readonly control: Waiting[] = [];
  private readonly talk: Waiting[] = [];
  private tokens = BURST;
  private filledAtMs: number;
  private stop: (() => void) | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
    this.filledAtMs = clock.now();
  }

  /** Resolves when it may go; with false where too many wait, or the room was left. */
  turn(kind: 'control' | 'talk'): Promise<boolean> {
    const line = this[kind];
    if (line.length >= MOST_WAITING) return Promise.resolve(false);
    return new Promise((resolve) => {
      line.push({ go: () => resolve(true), drop: () => resolve(false) });
      this.run();
    });
  }

  /** For what is shed first: takes a turn only where nobody waits and half of the room's rate is free. */
  tryTurn(): boolean {
    this.fill();
    if (this.control.length + this.talk.length > 0 || this.tokens < BURST / 2) return false;
    this.tokens--;
    return true;
  }

  close(): void {
    this.stop?.();
    this.stop = null;
    for (const line of [this.control, this.talk]) for (const { drop } of line.splice(0)) drop();
  }

  private fill(): void {
    const nowMs = this.clock.now();
    this.tokens = Math.min(BURST, this.tokens + ((nowMs - this.filledAtMs) / 1000) * PER_SECOND);
    this.filledAtMs = nowMs;
  }

  private run(): void {
    this.fill();
    while (this.tokens >= 1) {
      const next = this.control.shift() ?? this.talk.shift();
      if (!next) return;
      this.tokens--;
      next.go();
    }
    if (this.stop || this.control.length + this.talk.length === 0) return;
    this.stop = this.clock.setTimer(() => {
      this.stop = null;
      this.run();
    }, 1000 / PER_SECOND);
  }
}
