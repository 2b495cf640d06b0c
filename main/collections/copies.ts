import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, type Result } from '../../common/result.ts';
import type { Show } from '../../common/show/schema.ts';
import { readShow } from '../settings/showFile.ts';

/** A last good copy of a collection. */
export type Copy = {
  /** Its file's name, which `readCopy` takes. */
  readonly copy: string;
  readonly savedAtMs: number;
  readonly scenes: number;
  readonly bytes: number;
};

/** Least time between two copies that nobody asked for, ms. */
const EVERY_MS = 2 * 60_000;
/** So many of the newest copies are all kept; older ones, one an hour of the last day and one a day before. */
const NEWEST = 12;
const MOST = 40;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.json$/;
const nameAt = (ms: number): string => `${new Date(ms).toISOString().replace(/[:.]/g, '-')}.json`;

/** When a copy was made, milliseconds since the epoch; null for a file that is none. */
function madeAtMs(name: string): number | null {
  const match = NAME.exec(name);
  if (!match) return null;
  const [, day, hour, minute, second, ms] = match;
  return Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** Names of the copies in a folder, the newest first. */
async function copiesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => madeAtMs(name) !== null)
    .sort()
    .reverse();
}

/** Those of the copies (newest first) that are not kept any more. */
export function outdated(names: readonly string[], nowMs: number): string[] {
  let lastMs = Number.POSITIVE_INFINITY;
  let kept = 0;
  return names.filter((name, index) => {
    const atMs = madeAtMs(name) ?? 0;
    const apart = nowMs - atMs < DAY_MS ? HOUR_MS : DAY_MS;
    const keeps = index < NEWEST || (kept < MOST && lastMs - atMs >= apart);
    if (!keeps) return true;
    kept++;
    lastMs = atMs;
    return false;
  });
}

/**
 * Makes `file`, when it is a good show, a copy in `folder`. Unless `always`, not more often than
 * every two minutes: the copies go back further then.
 */
export async function keepCopy(
  file: string,
  folder: string,
  { always = false, nowMs = Date.now() } = {},
): Promise<void> {
  const names = await copiesIn(folder);
  const newestMs = madeAtMs(names[0] ?? '') ?? 0;
  if (!always && nowMs - newestMs < EVERY_MS && nowMs >= newestMs) return;
  if (!(await readShow(file)).ok) return;
  await mkdir(folder, { recursive: true });
  const name = nameAt(Math.max(nowMs, newestMs + 1));
  // A second name, not a move: should the app die now, the show is still in its place.
  await link(file, join(folder, name)).catch(() => copyFile(file, join(folder, name)));
  for (const old of outdated([name, ...names], nowMs)) await rm(join(folder, old), { force: true });
}

/** The copies that can be restored, the newest first. */
export async function listCopies(folder: string): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const copy of await copiesIn(folder)) {
    const show = await readCopy(folder, copy);
    const found = await stat(join(folder, copy)).catch(() => null);
    if (!show.ok || !found) continue;
    const scenes = show.value.scenes.filter(({ group }) => !group).length;
    copies.push({ copy, savedAtMs: Math.round(found.mtimeMs), scenes, bytes: found.size });
  }
  return copies;
}

/** One copy, checked. */
export async function readCopy(folder: string, copy: string): Promise<Result<Show>> {
  if (madeAtMs(copy) === null) return err('INPUT_INVALID', 'there is no such copy');
  return readShow(join(folder, copy));
}
