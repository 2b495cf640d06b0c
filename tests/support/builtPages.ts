import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in which the test files of one run share the pages that they build. */
export const PAGES_VARIABLE = 'ANCHOR_TEST_PAGES';

/** Makes that folder before the first test file; Vitest calls what is returned after the last. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'test-pages-'));
  process.env[PAGES_VARIABLE] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
