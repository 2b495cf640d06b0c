import type { StatePatch } from '../../../common/ipc/contract.ts';

type Container = Record<string | number, unknown>;

const copyOf = (value: unknown): Container =>
  (Array.isArray(value) ? [...value] : { ...(value as object) }) as Container;

/**
 * The document after main's (Immer's) patches; what they do not touch is shared with `state`, which
 * stays as it is. Immer's own would look through and freeze the whole document on the way, which
 * takes longer than a frame where there are hundreds of scenes.
 */
export function applyPatches<T>(state: T, patches: readonly StatePatch[]): T {
  const root: Container = { state };
  /** Made in this call, so they may be written to. */
  const fresh = new Set<unknown>([root]);
  for (const { op, path, value } of patches) {
    let parent = root;
    let key: string | number = 'state';
    for (const next of path) {
      if (!fresh.has(parent[key])) {
        const copy = copyOf(parent[key]);
        fresh.add(copy);
        parent[key] = copy;
      }
      parent = parent[key] as Container;
      key = next;
    }
    if (op === 'replace') parent[key] = value;
    else if (!Array.isArray(parent)) {
      if (op === 'add') parent[key] = value;
      else delete parent[key];
    } else if (op === 'add') parent.splice(Number(key), 0, value);
    else parent.splice(Number(key), 1);
  }
  return root.state as T;
}
