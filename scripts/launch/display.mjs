import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacksDisplay } from '../setup/index.mjs';
import { SetupError, say } from '../setup/say.mjs';

/** The virtual screen: width × height × bits per pixel. */
const screen = '1440x900x24';
const startTimeoutMs = 15_000;

/**
 * Runs `body` with a screen: the machine's own, or a virtual one that ends with it.
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} body gets the environment to run programs in
 * @returns {Promise<T>}
 */
export async function withDisplay(body) {
  if (!lacksDisplay()) return body({ ...process.env });
  const folder = mkdtempSync(join(tmpdir(), 'anchor-display-'));
  const authority = join(folder, 'authority');
  writeFileSync(authority, cookieFile(), { mode: 0o600 });
  const server = startXvfb(authority);
  const clean = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', clean);
  try {
    const display = await displayNumber(server);
    say(`There is no display: a virtual one is used (Xvfb :${display}, ${screen}).`);
    return await body({ ...process.env, DISPLAY: `:${display}`, XAUTHORITY: authority });
  } finally {
    clean();
    process.off('exit', clean);
  }
}

/** @param {string} authority */
function startXvfb(authority) {
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', authority];
  // In a group of its own: Ctrl-C must end the app first, and the screen after it.
  return spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<number>} the free display number that Xvfb took
 */
function displayNumber(server) {
  return new Promise((done, fail) => {
    const failed = (/** @type {string} */ why) =>
      fail(new SetupError(`Xvfb did not start: ${why}.`));
    const timer = setTimeout(() => failed(`no display in ${startTimeoutMs} ms`), startTimeoutMs);
    let text = '';
    const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    pipe.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      done(Number(text));
    });
    server.on('error', (error) => failed(error.message));
    server.on('exit', (code) => failed(`it ended with status ${code}`));
    server.on('exit', () => clearTimeout(timer));
  });
}

/**
 * An Xauthority file with one fresh cookie for any host and any display, so that no other
 * user of the machine can look at the screen or type into it.
 */
function cookieFile() {
  const anyHost = Buffer.from([0xff, 0xff]);
  const fields = ['', '', 'MIT-MAGIC-COOKIE-1', randomBytes(16)].map((field) => {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat([anyHost, ...fields]);
}
