/**
 * An expected failure of set-up: its message is one clear line for the person,
 * printed without a stack.
 */
export class SetupError extends Error {}

/**
 * Says one line. Goes to stderr, so that stdout stays the app's own.
 * @param {string} line
 */
export const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Seconds since `startMs` (of `performance.now()`), for a line: `1.2 s`.
 * @param {number} startMs
 */
export const secondsSince = (startMs) => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;

/**
 * Runs a command-line program's body: a {@link SetupError} becomes one line and status 1.
 * @param {() => Promise<number | void>} body resolves with the exit status (default 0)
 */
export async function runMain(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    say(
      error instanceof SetupError
        ? error.message
        : error instanceof Error
          ? String(error.stack)
          : String(error),
    );
    process.exitCode = 1;
  }
}
