import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * One check: what it is called, and a run that resolves with the text of what is wrong
 * (empty when nothing is).
 * @typedef {{name: string, run: () => Promise<string>}} Check
 */

/** @type {readonly Check[]} */
export const checks = [
  {
    // TypeScript 7, native code, takes a quarter of the time of 5, which the tool of the layers needs.
    name: 'types',
    run: () => tool('typescript7/bin/tsc', ['-b', '.', 'scripts', '--pretty', 'false']),
  },
  {
    name: 'format and lint',
    run: () => tool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']),
  },
  { name: 'boundaries', run: () => checkBoundaries(inRoot()) },
  { name: 'dead code', run: () => tool('knip/bin/knip.js', ['--no-progress']) },
  {
    name: 'lock file',
    run: async () => checkLockFile(readFileSync(inRoot('package-lock.json'), 'utf8')),
  },
];

/**
 * Checks the layers of the sources under `folder` (the project's rules, whichever the folder).
 * @param {string} folder
 */
export const checkBoundaries = (folder) =>
  tool(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    [
      '--config',
      inRoot('.dependency-cruiser.cjs'),
      'common',
      'main',
      'preload',
      'renderer',
      'tests',
    ],
    folder,
  );

/**
 * The lock file must install from whatever registry a machine uses.
 * @param {string} text of package-lock.json
 */
export function checkLockFile(text) {
  const hosts = text.match(/"resolved": "https?:\/\/[^/"]+/g) ?? [];
  return hosts.length > 0 ? `package-lock.json names ${hosts.length} hosts; see .npmrc` : '';
}

/**
 * Runs a tool of node_modules.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
async function tool(script, args, cwd = inRoot()) {
  const file = inRoot('node_modules', script);
  const { status, stdout, stderr } = await run(process.execPath, [file, ...args], { cwd });
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `ended with status ${status}`;
}
