import { access, statfs } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { err, type Result, type StudioError } from '../../../common/result.ts';

/** A recording ends cleanly when its disk has less than this left, bytes. */
export const MIN_FREE_BYTES = 50_000_000;

/** Ending of the file that grows while recording; playable at any moment. */
const RECORDING_SUFFIX = '.recording.mp4';

/** `show.mp4` is written as `show.recording.mp4` until it is finished. */
export const recordingPathOf = (file: string): string => {
  const { dir, name } = parse(file);
  return join(dir, `${name}${RECORDING_SUFFIX}`);
};

/** `show.recording.mp4` becomes `show.mp4`; null for any other name. */
export const finalPathOf = (recordingPath: string): string | null =>
  recordingPath.endsWith(RECORDING_SUFFIX)
    ? `${recordingPath.slice(0, -RECORDING_SUFFIX.length)}.mp4`
    : null;

/** Whether anything is at `path`; a folder that cannot be looked into counts as empty. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The first of `show.mp4`, `show-2.mp4`, … (or from `first` on) that neither is nor is being recorded. */
export async function freePath(file: string, word = '', first = 1): Promise<string> {
  const { dir, name, ext } = parse(file);
  for (let number = first; ; number += 1) {
    const path = number === 1 ? file : join(dir, `${name}-${word}${number}${ext}`);
    if (!(await exists(path)) && !(await exists(recordingPathOf(path)))) return path;
  }
}

/** Bytes this user may still write beside `path`; rejects with the system's error. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
}

/** What a failed file operation means to the person: a full disk, or a place that cannot be written. */
export function diskError(error: unknown, file: string): StudioError {
  const reason = (error as NodeJS.ErrnoException)?.code ?? String(error);
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return diskFull(file);
  return {
    code: 'PATH_UNWRITABLE',
    message: `cannot write ${file}: ${reason}; choose another folder`,
    detail: { file, reason },
  };
}

/** `DISK_FULL`, naming the file that found it so. */
export const diskFull = (file: string): StudioError => ({
  code: 'DISK_FULL',
  message: `the disk of ${file} is full: free some space or choose another disk`,
  detail: { file },
});

/** `FILE_EXISTS`, naming the file that stays as it is. */
export const fileExists = (file: string): Result<never> =>
  err('FILE_EXISTS', `${file} exists already and is kept: choose another name`, { file });
