/**
 * What a test file cost, the tests of it that needed a second try, and those that failed.
 * @typedef {object} ToldFile
 * @property {string} file
 * @property {number} seconds
 * @property {readonly string[]} retried `title: first error`
 * @property {readonly string[]} failed `title: error`
 */

/** Colours of a terminal, as reporters put them into messages. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const firstLine = (/** @type {string} */ text) =>
  text.replace(COLOURS, '').split('\n')[0]?.slice(0, 200) ?? '';
/** The first place in the tests that a stack names, as ` (file:line)`. */
const placeIn = (/** @type {string} */ stack) => {
  const place = /\/tests\/([\w./-]+:\d+):\d+/.exec(stack)?.[1];
  return place ? ` (${place})` : '';
};
const inTests = (/** @type {string} */ path) => path.replace(/^.*\/tests\//, '');

/**
 * Reads a Vitest JSON report: a test that passed in the end still has the messages of its first try.
 * @param {any} report
 * @returns {ToldFile[]}
 */
export const toldByVitest = (report) =>
  report.testResults.map(
    (/** @type {any} */ { name, startTime, endTime, assertionResults, status, message }) => {
      const told = (/** @type {string} */ wanted) =>
        assertionResults
          .filter((/** @type {any} */ it) => it.status === wanted && it.failureMessages?.length > 0)
          .map(
            (/** @type {any} */ { title, failureMessages }) =>
              `${title}: ${firstLine(failureMessages.at(-1))}${placeIn(failureMessages.at(-1))}`,
          );
      const unloaded = status === 'failed' && assertionResults.length === 0;
      return {
        file: inTests(name),
        seconds: (endTime - startTime) / 1000,
        retried: told('passed'),
        failed: unloaded ? [firstLine(message ?? 'not loaded')] : told('failed'),
      };
    },
  );

/**
 * Reads a Playwright JSON report: files may be nested in suites.
 * @param {any} report
 * @returns {ToldFile[]}
 */
export const toldByPlaywright = ({ suites = [] }) =>
  suites.map((/** @type {any} */ suite) => {
    const tests = specsOf(suite).flatMap((/** @type {any} */ { title, tests }) =>
      tests.map((/** @type {any} */ test) => ({ title, ...test })),
    );
    const durations = tests.flatMap((/** @type {any} */ { results }) =>
      results.map((/** @type {any} */ { duration }) => duration),
    );
    const told = (/** @type {string} */ wanted) =>
      tests
        .filter(({ status }) => status === wanted)
        .map(
          ({ title, results }) =>
            `${title}: ${firstLine(results[0]?.error?.message ?? 'no reason')}`,
        );
    return {
      file: inTests(`/tests/${suite.file ?? suite.title}`),
      seconds: durations.reduce((sum, ms) => sum + ms, 0) / 1000,
      retried: told('flaky'),
      failed: told('unexpected'),
    };
  });

/** @param {any} suite @returns {any[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** Files that are told of at the end. */
const SLOWEST = 12;

/**
 * The slowest files, and loudly the tests that failed or only passed when they were tried again.
 * @param {readonly ToldFile[]} files
 * @returns {string[]}
 */
export function linesOf(files) {
  const slowest = [...files].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  const retried = files.flatMap(({ file, retried }) => retried.map((it) => `${file}: ${it}`));
  const failed = files.flatMap(({ file, failed }) => failed.map((it) => `${file}: ${it}`));
  return [
    ...(slowest.length > 0 ? ['Slowest files:'] : []),
    ...slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`),
    ...(retried.length > 0 ? [`NEEDED A SECOND TRY (${retried.length}), to be mended:`] : []),
    ...retried.map((line) => `  !! ${line}`),
    ...(failed.length > 0 ? [`FAILED (${failed.length}):`] : []),
    ...failed.map((line) => `  !! ${line}`),
  ];
}
