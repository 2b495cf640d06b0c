import { createWriteStream } from 'node:fs';
import { mkdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { err, ok, type Result } from '../../../common/result.ts';
import { DOCUMENT, MEDIA_FOLDER, mediaName } from './names.ts';

/** Most files in an archive; a show can hardly name as many. */
const MAX_ENTRIES = 20_000;
/** A document is text a person could have written. */
const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;
/** What unpacks to more than so many times the archive was made to fill a disk. */
const MAX_GROWTH = 50;
const GROWTH_FREE_BYTES = 64 * 1024 * 1024;
/** Left free on the disk, bytes: a recording may be running. */
const KEEP_FREE_BYTES = 1024 * 1024 * 1024;
const MAX_NAME = 255;
/** Of the Unix mode in an entry's upper attributes. */
const FILE_TYPE = 0o170000;
const PLAIN_FILE = 0o100000;

/** An archive that was opened and looked through. Close it. */
export type OpenArchive = {
  /** The document's text. */
  readonly document: string;
  /** Names of its media, each `media/<number>/<name>`. */
  readonly media: readonly string[];
  /** Writes these into `folder` (made, and empty before); gives each one's new path by its name. */
  unpack(names: readonly string[], folder: string): Promise<Result<ReadonlyMap<string, string>>>;
  close(): void;
};

/** What is wrong with one entry; null when nothing is. */
function faultOf(entry: Entry): string | null {
  const { fileName, externalFileAttributes } = entry;
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  if (fileName.length > MAX_NAME) return 'a name is too long';
  if (type !== 0 && type !== PLAIN_FILE) return `${fileName} is no plain file`;
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return `${fileName} cannot be read`;
  if (fileName === DOCUMENT)
    return entry.uncompressedSize > MAX_DOCUMENT_BYTES ? 'its document is too large' : null;
  const name = fileName.startsWith(MEDIA_FOLDER) ? fileName.slice(MEDIA_FOLDER.length) : '';
  return /^\d{4,6}\/[^/\\:\0]+$/.test(name) && !/\/\.+$/.test(name)
    ? null
    : `${fileName} does not belong into it`;
}

/**
 * Opens an archive that may come from anyone. Nothing is unpacked yet. Refused are wrong names,
 * links, encrypted or overlapping entries, and what would unpack to far more than it is.
 */
export async function openArchive(file: string): Promise<Result<OpenArchive>> {
  const bad = (reason: string) =>
    err('ARCHIVE_INVALID', `${file} is no collection that can be imported: ${reason}`, {
      file,
      reason,
    });
  let zip: ZipFile | undefined;
  try {
    const found = await stat(file);
    if (!found.isFile()) return err('FILE_UNREADABLE', `${file} is not a file`, { path: file });
    zip = await openPromise(file, { autoClose: false, strictFileNames: true });
    const entries = await lookThrough(zip, found.size);
    if (typeof entries === 'string') {
      zip.close();
      return bad(entries);
    }
    const document = entries.get(DOCUMENT);
    if (!document) {
      zip.close();
      return bad(`there is no ${DOCUMENT} in it`);
    }
    const text = await textOf(zip, document);
    return ok(archiveOf(zip, entries, text, file));
  } catch (error) {
    zip?.close();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return err('FILE_MISSING', `there is no file ${file}`, { path: file });
    if (code?.startsWith('E'))
      return err('FILE_UNREADABLE', `${file} cannot be read (${code})`, { path: file });
    return bad(message);
  }
}

/** Every entry by name, or what is wrong. */
async function lookThrough(
  zip: ZipFile,
  archiveBytes: number,
): Promise<ReadonlyMap<string, Entry> | string> {
  if (zip.entryCount > MAX_ENTRIES) return `it has ${zip.entryCount} files`;
  const entries = new Map<string, Entry>();
  let packed = 0;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const fault = faultOf(entry);
    if (fault) return fault;
    if (entries.has(entry.fileName)) return `${entry.fileName} is in it twice`;
    entries.set(entry.fileName, entry);
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  // Entries that share their bytes are how a small file unpacks to petabytes.
  if (packed > archiveBytes) return 'its files overlap';
  if (unpacked > archiveBytes * MAX_GROWTH + GROWTH_FREE_BYTES)
    return `it would unpack to ${unpacked} bytes`;
  return entries;
}

async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  const chunks: Buffer[] = [];
  // yauzl ends the stream with an error at the first byte more than the entry claims.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function archiveOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  document: string,
  file: string,
): OpenArchive {
  return {
    document,
    media: [...entries.keys()].filter((name) => name !== DOCUMENT),
    async unpack(names, folder) {
      const wanted = [...new Set(names)].flatMap((name) => entries.get(name) ?? []);
      const bytes = wanted.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
      const places = new Map<string, string>();
      try {
        await mkdir(folder, { recursive: true });
        const disk = await statfs(folder);
        if (bytes + KEEP_FREE_BYTES > disk.bavail * disk.bsize)
          return err('DISK_FULL', `${file} needs ${bytes} bytes on the disk`, { path: folder });
        for (const [index, entry] of wanted.entries()) {
          const place = join(folder, mediaName(index, entry.fileName));
          await mkdir(dirname(place), { recursive: true });
          const from = await zip.openReadStreamPromise(entry);
          await pipeline(from, createWriteStream(place, { flags: 'wx', mode: 0o600 }));
          places.set(entry.fileName, place);
        }
        return ok(places);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'ENOSPC')
          return err('DISK_FULL', `the disk is full: ${file} was not imported`, { path: folder });
        if (code?.startsWith('E'))
          return err('PATH_UNWRITABLE', `cannot write to ${folder} (${code})`, { path: folder });
        return err('ARCHIVE_INVALID', `${file} is broken: ${message}`, { file, reason: message });
      }
    },
    close: () => zip.close(),
  };
}
