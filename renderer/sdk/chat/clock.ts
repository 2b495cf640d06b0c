export type Clock = {
  /** Monotonic, ms. */
  readonly now: () => number;
  /** Runs something once after so many ms; returns what takes it back. */
  readonly setTimer: (run: () => void, ms: number) => () => void;
};
