import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError, say } from './say.mjs';

/**
 * Runs `body` while holding the lock file `file`; a second process waits, and a lock
 * whose owner has died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} body
 * @param {{timeoutMs?: number}} [options] how long to wait for the other; default 10 minutes
 * @returns {Promise<T>}
 */
export async function withLock(file, body, { timeoutMs = 600_000 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const giveUpAt = Date.now() + timeoutMs;
  let said = false;
  while (!take(file)) {
    if (Date.now() > giveUpAt) throw new SetupError(`Another set-up holds ${file}; remove it.`);
    if (!said) say('Another set-up is running in this folder; waiting for it.');
    said = true;
    await delay(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await body();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} file @returns {boolean} whether the lock is ours now */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (ownerLives(file)) return false;
  rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function ownerLives(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty for the moment between its creation and the writing of the number.
    if (!pid) return Date.now() - statSync(file).mtimeMs < 2000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
