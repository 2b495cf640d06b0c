import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';
import { countPlaywright, countVitest, withStatus } from './counts.mjs';
import { readTicks, shareLine } from './cpuShare.mjs';
import { endLeft, leftRunning, MARK } from './leftRunning.mjs';
import { toldByPlaywright, toldByVitest } from './told.mjs';

const playwright = { suffix: '.spec.ts', count: countPlaywright, told: toldByPlaywright };

/** @param {string} report @param {number} workers @param {readonly string[]} projects of playwright.config.ts */
const playwrightArgs = (report, workers, projects) => [
  inRoot('node_modules/@playwright/test/cli.js'),
  'test',
  `--workers=${workers}`,
  `--output=${report.replace(/\.json$/, '')}`,
  ...projects.map((project) => `--project=${project}`),
];

/** Parts of the tests by the runner that runs them. */
const runners = {
  vitest: {
    parts: ['unit', 'integration'],
    suffix: '.test.ts',
    count: countVitest,
    told: toldByVitest,
    /** @param {readonly string[]} parts @param {string} report */
    args: (parts, report) => [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...parts.map((part) => `tests/${part}/`),
    ],
  },
  'playwright, two apps at a time': {
    ...playwright,
    parts: ['e2e'],
    /** @param {readonly string[]} parts @param {string} report */
    args: (parts, report) =>
      playwrightArgs(
        report,
        2,
        parts.map((part) => `${part} together`),
      ),
  },
  playwright: {
    ...playwright,
    parts: ['e2e', 'faults'],
    /** @param {readonly string[]} parts @param {string} report */
    args: (parts, report) => playwrightArgs(report, 1, parts),
  },
};

/** In the order in which they run. */
export const runnerNames = /** @type {(keyof typeof runners)[]} */ (Object.keys(runners));

/** Every part that can be named on the command line. */
export const allParts = [...new Set(Object.values(runners).flatMap((runner) => runner.parts))];

/**
 * Runs one runner over those of the asked parts that are its own and have any test files.
 * A process that a test left running counts as a failure.
 * @param {keyof typeof runners} name
 * @param {readonly string[]} asked
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ counts: import('./counts.mjs').Counts; told: import('./told.mjs').ToldFile[]; notes: string[] }>}
 */
export async function runTests(name, asked, env) {
  const { parts, suffix, args, count, told } = runners[name];
  const own = parts.filter((part) => asked.includes(part) && hasTests(part, suffix));
  if (own.length === 0)
    return { counts: { passed: 0, failed: 0, skipped: 0 }, told: [], notes: [] };
  const report = inRoot(`test-results/${name.replace(/\W+/g, '-')}.json`);
  rmSync(report, { force: true });
  say(`${name}: ${own.join(', ')}`);
  const before = readTicks();
  const mark = randomUUID();
  const marked = { ...env, [MARK]: mark, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { status } = await run(process.execPath, args(own, report), { env: marked, inherit: true });
  const notes = shareLine(name, before, readTicks());
  const left = endLeft(await leftRunning(mark));
  if (left.length > 0) notes.push(`${name} LEFT RUNNING (${left.length}), now ended:`, ...left);
  if (!existsSync(report)) return { counts: withStatus(undefined, status), told: [], notes };
  const parsed = JSON.parse(readFileSync(report, 'utf8'));
  const counts = withStatus(count(parsed), status);
  return { counts: { ...counts, failed: counts.failed + left.length }, told: told(parsed), notes };
}

/** @param {string} part @param {string} suffix */
function hasTests(part, suffix) {
  const folder = inRoot('tests', part);
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith(suffix));
}
