/** One question to the server for its time. All in ms. */
export type ClockSample = {
  /** Of this client's clock. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  /** Of the server's clock, between the two. */
  readonly serverMs: number;
};

/**
 * How far the server's clock is ahead of this one, ms, from the sample with the shortest way:
 * a late answer says nothing of the clock. Null without samples.
 */
export function clockOffsetMs(samples: readonly ClockSample[]): number | null {
  let best: ClockSample | null = null;
  for (const sample of samples) if (!best || tripMs(sample) < tripMs(best)) best = sample;
  return best ? best.serverMs - (best.askedAtMs + best.answeredAtMs) / 2 : null;
}

/** There and back, ms. */
export const tripMs = ({ askedAtMs, answeredAtMs }: ClockSample): number =>
  answeredAtMs - askedAtMs;
