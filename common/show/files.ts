import type { ShowState } from './slices.ts';
import type { Transition } from './transitions.ts';

type Named = Pick<ShowState, 'sources' | 'scenes' | 'transitions'>;

/** A file that the document names, and the source (or scene, for transitions) that uses it. */
export type FileUse = {
  readonly path: string;
  readonly kind: 'source' | 'filter' | 'transition';
  readonly id: string;
  readonly name: string;
};

/** Calls `visit` with everything that names a file, and how to name another in its place. */
function visitPaths(show: Named, visit: (use: FileUse, set: (path: string) => void) => void): void {
  for (const source of Object.values(show.sources)) {
    const { id, name } = source;
    const see = (path: string, set: (path: string) => void, kind: FileUse['kind'] = 'source') => {
      if (path) visit({ path, kind, id, name }, set);
    };
    if (source.kind === 'image' || (source.kind === 'text' && source.content === 'file'))
      see(source.path, (path) => {
        source.path = path;
      });
    if (source.kind === 'slideshow' || source.kind === 'media')
      source.paths.forEach((file, index) => {
        see(file, (path) => {
          source.paths[index] = path;
        });
      });
    if (!('filters' in source)) continue;
    for (const filter of source.filters)
      if ('path' in filter) see(filter.path, (path) => Object.assign(filter, { path }), 'filter');
  }
  const transition = (it: Transition | null, id: string, name: string): void => {
    if (it && 'path' in it && it.path)
      visit({ path: it.path, kind: 'transition', id, name }, (path) => {
        it.path = path;
      });
  };
  for (const scene of show.scenes) transition(scene.transition, scene.id, scene.name);
  transition(show.transitions.chosen, '', '');
  for (const { id, transition: it } of show.transitions.quick) transition(it, id, '');
}

/** Every file the document names, `builtin:` ones too, as often as it is used. */
export function filesOf(show: Named): FileUse[] {
  const uses: FileUse[] = [];
  visitPaths(show, (use) => uses.push(use));
  return uses;
}

/** Replaces paths wherever they are used; changes `show` in place. */
export function replacePaths(show: Named, replace: (path: string) => string): void {
  visitPaths(show, ({ path }, set) => {
    const other = replace(path);
    if (other !== path) set(other);
  });
}
