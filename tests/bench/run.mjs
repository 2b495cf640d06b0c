import { spawn } from 'node:child_process';

/**
 * Runs a tool to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, input?: (stdin: import('node:stream').Writable) => Promise<void> }} [options]
 * @returns {Promise<{ stdout: Buffer, stderr: string }>} rejects where the tool is missing or fails
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      stdio: [options.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const stdout = [];
    let stderr = '';
    child.stdout?.on('data', (chunk) => stdout.push(chunk));
    child.stderr?.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-20_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ stdout: Buffer.concat(stdout), stderr });
      else reject(new Error(`${command} ended with ${code}: ${stderr.trim().slice(-600)}`));
    });
    // A tool that stops reading early says why by its exit status.
    child.stdin?.on('error', () => {});
    if (options.input && child.stdin) options.input(child.stdin).catch(() => {});
  });
}

/** True where the command can be started. */
export const isThere = (/** @type {string} */ command, args = ['-version']) =>
  run(command, args).then(
    () => true,
    () => false,
  );

/** @returns {Promise<void>} after `ms` milliseconds */
export const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Polls until the condition holds.
 * @param {() => boolean | Promise<boolean>} condition
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false where time ran out
 */
export async function until(condition, timeoutMs, everyMs = 50) {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await wait(everyMs);
  }
  return true;
}
