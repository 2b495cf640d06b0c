import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../common/result.ts';
import { diskError, finalPathOf } from './disk.ts';
import { type FinishedFile, finishRecording } from './finish.ts';

/** One leftover of a crash and what became of it; on an error `source` is still there. */
export type Recovered = { readonly source: string; readonly result: Result<FinishedFile> };

export type RecoverOptions = {
  readonly idleMs?: number;
  readonly finish?: typeof finishRecording;
};

/**
 * Makes every `*.recording.mp4` in `folder` that nobody writes any more an ordinary MP4.
 * Ones without a single whole fragment are removed. A missing folder has nothing to recover.
 *
 * `idleMs`: a file changed within this time may still be recorded and is left alone, milliseconds.
 */
export async function recoverRecordings(
  folder: string,
  { idleMs = 10_000, finish = finishRecording }: RecoverOptions = {},
): Promise<Recovered[]> {
  const recovered: Recovered[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const source = join(folder, name);
    const file = finalPathOf(source);
    if (!file) continue;
    const info = await stat(source).catch(() => null);
    if (!info?.isFile() || Date.now() - info.mtimeMs < idleMs) continue;
    const result = await recover(source, file, finish);
    if (result) recovered.push({ source, result });
  }
  return recovered;
}

async function recover(
  source: string,
  file: string,
  finish: typeof finishRecording,
): Promise<Result<FinishedFile> | null> {
  try {
    const handle = await open(source, 'r+');
    try {
      const whole = await wholeFragmentsEnd(handle);
      await handle.truncate(whole);
      if (whole === 0) {
        await unlink(source);
        return null;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, error: diskError(error, source) };
  }
  return finish(source, file);
}

/**
 * Where the last complete `mdat` ends, bytes; `from` if there is none behind it.
 *
 * @param from end of a box from which on to look
 */
export async function wholeFragmentsEnd(handle: FileHandle, from = 0): Promise<number> {
  const { size } = await handle.stat();
  const header = Buffer.alloc(8);
  let end = from;
  for (let position = from; position + 8 <= size; ) {
    await handle.read(header, 0, 8, position);
    const boxSize = header.readUInt32BE(0);
    const next = position + boxSize;
    if (boxSize < 8 || next > size) break;
    if (header.toString('latin1', 4) === 'mdat') end = next;
    position = next;
  }
  return end;
}
