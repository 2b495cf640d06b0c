import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import type { StudioStore } from '../state/store.ts';

export type TextWatchOptions = {
  readonly store: StudioStore;
  /** Path on disk of a path as the document has it; null where the show may not reach it. */
  readonly reach: (path: string) => string | null;
  /** A file's content, or its being there, has changed; `path` is as the document has it. */
  readonly onChanged: (path: string) => void;
};

/** How often each file is looked at, ms. Looking works on every file system and through every editor's way to save. */
const EVERY_MS = 500;

/** Watches the files that texts are read from. */
export class TextWatch {
  readonly #options: TextWatchOptions;
  readonly #watched = new Map<
    string,
    { readonly file: string; readonly listener: StatsListener }
  >();
  #of: unknown;

  constructor(options: TextWatchOptions) {
    this.#options = options;
    this.follow();
    options.store.subscribe(({ state }) => {
      if (state.show.sources !== this.#of) this.follow();
    });
  }

  /** Watches what the document names now. Call when the folder that paths start at is another one. */
  follow(): void {
    const { sources } = this.#options.store.state.show;
    this.#of = sources;
    const wanted = new Set<string>();
    for (const source of Object.values(sources))
      if (source.kind === 'text' && source.content === 'file' && source.path)
        wanted.add(source.path);
    for (const [path, { file, listener }] of this.#watched)
      if (!wanted.has(path) || this.#options.reach(path) !== file) {
        unwatchFile(file, listener);
        this.#watched.delete(path);
      }
    for (const path of wanted) {
      const file = this.#watched.has(path) ? null : this.#options.reach(path);
      if (file === null) continue;
      const listener: StatsListener = (now, before) => {
        if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino)
          this.#options.onChanged(path);
      };
      watchFile(file, { interval: EVERY_MS, persistent: false }, listener);
      this.#watched.set(path, { file, listener });
    }
  }

  stop(): void {
    for (const { file, listener } of this.#watched.values()) unwatchFile(file, listener);
    this.#watched.clear();
  }
}
