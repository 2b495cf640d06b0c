/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @param {readonly Counts[]} parts @returns {Counts} */
export const sumCounts = (parts) =>
  parts.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/**
 * The last line of a test run: `12 passed, 0 failed`, with `, 1 skipped` where there are any.
 * @param {Counts} counts
 */
export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * Counts a Vitest JSON report. A file that could not even be loaded counts as one failed test.
 * @param {any} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts a Playwright JSON report. A test that passed when it was tried again is a passed one, and is
 * told of by `linesOf`; an error outside tests is a failed one.
 * @param {any} report
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors }) {
  const failed = stats.unexpected + errors.length;
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}

/**
 * Holds a runner to its exit status: one that failed without a failed test (it crashed, or
 * wrote no report) counts as one failure.
 * @param {Counts | undefined} counts
 * @param {number} status
 * @returns {Counts}
 */
export function withStatus(counts, status) {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const crashed = (status !== 0 || !counts) && known.failed === 0;
  return crashed ? { ...known, failed: 1 } : known;
}
