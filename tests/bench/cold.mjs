import { open, writeFile } from 'node:fs/promises';
import { run } from './run.mjs';

/**
 * Makes the next start as cold as it can be made: the kernel forgets all cached files, then reads
 * the shared media again, since a camera is not part of a contestant's start.
 * @param {string[]} media files to read back
 * @returns {Promise<boolean>} false where this is not allowed and the start will be a warm one
 */
export async function makeCold(media) {
  try {
    await run('sync', []);
    await writeFile('/proc/sys/vm/drop_caches', '3');
  } catch {
    return false;
  }
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (const path of media) {
    const file = await open(path);
    try {
      while ((await file.read(buffer, 0, buffer.length)).bytesRead > 0);
    } finally {
      await file.close();
    }
  }
  return true;
}
