import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * Which Electron this checkout runs.
 * @typedef {object} Runtime
 * @property {string} declared version that package.json asks for
 * @property {string} version version of the one that is used
 * @property {'declared' | 'fallback' | 'override'} source
 * @property {string} dir folder of the unpacked runtime
 * @property {string} binary the executable
 */

/** Written by set-up, read by the scripts and by `tests/support/electronPath.ts`. */
export const recordFile = inRoot('.cache/electron.json');

/** @returns {Runtime | undefined} the recorded runtime, if its executable is still there */
export function readRuntimeRecord() {
  if (!existsSync(recordFile)) return undefined;
  const record = JSON.parse(readFileSync(recordFile, 'utf8'));
  return existsSync(record.binary) ? record : undefined;
}

/** @param {Runtime} runtime */
export function writeRuntimeRecord(runtime) {
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, `${JSON.stringify(runtime, null, 2)}\n`);
}
