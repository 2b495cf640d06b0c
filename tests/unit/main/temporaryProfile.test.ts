import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryProfile } from '../../../main/settings/temporaryProfile.ts';

test('a run removes the profiles of runs that are over and leaves the others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  // Above every Linux pid limit: nothing runs under it.
  const over = join(folder, 'anchor-studio-4194999-abc');
  const running = join(folder, `anchor-studio-${process.pid}-abc`);
  const foreign = join(folder, 'somebody-elses');
  for (const path of [over, running, foreign]) await mkdir(path);
  const fresh = await temporaryProfile(folder);
  expect([over, running, foreign, fresh].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
  ]);
  await rm(folder, { recursive: true });
});
