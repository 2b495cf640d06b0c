import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { err, ok, type Result } from '../../../common/result.ts';
import { DOCUMENT } from './names.ts';

/** A file on disk and its name in the archive (`media/…`). */
export type PackedFile = { readonly path: string; readonly entry: string };

/**
 * Writes an archive of `document` (text) and `files` to `target`, over what stands there; until it
 * is whole, `target` is not touched. Files are streamed as they are: most media do not get smaller.
 */
export async function packArchive(
  target: string,
  document: string,
  files: readonly PackedFile[],
): Promise<Result<null>> {
  const part = `${target}.${process.pid}.part`;
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  // yazl tells of a file it cannot read here, and its output would then never end.
  zip.on('error', (error: Error) => output.destroy(error));
  try {
    const writing = pipeline(output, createWriteStream(part, { mode: 0o600 }));
    zip.addBuffer(Buffer.from(document), DOCUMENT, { compress: true });
    for (const { path, entry } of files) zip.addFile(path, entry, { compress: false });
    zip.end();
    await writing;
    await sync(part);
    await rename(part, target);
    return ok(null);
  } catch (error) {
    await rm(part, { force: true });
    const { code, path, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC')
      return err('DISK_FULL', `the disk is full: ${target} was not written`, { path: target });
    if (path !== undefined && path !== part && path !== target)
      return err('FILE_UNREADABLE', `${path} cannot be read (${code})`, { path });
    return err('PATH_UNWRITABLE', `cannot write ${target} (${code ?? message})`, { path: target });
  }
}

/** The bytes are on the disk before the name is. */
async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
