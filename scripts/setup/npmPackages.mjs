import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { npm, npmReason } from './run.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

const stampFile = inRoot('node_modules/.anchor-stamp');

/** Installs the npm packages of package-lock.json where they are missing or out of date. */
export async function ensureNpmPackages() {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (read(stampFile) === stamp) return;
  // A linked node_modules belongs to another checkout: `npm ci` would empty that one.
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (!holdsPackages(lock, read(inRoot('node_modules/.package-lock.json')))) {
    const startMs = performance.now();
    say('Installing npm packages (first start, or package-lock.json changed)…');
    // No package that we use needs an install script, so none is let run. Not `npm ci`: that
    // refuses a lock file without the optional packages of platforms its registry lacks.
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, stdout, stderr } = await npm(args);
    if (status !== 0) throw new SetupError(`npm install failed: ${npmReason(stderr || stdout)}`);
    if (!holdsPackages(lock, read(inRoot('node_modules/.package-lock.json'))))
      throw new SetupError('npm installed other versions than package-lock.json names.');
    say(`npm packages are installed (${secondsSince(startMs)}).`);
  }
  writeFileSync(stampFile, stamp);
}

/**
 * Whether what npm last installed is what the lock file asks for (optional packages of
 * other platforms may be absent).
 * @param {string} lock text of package-lock.json
 * @param {string | undefined} installed text of node_modules/.package-lock.json
 */
export function holdsPackages(lock, installed) {
  if (!installed) return false;
  const have = JSON.parse(installed).packages ?? {};
  return Object.entries(JSON.parse(lock).packages ?? {}).every(
    ([path, wanted]) =>
      path === '' ||
      have[path]?.version === wanted.version ||
      (!have[path] && (wanted.optional || wanted.devOptional || wanted.peer)),
  );
}

/** @param {string} file @returns {string | undefined} */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
