/** Sends one value at a time; of those that come meanwhile only the last is sent, afterwards. */
export type LatestOnly<T> = {
  send(value: T): void;
  /** Resolves when nothing is on its way and nothing waits. */
  idle(): Promise<void>;
};

export function latestOnly<T>(deliver: (value: T) => Promise<unknown> | undefined): LatestOnly<T> {
  let running: Promise<void> | null = null;
  let waiting: { value: T } | null = null;

  const run = async (first: T): Promise<void> => {
    waiting = { value: first };
    while (waiting) {
      const { value }: { value: T } = waiting;
      waiting = null;
      // A refusal is shown by whoever delivers; the next value goes out all the same.
      await deliver(value)?.catch(() => {});
    }
    running = null;
  };
  return {
    send: (value) => {
      if (running) waiting = { value };
      else running = run(value);
    },
    idle: async () => {
      while (running) await running;
    },
  };
}
