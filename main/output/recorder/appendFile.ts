import { type FileHandle, open } from 'node:fs/promises';

/** At most this much of a recording is lost to a power cut, milliseconds. */
const SYNC_INTERVAL_MS = 5_000;

/** A new file that grows by whole pieces: one that could not be written entirely is taken back. */
export class AppendFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #syncedAtMs = performance.now();

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Creates the file; rejects with the system's error, `EEXIST` if something is there. */
  static async create(path: string): Promise<AppendFile> {
    return new AppendFile(path, await open(path, 'wx'));
  }

  /** Bytes of the pieces written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes one piece at the end; rejects with the system's error. */
  async append(piece: Uint8Array): Promise<void> {
    try {
      await writeFully(this.#handle, piece, this.#bytes);
    } catch (error) {
      await this.#handle.truncate(this.#bytes).catch(() => undefined);
      throw error;
    }
    this.#bytes += piece.byteLength;
    if (performance.now() - this.#syncedAtMs >= SYNC_INTERVAL_MS) {
      this.#syncedAtMs = performance.now();
      await this.#handle.datasync();
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Writes all of `data` at `position`; a disk that fills up may take only a part of it at first. */
export async function writeFully(
  handle: FileHandle,
  data: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < data.byteLength; ) {
    const rest = data.byteLength - done;
    const { bytesWritten } = await handle.write(data, done, rest, position + done);
    done += bytesWritten;
  }
}
