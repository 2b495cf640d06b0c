import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { filesOf, replacePaths } from '../../common/show/files.ts';
import type { Show } from '../../common/show/schema.ts';
import { checkShow } from '../settings/showFile.ts';
import { MEDIA_FOLDER, mediaName } from './archive/names.ts';
import { packArchive } from './archive/pack.ts';
import { type OpenArchive, openArchive } from './archive/unpack.ts';
import type { Shelf } from './shelf.ts';

/** The ending of an exported collection. */
export const EXTENSION = 'anchorshow';

/** A copy of its own, so that paths can be replaced in it. */
const copyOf = (show: Show): Show => structuredClone(show);

/** Distinct files of a show, those that come with the app left out. */
const pathsOf = (show: Show): string[] => [
  ...new Set(filesOf(show).flatMap(({ path }) => (path.startsWith('builtin:') ? [] : [path]))),
];

/**
 * Writes a show and its media to one file. Where it is sent stays here: addresses may hold keys.
 * A file that is missing is named in it all the same, and missing where it is imported.
 */
export async function exportShow(
  show: Show,
  target: string,
  reach: (path: string) => string | null,
): Promise<Result<null>> {
  const entries = new Map<string, string>();
  const files: { path: string; entry: string }[] = [];
  for (const [index, path] of pathsOf(show).entries()) {
    const entry = `${MEDIA_FOLDER}${mediaName(index, path)}`;
    entries.set(path, entry);
    const file = reach(path);
    const found = file === null ? null : await stat(file).catch(() => null);
    if (file !== null && found?.isFile()) files.push({ path: file, entry });
  }
  const packed = { ...copyOf(show), destinations: [] };
  replacePaths(packed, (path) => entries.get(path) ?? path);
  return packArchive(target, `${JSON.stringify(packed, null, 2)}\n`, files);
}

/** Makes a collection of an exported file, which may come from anyone. Gives its id. */
export async function importShow(file: string, shelf: Shelf): Promise<Result<string>> {
  const opened = await openArchive(file);
  if (!opened.ok) return opened;
  const archive = opened.value;
  try {
    const show = documentOf(archive, file);
    if (!show.ok) return show;
    const taken = new Set(shelf.entries.map(({ name }) => name));
    const named = { ...show.value, name: freeName(show.value.name, taken) };
    return await shelf.create(named, (folder) => unpackInto(folder, named, archive));
  } finally {
    archive.close();
  }
}

function documentOf(archive: OpenArchive, file: string): Result<Show> {
  let data: unknown;
  try {
    data = JSON.parse(archive.document);
  } catch (error) {
    const reason = (error as Error).message;
    return err('ARCHIVE_INVALID', `${file}: its document is not JSON: ${reason}`, { file, reason });
  }
  const checked = checkShow(data, file);
  if (checked.ok || checked.error.code === 'SHOW_VERSION') return checked;
  return { ok: false, error: { ...checked.error, code: 'ARCHIVE_INVALID' } };
}

/**
 * Unpacks what the show names, and points it there. Every other path of the show would be one of
 * this machine's own files, which a stranger's show has no business with: it becomes a missing one.
 */
async function unpackInto(folder: string, show: Show, archive: OpenArchive): Promise<Result<Show>> {
  const paths = pathsOf(show);
  const inside = new Set(archive.media);
  const places = await archive.unpack(
    paths.filter((path) => inside.has(path)),
    join(folder, 'media'),
  );
  if (!places.ok) return places;
  const there = copyOf(show);
  replacePaths(there, (path) => {
    if (path.startsWith('builtin:')) return path;
    const place = places.value.get(path);
    // Numbers of their own, so that no missing one has the place of one that is there.
    return place ?? join(folder, MEDIA_FOLDER, mediaName(paths.length + paths.indexOf(path), path));
  });
  // Keys that work everywhere are taken from other programs: this person has not asked for that.
  for (const hotkey of there.hotkeys) hotkey.systemWide = false;
  return ok(there);
}

/** `name`, or with a number that no other has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name.slice(0, 190)} ${number}`;
  return free;
}
