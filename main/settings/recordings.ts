import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { err, ok, type Result, type StudioError } from '../../common/result.ts';
import type { StudioStore } from '../state/store.ts';

/** A file name for a new recording in `folder` that is not taken; the folder is made where it is missing. */
export async function newRecordingFile(folder: string): Promise<Result<string>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err('PATH_UNWRITABLE', `cannot write to ${folder} (${code})`, { path: folder });
  }
  const stamp = new Date().toLocaleString('sv').replace(' ', '_').replaceAll(':', '-');
  let file = join(folder, `${stamp}.mp4`);
  for (let part = 2; existsSync(file); part++) file = join(folder, `${stamp}_${part}.mp4`);
  return ok(file);
}

/** Tells the person of a recording that a crash cut off: it is repaired, or `problem` says why not. */
export function tellRecovered(store: StudioStore, file: string, problem: StudioError | null): void {
  const message = `a recording that was cut off is repaired: ${file}`;
  const error = problem ?? { code: 'RECORDING_RECOVERED' as const, message, detail: { file } };
  store.session((session) => {
    session.notices.push({ id: `recovered:${basename(file)}`, error });
  });
}
