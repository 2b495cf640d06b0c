import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';

export type FilePlaces = {
  /** The folder of the show: where relative paths start, and what a show from outside may reach. */
  readonly folder: string;
  /** True for the person's own show, whose paths main wrote itself after the person picked a file. */
  readonly own: boolean;
  /** Whether the person picked this path in the file dialogue. */
  readonly picked: (path: string) => boolean;
};

/**
 * The file that a show names by `path`, or null when the show may not reach it. A show that came
 * from outside reaches its own folder (links followed) and what the person picked, nothing else.
 */
export function reachableFile(path: string, { folder, own, picked }: FilePlaces): string | null {
  if (path.includes('\0')) return null;
  const file = resolve(folder, path);
  if (own || picked(path)) return file;
  try {
    const inside = realpathSync(folder);
    const real = realpathSync(file);
    return real.startsWith(inside.endsWith(sep) ? inside : inside + sep) ? real : null;
  } catch {
    // Not there: its name alone says whether it would be inside, so that its absence is no secret.
    const home = resolve(folder);
    return file.startsWith(home.endsWith(sep) ? home : home + sep) ? file : null;
  }
}
