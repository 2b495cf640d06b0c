import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { plainName } from '../collections/archive/names.ts';

/** What a file destination's container is called. */
const ENDING = '.mp4';

/**
 * A file for a `file` destination: named after it and the time, beside the recordings, and not taken
 * by any file or by one of `planned`. The folder is made where it is missing. Error: `PATH_UNWRITABLE`.
 */
export async function newFileOf(
  name: string,
  folder: string,
  now: Date,
  planned: readonly string[] = [],
): Promise<Result<string>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err('PATH_UNWRITABLE', `cannot write to ${folder} (${code})`, { path: folder });
  }
  const stamp = now.toLocaleString('sv').replace(' ', '_').replaceAll(':', '-');
  // A dot in the name is no ending, and a slash no folder.
  const stem = `${plainName(name.replace(/[./\\]+/g, '_'))}_${stamp}`;
  const taken = (file: string) => planned.includes(file) || existsSync(file);
  let file = join(folder, `${stem}${ENDING}`);
  for (let part = 2; taken(file); part++) file = join(folder, `${stem}_${part}${ENDING}`);
  return ok(file);
}
