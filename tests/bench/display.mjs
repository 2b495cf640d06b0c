import { spawn } from 'node:child_process';
import { readProcess } from './proc.mjs';

/**
 * An X server with no screen, the same one for all contestants.
 * @returns {Promise<{ display: string, child: import('node:child_process').ChildProcess, cpuSeconds: () => number, stop: () => Promise<void> }>} rejects where Xvfb is missing
 */
export function startDisplay() {
  return new Promise((resolve, reject) => {
    const xvfb = spawn(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    );
    const closed = new Promise((done) => xvfb.on('close', done));
    xvfb.on('error', reject);
    xvfb.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    xvfb.stdio[3]?.once('data', (number) =>
      resolve({
        display: `:${String(number).trim()}`,
        child: xvfb,
        /** What the X server has used so far. */
        cpuSeconds: () => readProcess(xvfb.pid ?? 0)?.own ?? 0,
        stop: async () => {
          xvfb.kill('SIGTERM');
          await closed;
        },
      }),
    );
  });
}
