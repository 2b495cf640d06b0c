import { stat } from 'node:fs/promises';
import type { MissingFile } from '../../common/live/session.ts';
import type { FileUse } from '../../common/show/files.ts';

/** Files asked for at once: a network drive that is away answers late, and may not hold up the rest. */
const AT_ONCE = 16;

const isThere = async (file: string | null): Promise<boolean> =>
  file !== null &&
  (await stat(file).then(
    (found) => found.isFile(),
    () => false,
  ));

/** Those of the files that are not there, once each with all of their uses. `reach` gives a path's place on disk. */
export async function findMissing(
  uses: readonly FileUse[],
  reach: (path: string) => string | null,
): Promise<MissingFile[]> {
  const byPath = new Map<string, Omit<FileUse, 'path'>[]>();
  for (const { path, ...use } of uses)
    if (!path.startsWith('builtin:')) byPath.set(path, [...(byPath.get(path) ?? []), use]);
  const waiting = [...byPath];
  const missing = new Map<string, MissingFile>();
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [path, itsUses] = next;
      if (!(await isThere(reach(path)))) missing.set(path, { path, uses: itsUses });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...byPath.keys()].flatMap((path) => missing.get(path) ?? []);
}

/** The last part of a path of any system. */
export const fileNameOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** Files in `folder` that have the names of these missing ones: old path to new. */
export async function findByName(
  missing: readonly string[],
  folder: string,
  join: (folder: string, name: string) => string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of missing) {
    const name = fileNameOf(path);
    const candidate = join(folder, name);
    if (name !== '' && name !== '..' && (await isThere(candidate))) found.set(path, candidate);
  }
  return found;
}
