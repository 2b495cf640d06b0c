import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';
import { countPlaywright, countVitest, withStatus } from './counts.mjs';
import { toldByPlaywright, toldByVitest } from './told.mjs';

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
  playwright: {
    parts: ['e2e', 'faults'],
    suffix: '.spec.ts',
    count: countPlaywright,
    told: toldByPlaywright,
    /** @param {readonly string[]} parts */
    args: (parts) => [
      inRoot('node_modules/@playwright/test/cli.js'),
      'test',
      ...parts.map((part) => `--project=${part}`),
    ],
  },
};

/** Every part that can be named on the command line. */
export const allParts = Object.values(runners).flatMap((runner) => runner.parts);

/**
 * Runs one runner over those of the asked parts that are its own and have any test files.
 * @param {keyof typeof runners} name
 * @param {readonly string[]} asked
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ counts: import('./counts.mjs').Counts; told: import('./told.mjs').ToldFile[] }>}
 */
export async function runTests(name, asked, env) {
  const { parts, suffix, args, count, told } = runners[name];
  const own = parts.filter((part) => asked.includes(part) && hasTests(part, suffix));
  if (own.length === 0) return { counts: { passed: 0, failed: 0, skipped: 0 }, told: [] };
  const report = inRoot(`test-results/${name}.json`);
  rmSync(report, { force: true });
  say(`${name}: ${own.join(', ')}`);
  const { status } = await run(process.execPath, args(own, report), { env, inherit: true });
  if (!existsSync(report)) return { counts: withStatus(undefined, status), told: [] };
  const parsed = JSON.parse(readFileSync(report, 'utf8'));
  return { counts: withStatus(count(parsed), status), told: told(parsed) };
}

/** @param {string} part @param {string} suffix */
function hasTests(part, suffix) {
  const folder = inRoot('tests', part);
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith(suffix));
}
