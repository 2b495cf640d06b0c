import { cpus, release, totalmem } from 'node:os';
import { run } from './run.mjs';

/** What the figures were taken on. */
export async function describeMachine() {
  const gpu = await run('sh', ['-c', 'ls /dev/dri/renderD* 2>/dev/null']).then(
    () => true,
    () => false,
  );
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    gpu,
    node: process.version,
  };
}

/** The commit that was measured, with a `+` where files have been changed since. */
export const describeCommit = () =>
  run('git', ['describe', '--always', '--dirty=+', '--abbrev=12']).then(
    ({ stdout }) => stdout.toString().trim(),
    () => null,
  );
