import type { CollectionEntry } from '../../../../common/live/session.ts';

/** A name that no other collection has, by a number at its end. */
export function freeName(wanted: string, entries: readonly CollectionEntry[]): string {
  const names = new Set(entries.map(({ name }) => name));
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/\s+\d{1,6}$/, '').slice(0, 190);
  for (let number = 2; ; number++) if (!names.has(`${stem} ${number}`)) return `${stem} ${number}`;
}
