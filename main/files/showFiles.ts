import { dirname, join } from 'node:path';
import { filesOf, replacePaths } from '../../common/show/files.ts';
import { logError } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import type { Media } from './media.ts';
import { fileNameOf, findByName, findMissing } from './missing.ts';

/** Wait after a change of the document before its files are looked for, ms. */
const LOOK_AFTER_MS = 500;

/** Tells the session which files of the document are missing, and points the document to where they are now. */
export class ShowFiles {
  readonly #store: StudioStore;
  readonly #media: Media;
  #timer: NodeJS.Timeout | undefined;
  #checks = 0;
  /** The paths that the last check was about. */
  #checked = '';

  constructor(store: StudioStore, media: Media) {
    this.#store = store;
    this.#media = media;
    store.subscribe(({ patches }) => {
      const mayName = ({ path: [root, slice] }: (typeof patches)[number]) =>
        root === 'show' && (slice === 'sources' || slice === 'scenes' || slice === 'transitions');
      if (!this.#timer && patches.some(mayName)) this.#soon();
    });
  }

  #soon(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#paths() !== this.#checked)
        this.check().catch((error) => logError('missing files', error));
    }, LOOK_AFTER_MS);
  }

  #paths(): string {
    return JSON.stringify(filesOf(this.#store.state.show).map((use) => [use.path, use.id]));
  }

  /** Looks which files are missing now. */
  async check(): Promise<void> {
    const check = ++this.#checks;
    this.#checked = this.#paths();
    const missing = await findMissing(filesOf(this.#store.state.show), (path) =>
      this.#media.reach(path),
    );
    // A later check has newer news.
    if (check !== this.#checks) return;
    if (missing.length === 0 && this.#store.state.session.missingFiles.length === 0) return;
    this.#store.session((session) => {
      session.missingFiles = missing as typeof session.missingFiles;
    });
  }

  /** Names `file` in the place of `path` everywhere, and the other missing ones that stand in its folder; gives how many were found. */
  async repoint(path: string, file: string): Promise<number> {
    const { missingFiles } = this.#store.state.session;
    const others = missingFiles.map((it) => it.path).filter((it) => it !== path);
    const found = await findByName(others, dirname(file), join);
    found.set(path, file);
    this.#media.picked([...found.values()]);
    this.#store.editShow({ key: 'filesRepointed', subject: fileNameOf(file) }, (show) =>
      replacePaths(show, (old) => found.get(old) ?? old),
    );
    await this.check();
    return found.size;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
