import { constants } from 'node:os';
import { say } from '../setup/say.mjs';

/** A second request within this time is the same one: a terminal and npm both send it. */
const sameRequestMs = 1500;

/**
 * Hands SIGINT, SIGTERM and SIGHUP on to a child, once, and waits for it to end in its own
 * time (it finishes its recordings). Asked again later, it is ended at once.
 * @param {import('node:child_process').ChildProcess} child in a process group of its own
 * @returns {Promise<number>} its exit status; 128 + number for a signal
 */
export function waitForwardingSignals(child) {
  return new Promise((done, fail) => {
    let askedAtMs = 0;
    /** @param {NodeJS.Signals} signal */
    const ask = (signal) => {
      const nowMs = performance.now();
      if (askedAtMs === 0) {
        askedAtMs = nowMs;
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      } else if (nowMs - askedAtMs > sameRequestMs) {
        say('Ended at once, as asked a second time.');
        killGroup(child);
      }
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const lastResort = () => killGroup(child);
    const stop = () => {
      for (const name of signals) process.off(name, ask);
      process.off('exit', lastResort);
    };
    for (const name of signals) process.on(name, ask);
    process.once('exit', lastResort);
    child.once('error', (error) => {
      stop();
      fail(error);
    });
    child.once('close', (code, signal) => {
      stop();
      done(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
