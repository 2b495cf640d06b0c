import type { Patch } from 'immer';

type Keyed = Readonly<Record<string, unknown>>;

const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fewest patches from one plain value to another: what is alike is not touched. */
export function differences(
  before: unknown,
  after: unknown,
  path: readonly (string | number)[],
): Patch[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return after.flatMap((it, at) => differences(before[at], it, [...path, at]));
  if (!isKeyed(before) || !isKeyed(after)) {
    const isAlike = JSON.stringify(before) === JSON.stringify(after);
    return isAlike ? [] : [{ op: 'replace', path: [...path], value: after }];
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key): Patch => ({ op: 'remove', path: [...path, key] })),
    ...Object.entries(after).flatMap(([key, value]): Patch[] =>
      Object.hasOwn(before, key)
        ? differences(before[key], value, [...path, key])
        : [{ op: 'add', path: [...path, key], value }],
    ),
  ];
}
