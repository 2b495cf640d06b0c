import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^anchor-studio-(\d+)-/;

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * A fresh profile for a run without hands, so that it never meets the person's own. Chromium writes
 * into it until the very end, so no run can remove its own: each removes those of runs that are over.
 */
export async function temporaryProfile(folder = tmpdir()): Promise<string> {
  for (const name of await readdir(folder)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !runs(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
  return mkdtemp(join(folder, `anchor-studio-${process.pid}-`));
}
