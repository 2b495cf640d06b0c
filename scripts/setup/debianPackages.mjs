import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLine, run } from './run.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

/**
 * One need and the packages that fill it, the name to prefer first; the others are what
 * newer Debian and Ubuntu call the same thing.
 * @typedef {readonly string[]} Need
 */

/** What Electron needs to start. @type {readonly Need[]} */
const appNeeds = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
];

/** A screen for a machine that has none. @type {readonly Need[]} */
const displayNeeds = [['xvfb'], ['xauth']];

/** Faces for Latin and CJK text; without them the studio runs but shows boxes. @type {readonly Need[]} */
const fontNeeds = [['fonts-noto-cjk'], ['fonts-inter'], ['fonts-noto-color-emoji']];

/** Peers that the tests publish to, watch with and decode with. @type {readonly Need[]} */
const testNeeds = [
  ['ffmpeg'],
  ['chromium', 'chromium-browser', 'google-chrome-stable'],
  ['nginx-light', 'nginx', 'nginx-core', 'nginx-full', 'nginx-extras'],
  ['libnginx-mod-rtmp'],
  // A WHIP server of GStreamer and a little Python.
  ['gstreamer1.0-plugins-bad'],
  ['gstreamer1.0-plugins-good'],
  ['gstreamer1.0-nice'],
  ['gstreamer1.0-libav'],
  ['python3-gst-1.0'],
  ['gir1.2-gst-plugins-bad-1.0'],
];

/**
 * Makes the Debian packages present: installed through apt as root, otherwise named in one
 * line. Anything but Debian and its kin is left alone.
 * @param {{tests?: boolean, display?: boolean}} [options] `tests`: also what the tests use;
 *   `display`: also a virtual screen
 * @throws {SetupError} when something needed is missing and cannot be installed
 */
export async function ensureDebianPackages({ tests = false, display = false } = {}) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const needed = [...appNeeds, ...(display ? displayNeeds : []), ...(tests ? testNeeds : [])];
  const installed = await installedPackages([...needed, ...fontNeeds].flat());
  const missing = missingNeeds(needed, installed);
  const missingFonts = missingNeeds(fontNeeds, installed);
  if (missing.length + missingFonts.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await install([...missing, ...missingFonts]);
    return;
  }
  const line = `sudo apt-get install -y ${[...missing, ...missingFonts].map(([name]) => name).join(' ')}`;
  if (missing.length > 0)
    throw new SetupError(`Debian packages are missing; install them: ${line}`);
  say(`For text in every language install the fonts: ${line}`);
}

/**
 * The needs that no installed package fills.
 * @param {readonly Need[]} needs
 * @param {ReadonlySet<string>} installed
 */
export const missingNeeds = (needs, installed) =>
  needs.filter((names) => !names.some((name) => installed.has(name)));

/** @param {readonly string[]} names @returns {Promise<Set<string>>} */
async function installedPackages(names) {
  const format = '${Package} ${db:Status-Status}\n';
  const { stdout } = await run('dpkg-query', ['--show', `--showformat=${format}`, ...names]);
  const lines = stdout.split('\n').filter((line) => line.endsWith(' installed'));
  return new Set(lines.map((line) => line.split(' ')[0] ?? ''));
}

/** @param {readonly Need[]} needs */
async function install(needs) {
  const startMs = performance.now();
  say(`Installing Debian packages: ${needs.map(([name]) => name).join(' ')} …`);
  await apt(['update']);
  const names = await Promise.all(needs.map(nameHere));
  const { status, stderr } = await withoutStartingServices(() =>
    apt(['install', '-y', '--no-install-recommends', ...names]),
  );
  if (status !== 0) throw new SetupError(`apt-get install failed: ${lastLine(stderr)}`);
  say(`Debian packages are installed (${secondsSince(startMs)}).`);
}

/** The name this release uses for a need. @param {Need} names */
async function nameHere(names) {
  for (const name of names) {
    const { stdout } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))\S/.test(stdout)) return name;
  }
  return names[0] ?? '';
}

/** @param {readonly string[]} args */
async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  for (let attempt = 1; ; attempt++) {
    const result = await run('apt-get', [...quiet, ...args], { env });
    // `update` does not wait for its lock by itself.
    if (!/Could not get lock/.test(result.stderr) || attempt === 100) return result;
    await delay(3000);
  }
}

/**
 * Keeps what is being installed (nginx) from starting and listening on this machine.
 * @template T
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
async function withoutStartingServices(body) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return body();
  const putBack = () => rmSync(policy, { force: true });
  process.once('exit', putBack);
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await body();
  } finally {
    putBack();
    process.off('exit', putBack);
  }
}
