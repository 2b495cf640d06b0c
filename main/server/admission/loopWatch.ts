import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

/** How late this process comes to do what is due. */
export class LoopWatch {
  private histogram: IntervalHistogram | null = null;

  start(): void {
    this.histogram ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.histogram.enable();
  }

  /** 99th percentile since the last call, ms. */
  lateMs(): number {
    const { histogram } = this;
    if (!histogram || histogram.count === 0) return 0;
    // The time between two looks is counted with the delay, at least by the Node versions we run on.
    const counted = histogram.min / 1e6 >= RESOLUTION_MS / 2 ? RESOLUTION_MS : 0;
    const lateMs = histogram.percentile(99) / 1e6 - counted;
    histogram.reset();
    return Math.max(0, lateMs);
  }

  stop(): void {
    this.histogram?.disable();
    this.histogram = null;
  }
}
