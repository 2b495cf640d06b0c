import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../common/show/files.ts';
import type { ShowState } from '../../common/show/slices.ts';
import { reachableFile } from '../security/filePath.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';

export type MediaOptions = {
  readonly store: StudioStore;
  readonly settings: Pick<Settings, 'get' | 'set'>;
  /** Folder that relative paths start at; another one when another collection is opened. */
  readonly showFolder: () => string;
  /** The person's own saved show, not one that was named on the command line. */
  readonly ownShow: boolean;
  /** Folders of the files that come with the app. */
  readonly builtin: readonly string[];
};

/** Picked files that are remembered. */
const PICKED_KEPT = 2000;

/** `builtin:` and the name of a file that comes with the app, without its extension. */
const BUILTIN = /^builtin:([a-z0-9-]+)$/;
const BUILTIN_TYPES = ['png', 'webp', 'cube', 'webm'] as const;

/** The files that the show names, and which of them it may reach. */
export class Media {
  readonly #options: MediaOptions;
  /** Paths that were in a document of this run: what is cut out of it can be put in again. */
  readonly #known = new Set<string>();
  #named: { readonly of: ShowState; readonly paths: ReadonlySet<string> } | null = null;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.documentOpened();
  }

  /** Another document stands in the store: a view may name its files. */
  documentOpened(): void {
    this.named(filesOf(this.#options.store.state.show).map(({ path }) => path));
  }

  /** These are in the document now. */
  named(paths: readonly string[]): void {
    for (const path of paths) this.#known.add(path);
  }

  /** Remembers files that the person picked: commands may name them from then on. */
  picked(paths: readonly string[]): void {
    const { settings } = this.#options;
    const others = settings.get('pickedFiles').filter((other) => !paths.includes(other));
    settings.set('pickedFiles', [...paths, ...others].slice(0, PICKED_KEPT));
  }

  /** Whether a view may name this file: one that is or was in the document, comes with the app, or was picked. */
  mayName(path: string): boolean {
    return path === '' || BUILTIN.test(path) || this.#known.has(path) || this.#wasPicked(path);
  }

  /** Path on disk of a file that the document names; null when there is none that this show may reach. */
  pathOf(path: string): string | null {
    const builtin = BUILTIN.exec(path)?.[1];
    if (builtin) return this.#builtin(builtin);
    return this.#isNamed(path) ? this.reach(path) : null;
  }

  /** Path on disk of a path as a document has it, where the show may reach it. */
  reach(path: string): string | null {
    const { showFolder, ownShow } = this.#options;
    return reachableFile(path, {
      folder: showFolder(),
      own: ownShow,
      picked: (candidate) => this.#wasPicked(candidate),
    });
  }

  #builtin(name: string): string | null {
    for (const folder of this.#options.builtin)
      for (const type of BUILTIN_TYPES) {
        const file = join(folder, `${name}.${type}`);
        if (existsSync(file)) return file;
      }
    return null;
  }

  #wasPicked(path: string): boolean {
    return this.#options.settings.get('pickedFiles').includes(path);
  }

  #isNamed(path: string): boolean {
    const { show } = this.#options.store.state;
    const before = this.#named?.of;
    const unchanged =
      before?.sources === show.sources &&
      before.scenes === show.scenes &&
      before.transitions === show.transitions;
    // Films are read in many small parts: the document is looked through once.
    if (!this.#named || !unchanged)
      this.#named = { of: show, paths: new Set(filesOf(show).map((use) => use.path)) };
    return this.#named.paths.has(path);
  }
}
