import { isAbsolute, join, relative, sep } from 'node:path';
import { replacePaths } from '../../common/show/files.ts';
import type { Show } from '../../common/show/schema.ts';

/**
 * Media of a collection stand in its folder. On disk a show names them from there, so that the
 * folder can be copied; in the studio by their whole paths, so that no two collections' are the same.
 */

/** The show with whole paths, as the studio has it. */
export function located(show: Show, folder: string): Show {
  const there = structuredClone(show);
  replacePaths(there, (path) =>
    path.startsWith('builtin:') || isAbsolute(path) || isElsewhere(path)
      ? path
      : join(folder, path),
  );
  return there;
}

/** The show as it is written to `folder`. */
export function portable(show: Show, folder: string): Show {
  const written = structuredClone(show);
  replacePaths(written, (path) => {
    if (!isAbsolute(path) || !path.startsWith(folder + sep)) return path;
    return relative(folder, path).split(sep).join('/');
  });
  return written;
}

/** A path of another system (`C:\\…`), which is no place in a folder of this one. */
const isElsewhere = (path: string): boolean => /^[A-Za-z]:[\\/]/.test(path);
