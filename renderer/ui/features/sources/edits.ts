import type { Result } from '../../../../common/result.ts';
import type { ItemChange } from '../../../../common/show/scenes.ts';
import type { Source, SourceKind, SourceOf } from '../../../../common/show/sources.ts';
import { itemsChanged } from '../../app/edits/items.ts';
import type { Standing } from '../../app/selection.ts';
import { change } from '../../app/studio.ts';
import { uniqueName } from './model/names.ts';

/** How long a place glides to where a button sends it, ms. */
export const GLIDE_MS = 200;

/** Changes items in the same way. */
export const setItems = (
  items: readonly Standing[],
  changed: ItemChange,
  options: { label?: string; gesture?: string; animateMs?: number } = {},
): Promise<Result<null>> =>
  change(
    itemsChanged(items, () => changed),
    options,
  );

/** Changes some of a source's settings. */
export const setSource = <K extends SourceKind>(
  source: Pick<SourceOf<K>, 'id' | 'kind'>,
  changed: Partial<Omit<SourceOf<K>, 'id' | 'kind' | 'name'>>,
  gesture?: string,
): Promise<Result<null>> =>
  change(
    { type: 'sources/sourceChanged', payload: { sourceId: source.id, change: { ...changed } } },
    gesture ? { gesture } : {},
  );

/** Gives a source another name, with a number behind it where another source has that name. */
export function renameSource(
  source: Source,
  wanted: string,
  sources: Readonly<Record<string, Source>>,
): void {
  const others = Object.values(sources).filter(({ id }) => id !== source.id);
  const name = uniqueName(
    wanted.trim(),
    others.map((other) => other.name),
  );
  if (name && name !== source.name)
    void change({ type: 'sources/sourceRenamed', payload: { sourceId: source.id, name } });
}
