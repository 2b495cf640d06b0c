import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { lastLine, run } from '../setup/run.mjs';
import { SetupError, say, secondsSince } from '../setup/say.mjs';

const stampFile = inRoot('dist/.sources');
const sources = [
  'common',
  'main',
  'preload',
  'renderer',
  'resources',
  'scripts/build.mjs',
  'scripts/build',
  'package.json',
  'package-lock.json',
];

/** Builds `dist/` where it is missing or older than its sources; says one line if it did. */
export async function ensureBuilt() {
  const stamp = sourcesStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const startMs = performance.now();
  const { status, stdout, stderr } = await run(process.execPath, [inRoot('scripts/build.mjs')]);
  if (status !== 0) {
    say((stderr || stdout).trim());
    throw new SetupError(`The build failed: ${lastLine(stderr || stdout)}`);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  say(`Built (${secondsSince(startMs)}).`);
}

/** Changes whenever a source file is added, removed, or written. */
function sourcesStamp() {
  const hash = createHash('sha256');
  for (const source of sources) addPath(hash, inRoot(source));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addPath(hash, path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return;
  if (info.isDirectory())
    for (const name of readdirSync(path).sort()) addPath(hash, join(path, name));
  else hash.update(`${path}\0${info.size}\0${info.mtimeMs}\n`);
}
