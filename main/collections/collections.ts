import type { CollectionEntry } from '../../common/live/session.ts';
import { err, ok, type Result, type StudioError } from '../../common/result.ts';
import type { Show } from '../../common/show/schema.ts';
import { showActions, showOfState, stateOfShow } from '../../common/show/slices.ts';
import { logError } from '../log.ts';
import { diskError } from '../settings/diskError.ts';
import type { Saved } from '../settings/keepSaved.ts';
import type { StudioStore } from '../state/store.ts';
import { type Copy, listCopies } from './copies.ts';
import { exportShow, importShow } from './exchange.ts';
import type { Shelf } from './shelf.ts';

export type CollectionsOptions = {
  readonly store: StudioStore;
  readonly shelf: Shelf;
  readonly saved: Saved;
  /** Whether the show is needed as it is: on air, or recorded. */
  readonly busy: () => boolean;
  /** Path on disk of a file of the show in `folder`. */
  readonly reach: (path: string, folder: string) => string | null;
  /** Another show stands in the place of the one before. */
  readonly onOpened: () => void;
  /** A new collection's show. */
  readonly readyMade: () => Show;
};

const NO_SUCH = err('INPUT_INVALID', 'there is no such collection');

/** The scene collections: one is open in the store and saved as it changes, the others stand on the shelf. */
export class Collections {
  readonly #options: CollectionsOptions;
  readonly #problems = new Map<string, StudioError>();
  /** One change of the shelf after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CollectionsOptions) {
    this.#options = options;
    this.#tell();
    options.store.subscribe(({ patches, state }) => {
      const { shelf } = options;
      const renamed = patches.some(({ path }) => path[0] === 'show' && path[1] === 'meta');
      const { name } = state.show.meta;
      if (renamed && name !== shelf.nameOf(shelf.openId))
        void this.#inTurn(async () => {
          await shelf.rename(shelf.openId, name);
          this.#tell();
          return ok(null);
        });
    });
  }

  async create(name: string): Promise<Result<{ id: string }>> {
    return this.#inTurn(async () => {
      const { shelf, readyMade } = this.#options;
      return this.#made(await shelf.create({ ...readyMade(), name }));
    });
  }

  async duplicate(id: string, name: string): Promise<Result<{ id: string }>> {
    return this.#inTurn(async () => {
      const { shelf, saved } = this.#options;
      if (!shelf.has(id)) return NO_SUCH;
      if (id === shelf.openId) await saved.flush();
      const made = await shelf.duplicate(id, name);
      if (!made.ok) this.#broken(id, made.error);
      return this.#made(made);
    });
  }

  async rename(id: string, name: string): Promise<Result<null>> {
    const { shelf, store } = this.#options;
    if (!shelf.has(id)) return NO_SUCH;
    // The open one's name is in the document; the list follows it.
    if (id === shelf.openId) {
      store.dispatch(showActions.showRenamed({ name }));
      return ok(null);
    }
    return this.#inTurn(async () => {
      await shelf.rename(id, name);
      this.#tell();
      return ok(null);
    });
  }

  async move(id: string, index: number): Promise<Result<null>> {
    return this.#inTurn(async () => {
      if (!this.#options.shelf.has(id)) return NO_SUCH;
      await this.#options.shelf.move(id, index);
      this.#tell();
      return ok(null);
    });
  }

  /** Takes it off the list; it is kept on the disk. */
  async remove(id: string): Promise<Result<null>> {
    return this.#inTurn(async () => {
      const { shelf } = this.#options;
      if (!shelf.has(id)) return NO_SUCH;
      if (id === shelf.openId)
        return err('BUSY', 'the collection that is open cannot be removed: open another one first');
      await shelf.remove(id);
      this.#problems.delete(id);
      this.#tell();
      return ok(null);
    });
  }

  /** Lets the open one go for another, once that has been read and checked as a whole. */
  async open(id: string): Promise<Result<null>> {
    return this.#inTurn(async () => {
      const { shelf } = this.#options;
      if (!shelf.has(id)) return NO_SUCH;
      if (id === shelf.openId) return ok(null);
      const busy = this.#refusal();
      if (busy) return busy;
      const show = await shelf.read(id);
      if (!show.ok) return this.#broken(id, show.error);
      await this.#flushed();
      // The reading took a moment: somebody may have gone on air.
      const late = this.#refusal();
      if (late) return late;
      // In one go with what is saved to: no change of the one show can land in the other's file.
      const opened = shelf.setOpen(id);
      this.#show(show.value);
      await opened;
      this.#problems.delete(id);
      this.#tell();
      return ok(null);
    });
  }

  /** Writes a collection with its media to `target`. Many GB may take minutes: nothing waits for that. */
  async exportTo(id: string, target: string): Promise<Result<null>> {
    return answered(async () => {
      const { shelf, reach } = this.#options;
      if (!shelf.has(id)) return NO_SUCH;
      const show = id === shelf.openId ? ok(this.#present()) : await shelf.read(id);
      if (!show.ok) return this.#broken(id, show.error);
      return exportShow(show.value, target, (path) => reach(path, shelf.folderOf(id)));
    });
  }

  /** Makes a collection of an exported file; it is not opened, and nothing waits for its media either. */
  async importFrom(file: string): Promise<Result<{ id: string }>> {
    return answered(async () => this.#made(await importShow(file, this.#options.shelf)));
  }

  async copies(id: string): Promise<Result<Copy[]>> {
    const { shelf } = this.#options;
    return shelf.has(id) ? ok(await listCopies(shelf.copiesOf(id))) : NO_SUCH;
  }

  /** Puts a copy in the place of the collection's show, which is kept as a copy itself. */
  async restore(id: string, copy: string): Promise<Result<null>> {
    return this.#inTurn(async () => {
      const { shelf } = this.#options;
      if (!shelf.has(id)) return NO_SUCH;
      const isOpen = id === shelf.openId;
      const busy = isOpen ? this.#refusal() : null;
      if (busy) return busy;
      const show = await shelf.readCopy(id, copy);
      if (!show.ok) return show;
      if (isOpen) await this.#flushed();
      await shelf.replace(id, show.value);
      if (isOpen) this.#show(show.value);
      this.#problems.delete(id);
      this.#tell();
      return ok(null);
    });
  }

  /** Resolves when everything that was asked for is on the disk. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** The show that is open, as it is saved. */
  #present(): Show {
    return showOfState(this.#options.store.state.show);
  }

  /** Saves until there is nothing left to save: edits go on while a file is written. */
  async #flushed(): Promise<void> {
    const { saved } = this.#options;
    do await saved.flush();
    while (saved.pending);
  }

  #refusal(): ReturnType<typeof err> | null {
    return this.#options.busy()
      ? err('BUSY', 'another show can be opened when the broadcast and recording are over')
      : null;
  }

  /** Where the show is sent and how it is encoded stay the studio's. */
  #show(show: Show): void {
    const { store, onOpened } = this.#options;
    const { destinations, encoding } = store.state.show;
    store.replaceShow({ ...stateOfShow(show), destinations, encoding });
    onOpened();
  }

  #broken(id: string, error: StudioError): Result<never> {
    const known = error.code === 'SHOW_INVALID' ? ('COLLECTION_INVALID' as const) : error.code;
    const problem = { ...error, code: known };
    this.#problems.set(id, problem);
    this.#tell();
    return { ok: false, error: problem };
  }

  #made(made: Result<string>): Result<{ id: string }> {
    this.#tell();
    return made.ok ? ok({ id: made.value }) : made;
  }

  #tell(): void {
    const { shelf, store } = this.#options;
    const collections: CollectionEntry[] = shelf.entries.map(({ id, name }) => ({
      id,
      name,
      open: id === shelf.openId,
      problem: this.#problems.get(id) ?? null,
    }));
    store.session((session) => {
      session.collections = collections as typeof session.collections;
    });
  }

  /** Runs after what was asked for before. */
  #inTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const turn = this.#last.then(() => answered(work));
    this.#last = turn;
    return turn;
  }
}

/** A disk that fails is an answer and no bug. */
async function answered<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    logError('collections', error);
    return diskError(error);
  }
}
