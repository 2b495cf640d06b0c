import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles a TypeScript entry with all it imports into `folder`, so that plain Node can run it; returns the file. `external` is left to whoever runs it. */
export async function bundle(
  entry: string,
  folder: string,
  external: string[] = [],
): Promise<string> {
  const build = await rolldown({ input: entry, external, platform: 'node', logLevel: 'silent' });
  const file = join(folder, 'entry.mjs');
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return file;
}
