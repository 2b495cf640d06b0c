import type { MissingFile } from '../../../../common/live/session.ts';

type User = MissingFile['uses'][number];

/** Missing files under what uses them, in the order they are told; a file may stand under several. */
export function bySource(missing: readonly MissingFile[]): (User & { paths: string[] })[] {
  const users = new Map<string, User & { paths: string[] }>();
  for (const { path, uses } of missing)
    for (const use of uses) {
      const key = `${use.kind}:${use.id}`;
      const user = users.get(key) ?? { ...use, paths: [] };
      users.set(key, user);
      if (!user.paths.includes(path)) user.paths.push(path);
    }
  return [...users.values()];
}
