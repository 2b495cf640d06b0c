import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { endLeft, leftRunning, MARK } from '../../../scripts/testing/leftRunning.mjs';

it.skipIf(!existsSync('/proc/self/environ'))(
  'finds and ends what a run left running, and nothing else',
  async () => {
    const program = [
      process.execPath,
      ['-e', 'console.log(1); setInterval(() => {}, 1e6)'],
    ] as const;
    const mark = `test-${process.pid}-${Date.now()}`;
    const forgotten = spawn(...program, { env: { ...process.env, [MARK]: mark } });
    const other = spawn(...program, { env: { ...process.env, [MARK]: `${mark}-other` } });
    try {
      await Promise.all([once(forgotten.stdout, 'data'), once(other.stdout, 'data')]);
      const left: { pid: number; command: string }[] = await leftRunning(mark);
      expect(left.map(({ pid }) => pid)).toEqual([forgotten.pid]);
      const ended = once(forgotten, 'exit');
      expect(endLeft(left)[0]).toContain(String(forgotten.pid));
      await ended;
      expect(await leftRunning(mark)).toEqual([]);
      expect(other.exitCode).toBeNull();
    } finally {
      forgotten.kill('SIGKILL');
      other.kill('SIGKILL');
    }
  },
);
