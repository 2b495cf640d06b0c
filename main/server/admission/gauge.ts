import { limits } from '../limits.ts';

/** What was found in one second. */
export type LoadSample = {
  /** How late the event loop was, 99th percentile, ms. */
  readonly loopLateMs: number;
  /** Viewers that have been here long enough to be judged. */
  readonly settled: number;
  /** Those of them with more than a second of media unread. */
  readonly lagging: number;
};

/** Why nobody else is let in: the machine has too much to do, or too many viewers fall behind at once. */
export type FullReason = 'machine' | 'network';

const { loopLateMs, loopCalmMs, lagShare, lagCalmShare, minLagging, windowSeconds, badSeconds } =
  limits.admission;

/**
 * Decides from the last seconds whether the room is full. Two bad ones close it, five calm ones
 * in a row open it again; what lies between leaves it as it is. One viewer that falls behind has
 * a poor link; a fifth of them at once have ours.
 */
export class LoadGauge {
  private samples: LoadSample[] = [];
  private reason: FullReason | null = null;

  get full(): FullReason | null {
    return this.reason;
  }

  add(sample: LoadSample): void {
    this.samples = [...this.samples, sample].slice(-windowSeconds);
    const late = this.samples.filter((it) => it.loopLateMs > loopLateMs).length;
    const behind = this.samples.filter((it) => lagsBeyond(it, lagShare)).length;
    if (late >= badSeconds) this.reason = 'machine';
    else if (behind >= badSeconds) this.reason = 'network';
    else if (this.samples.length === windowSeconds && this.samples.every(isCalm))
      this.reason = null;
  }
}

const lagsBeyond = ({ lagging, settled }: LoadSample, share: number): boolean =>
  lagging >= minLagging && lagging > settled * share;

const isCalm = (sample: LoadSample): boolean =>
  sample.loopLateMs < loopCalmMs && !lagsBeyond(sample, lagCalmShare);
