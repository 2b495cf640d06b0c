/** Time as the chat needs it: given, because `common` knows neither Node nor browsers. */
export type Clock = {
  /** Ms, of a clock that is never set back. */
  readonly now: () => number;
  /** Runs something once after so many ms; returns what takes it back. */
  readonly setTimer: (run: () => void, ms: number) => () => void;
};

type Host<Timer> = {
  readonly performance: { now(): number };
  setTimeout(run: () => void, ms: number): Timer;
  clearTimeout(timer: Timer): void;
};

/** The clock of this process or page: `clockOf(globalThis)`. */
export const clockOf = <Timer>(host: Host<Timer>): Clock => ({
  now: () => host.performance.now(),
  setTimer(run, ms) {
    const timer = host.setTimeout(run, ms);
    return () => host.clearTimeout(timer);
  },
});
