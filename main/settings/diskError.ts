import { err, type Result } from '../../common/result.ts';

/** What the person is told when the disk did not take something. */
export function diskError(error: unknown): Result<never> {
  const { code, path = '', message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC'
    ? err('DISK_FULL', `the disk is full (${path})`, { path })
    : err('PATH_UNWRITABLE', message, { path });
}
