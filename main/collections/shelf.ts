import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../common/result.ts';
import { idSchema, nameSchema } from '../../common/show/geometry.ts';
import type { Show } from '../../common/show/schema.ts';
import { readShow, setAside, writeAtomically, writeShow } from '../settings/showFile.ts';
import { keepCopy, readCopy } from './copies.ts';
import { located, portable } from './places.ts';

/** A collection as the list has it. */
export type ShelfEntry = { readonly id: string; readonly name: string };

/** Most collections of one studio. */
const MAX_COLLECTIONS = 1000;

const indexSchema = z.object({
  version: z.literal(1),
  open: idSchema,
  collections: z.array(z.object({ id: idSchema, name: nameSchema })).max(MAX_COLLECTIONS),
});

const INDEX = 'index.json';
const REMOVED = 'removed';
/** Of a collection that is being made. */
const UNFINISHED = /^\.[0-9a-f]{12}$/;

/**
 * The collections on disk: a folder each with `show.json`, `copies/` and `media/`, and an index of
 * their order, their names and which one is open. Nothing is ever deleted: what is removed is moved.
 */
export class Shelf {
  readonly #folder: string;
  #entries: ShelfEntry[] = [];
  #openId = '';
  #writing: Promise<void> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads what is there; a broken index is set aside and made anew from the folders. */
  static async load(folder: string): Promise<Shelf> {
    const shelf = new Shelf(folder);
    await mkdir(folder, { recursive: true });
    // A crash in the middle of an import leaves what nobody has ever seen.
    for (const name of await readdir(folder))
      if (UNFINISHED.test(name)) await rm(join(folder, name), { recursive: true, force: true });
    const index = await readIndex(join(folder, INDEX));
    const listed = index?.collections ?? [];
    const found = await foldersIn(folder);
    shelf.#entries = listed.filter(({ id }) => found.includes(id));
    for (const id of found)
      if (!shelf.has(id)) shelf.#entries.push({ id, name: await nameIn(shelf.fileOf(id)) });
    shelf.#openId = shelf.has(index?.open ?? '') ? (index?.open ?? '') : '';
    return shelf;
  }

  get entries(): readonly ShelfEntry[] {
    return this.#entries;
  }

  /** Id of the one that is open; empty before the first. */
  get openId(): string {
    return this.#openId;
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  nameOf(id: string): string {
    return this.#entries.find((entry) => entry.id === id)?.name ?? '';
  }

  folderOf(id: string): string {
    return join(this.#folder, id);
  }

  fileOf(id: string): string {
    return join(this.folderOf(id), 'show.json');
  }

  copiesOf(id: string): string {
    return join(this.folderOf(id), 'copies');
  }

  mediaOf(id: string): string {
    return join(this.folderOf(id), 'media');
  }

  /** A collection's show, checked, by the name that the list has. */
  async read(id: string): Promise<Result<Show>> {
    return this.#ofCollection(id, await readShow(this.fileOf(id)));
  }

  /** One of its last good copies. */
  async readCopy(id: string, copy: string): Promise<Result<Show>> {
    return this.#ofCollection(id, await readCopy(this.copiesOf(id), copy));
  }

  #ofCollection(id: string, show: Result<Show>): Result<Show> {
    if (!show.ok) return show;
    return ok({ ...located(show.value, this.folderOf(id)), name: this.nameOf(id) });
  }

  /** Writes a collection's show, keeping good copies of what it was. */
  async save(id: string, show: Show): Promise<void> {
    await keepCopy(this.fileOf(id), this.copiesOf(id));
    await writeShow(this.fileOf(id), portable(show, this.folderOf(id)));
  }

  /** Puts another show in the place of a collection's; what was there is kept, good or broken. */
  async replace(id: string, show: Show): Promise<void> {
    const file = this.fileOf(id);
    if ((await readShow(file)).ok) await keepCopy(file, this.copiesOf(id), { always: true });
    else await setAside(file).catch(() => undefined);
    await writeShow(file, portable(show, this.folderOf(id)));
  }

  /** A new one at the end of the list; `fill` puts more into its folder before anybody sees it. */
  async create(
    show: Show,
    fill: (folder: string) => Promise<Result<Show>> = async () => ok(show),
  ): Promise<Result<string>> {
    if (this.#entries.length >= MAX_COLLECTIONS)
      return err('INPUT_INVALID', `there are ${MAX_COLLECTIONS} collections: remove one first`);
    const id = randomBytes(6).toString('hex');
    // Not seen by `load` until it is whole and has its own name.
    const unfinished = join(this.#folder, `.${id}`);
    await mkdir(unfinished, { recursive: true });
    try {
      const filled = await fill(unfinished);
      if (!filled.ok) return filled;
      await writeShow(join(unfinished, 'show.json'), portable(filled.value, unfinished));
      await rename(unfinished, this.folderOf(id));
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    this.#entries = [...this.#entries, { id, name: show.name }];
    await this.#write();
    return ok(id);
  }

  /** The same once more, with its media, under another name. */
  async duplicate(id: string, name: string): Promise<Result<string>> {
    const show = await this.read(id);
    if (!show.ok) return show;
    const same = { ...portable(show.value, this.folderOf(id)), name };
    return this.create(same, async (folder) => {
      await copyMedia(this.mediaOf(id), join(folder, 'media'));
      return ok(same);
    });
  }

  async rename(id: string, name: string): Promise<void> {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { id, name } : entry));
    await this.#write();
  }

  /** `index` is its place in the list, from 0. */
  async move(id: string, index: number): Promise<void> {
    const entry = this.#entries.find((it) => it.id === id);
    if (!entry) return;
    const others = this.#entries.filter((it) => it.id !== id);
    this.#entries = [...others.slice(0, index), entry, ...others.slice(index)];
    await this.#write();
  }

  async setOpen(id: string): Promise<void> {
    this.#openId = id;
    await this.#write();
  }

  /** Takes it off the list; its folder is kept in `removed`. */
  async remove(id: string): Promise<void> {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-');
    await mkdir(join(this.#folder, REMOVED), { recursive: true });
    await rename(this.folderOf(id), join(this.#folder, REMOVED, `${stamp}-${id}`));
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    await this.#write();
  }

  /** One after the other, so that the last one written is the last one meant. */
  #write(): Promise<void> {
    const index = { version: 1, open: this.#openId, collections: this.#entries };
    const write = () =>
      writeAtomically(join(this.#folder, INDEX), `${JSON.stringify(index, null, 2)}\n`);
    const writing = this.#writing.then(write);
    this.#writing = writing.catch(() => undefined);
    return writing;
  }
}

async function readIndex(file: string): Promise<z.infer<typeof indexSchema> | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return indexSchema.parse(JSON.parse(text));
  } catch {
    await setAside(file).catch(() => undefined);
    return null;
  }
}

/** Ids of the collections whose folders are there, the one that was made first first. */
async function foldersIn(folder: string): Promise<string[]> {
  const found: { id: string; bornMs: number }[] = [];
  for (const { name } of await readdir(folder, { withFileTypes: true })) {
    if (name === REMOVED || !idSchema.safeParse(name).success) continue;
    const born = await stat(join(folder, name, 'show.json')).catch(() => null);
    const copies = born ?? (await stat(join(folder, name, 'copies')).catch(() => null));
    if (copies) found.push({ id: name, bornMs: copies.birthtimeMs });
  }
  return found.sort((a, b) => a.bornMs - b.bornMs).map(({ id }) => id);
}

/** The name that a show has for itself, as far as it can be read. */
async function nameIn(file: string): Promise<string> {
  const show = await readShow(file);
  return show.ok ? show.value.name : 'Show';
}

/** Media do not change: a second name costs nothing where the disk can do that. */
async function copyMedia(from: string, to: string): Promise<void> {
  const found = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
    await mkdir(dirname(target), { recursive: true });
    await link(source, target).catch(() => copyFile(source, target));
  }
}
