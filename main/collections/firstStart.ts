import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, type StudioError } from '../../common/result.ts';
import type { Show } from '../../common/show/schema.ts';
import { readShow, setAside } from '../settings/showFile.ts';
import { listCopies } from './copies.ts';
import { Shelf } from './shelf.ts';

export type Opened = {
  readonly shelf: Shelf;
  readonly show: Show;
  /** What the person has to know of it. */
  readonly problem: StudioError | null;
};

export type OpenOptions = {
  /** Folder of the collections. */
  readonly folder: string;
  /** The one show of version 0.1, `show.json`, and its copies `show.1.json` to `show.5.json` beside it. */
  readonly before: string;
  /** The ready-made show, for a first start and for when nothing can be read. */
  readonly readyMade: () => Show;
};

/**
 * Opens the collections and the show that was open last. A broken one is set aside, never
 * overwritten: its newest good copy comes in its place, else the ready-made show.
 */
export async function openCollections(options: OpenOptions): Promise<Result<Opened>> {
  const shelf = await Shelf.load(options.folder);
  const problem = shelf.entries.length === 0 ? await takeOver(shelf, options) : null;
  if (shelf.entries.length === 0) {
    const created = await shelf.create(options.readyMade());
    if (!created.ok) return created;
  }
  const id = shelf.openId || (shelf.entries[0]?.id ?? '');
  if (id !== shelf.openId) await shelf.setOpen(id);
  const show = await shelf.read(id);
  if (show.ok) return ok({ shelf, show: show.value, problem });
  const mended = await mend(shelf, id, show.error, options.readyMade);
  await shelf.save(id, mended.show);
  return ok({ shelf, ...mended });
}

/** Something to work with in the place of a collection that cannot be read. */
async function mend(
  shelf: Shelf,
  id: string,
  error: StudioError,
  readyMade: () => Show,
): Promise<{ show: Show; problem: StudioError }> {
  const file = shelf.fileOf(id);
  const aside = await setAside(file).catch(() => file);
  const [newest] = await listCopies(shelf.copiesOf(id));
  const copy = newest ? await shelf.readCopy(id, newest.copy) : null;
  if (!newest || !copy?.ok) {
    const show = { ...readyMade(), name: shelf.nameOf(id) };
    return { show, problem: { ...error, detail: { ...error.detail, file: aside } } };
  }
  const savedAt = new Date(newest.savedAtMs).toISOString();
  return {
    show: copy.value,
    problem: {
      code: 'SHOW_RESTORED',
      message: `${error.message}; it is kept as ${aside}, and the copy of ${savedAt} was opened`,
      detail: { file: aside, savedAtMs: newest.savedAtMs },
    },
  };
}

/** Makes the one show of version 0.1 the first collection, with its copies. Tells when it is broken. */
async function takeOver(shelf: Shelf, { before }: OpenOptions): Promise<StudioError | null> {
  if (!existsSync(before)) return null;
  const show = await readShow(before);
  if (!show.ok) {
    const aside = show.error.code === 'FILE_UNREADABLE' ? before : await setAside(before);
    return { ...show.error, detail: { ...show.error.detail, file: aside } };
  }
  const stem = before.replace(/\.json$/, '');
  const created = await shelf.create(show.value, async (folder) => {
    await mkdir(join(folder, 'copies'));
    for (let copy = 1; copy <= 5; copy++) {
      // In their order, the newest last; when each was saved is kept with the file.
      const name = `2000-01-01T00-00-00-00${9 - copy}Z.json`;
      await copyFile(`${stem}.${copy}.json`, join(folder, 'copies', name)).catch(() => undefined);
    }
    return ok(show.value);
  });
  if (!created.ok) return created.error;
  await shelf.setOpen(created.value);
  const kept = join(shelf.folderOf(created.value), 'before');
  await mkdir(kept);
  for (const name of await readdir(join(before, '..')))
    if (/^show(\.[1-5])?\.json$/.test(name))
      await rename(join(before, '..', name), join(kept, name));
  return null;
}
