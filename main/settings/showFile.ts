import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { hasCycle } from '../../common/show/graph.ts';
import { migrate } from '../../common/show/migrate.ts';
import { SHOW_VERSION, type Show, showSchema } from '../../common/show/schema.ts';
import { settle } from '../../common/show/settle.ts';
import { showOfState, stateOfShow } from '../../common/show/slices.ts';

/** A show is text a person could have written; more than this is not a show. */
const MAX_BYTES = 20 * 1024 * 1024;
/** Last good copies kept beside the show. */
const COPIES = 5;

/** Reads and checks a show; the error says what is wrong and where, and nothing is changed on disk. */
export async function readShow(file: string): Promise<Result<Show>> {
  let text: string;
  try {
    const found = await stat(file);
    // A pipe or a device has no size and may never end.
    if (!found.isFile())
      return err('FILE_UNREADABLE', `show ${file} cannot be read (not a file)`, { path: file });
    const { size } = found;
    if (size > MAX_BYTES)
      return err('SHOW_INVALID', `show ${file} is too large: ${size} bytes, at most ${MAX_BYTES}`, {
        file,
        reason: `${size} bytes`,
      });
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? err('FILE_MISSING', `there is no show file ${file}`, { path: file })
      : err('FILE_UNREADABLE', `show ${file} cannot be read (${code})`, { path: file });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    return err('SHOW_INVALID', `show ${file} is not JSON: ${reason}`, { file, reason });
  }
  return checkShow(data, file);
}

/** Checks data that claims to be a show. */
export function checkShow(data: unknown, file: string): Result<Show> {
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > SHOW_VERSION)
    return err(
      'SHOW_VERSION',
      `show ${file} was written by a newer version (${version}; this one reads ${SHOW_VERSION}): update Anchor Studio`,
      { file, version },
    );
  const parsed = showSchema.safeParse(migrate(data));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const reason = `${issue?.path.join('.') || 'top level'}: ${issue?.message ?? 'invalid'}`;
    return err('SHOW_INVALID', `show ${file} is not valid at ${reason}`, { file, reason });
  }
  const reason = contradictionIn(parsed.data);
  if (reason) return err('SHOW_INVALID', `show ${file} is not valid: ${reason}`, { file, reason });
  const state = stateOfShow(parsed.data);
  settle(state);
  return ok(showOfState(state));
}

/** What no schema can see: parts that are right alone and wrong together. Null when there is nothing. */
function contradictionIn(show: Show): string | null {
  const ids = show.scenes.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return 'two scenes have the same id';
  if (show.scenes.every(({ group }) => group)) return 'there are only groups and no scene';
  for (const { name, items } of show.scenes)
    if (new Set(items.map(({ id }) => id)).size < items.length)
      return `two items of scene ${name} have the same id`;
  for (const [key, { id }] of Object.entries(show.sources))
    if (key !== id) return `source ${key} calls itself ${id}`;
  return hasCycle(stateOfShow(show)) ? 'a scene shows itself' : null;
}

/** Writes `text` so that at every moment the old or the new content is whole on disk. */
export async function writeAtomically(
  file: string,
  text: string | AsyncIterable<string>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await writeFile(handle, text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Saves a show, keeping the last good copies beside it as `name.1.json` (newest) to `name.5.json`. */
export async function saveShow(file: string, show: Show): Promise<void> {
  const copy = (index: number) => file.replace(/(\.json)?$/, `.${index}.json`);
  if ((await readShow(file)).ok) {
    await rm(copy(COPIES), { force: true });
    for (let index = COPIES - 1; index >= 1; index--)
      await rename(copy(index), copy(index + 1)).catch(() => {});
    // A second name, not a move: should the app die now, the show is still in its place.
    await link(file, copy(1)).catch(() => copyFile(file, copy(1)));
  }
  await writeShow(file, show);
}

/** Writes a show; throws on one that would be too large to be read again. */
export async function writeShow(file: string, show: Show): Promise<void> {
  const text = `${JSON.stringify(show, null, 2)}\n`;
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new Error(`the show is too large: more than ${MAX_BYTES} bytes`);
  await writeAtomically(file, text);
}

/** Moves a broken show out of the way, never overwriting anything; gives its new path. */
export async function setAside(file: string): Promise<string> {
  const folder = dirname(file);
  const taken = new Set(await readdir(folder));
  const stem = basename(file, '.json');
  let name = `${stem}.broken.json`;
  for (let index = 2; taken.has(name); index++) name = `${stem}.broken-${index}.json`;
  await rename(file, join(folder, name));
  return join(folder, name);
}
