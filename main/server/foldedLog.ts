/** Repeats of a line within this are one more line, ms. */
const FOLD_MS = 10_000;
/** Different lines that are remembered at a time; more are written as they come. */
const MOST_LINES = 64;

/**
 * A log in which whoever makes the server say the same again and again makes two lines of it, not
 * thousands: the first at once, and how many followed.
 */
export function foldedLog(write: (line: string) => void): {
  readonly log: (line: string) => void;
  /** Says what is still to be said. */
  close(): void;
} {
  const repeats = new Map<string, { count: number; readonly timer: NodeJS.Timeout }>();
  const tell = (line: string) => {
    const known = repeats.get(line);
    repeats.delete(line);
    if (!known) return;
    clearTimeout(known.timer);
    if (known.count > 0) write(`${line} (${known.count} more in ${FOLD_MS / 1000} s)`);
  };
  return {
    log(line) {
      const known = repeats.get(line);
      if (known) {
        known.count++;
        return;
      }
      write(line);
      if (repeats.size >= MOST_LINES) return;
      const timer = setTimeout(() => tell(line), FOLD_MS).unref();
      repeats.set(line, { count: 0, timer });
    },
    close() {
      for (const line of [...repeats.keys()]) tell(line);
    },
  };
}
