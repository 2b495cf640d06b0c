/**
 * Runs `body`; an interrupt during it ends this process through `exit`, so that exit
 * handlers put things back (a signal's default action would skip them).
 * @template T
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withTidyInterrupt(body) {
  const interrupted = () => process.exit(130);
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    return await body();
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}
