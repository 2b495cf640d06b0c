import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { log } from '../log.ts';

/** Files of earlier broadcasts that are kept. */
const KEPT = 20;
const ENDING = '.jsonl';
/** What waits for a disk that does not keep up; beyond it lines are left out, bytes. */
const MOST_WAITING = 4 * 1024 * 1024;

/**
 * One broadcast's health on disk, a line of JSON at a time, so that a crash loses none of it.
 * Nobody waits for it: a disk that fails or is too slow costs lines, and nothing else.
 */
export class HealthFile {
  readonly #folder: string;
  #stream: WriteStream | null = null;
  #opening: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins the file of a broadcast, with what is known of it. */
  begin(atEpochMs: number, about: object): void {
    this.end({});
    const name = `${new Date(atEpochMs).toISOString().replace(/[:.]/g, '-')}${ENDING}`;
    this.#opening = this.#open(join(this.#folder, name));
    this.write('begin', { atEpochMs, ...about });
  }

  async #open(path: string): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await this.#forgetOld();
      const stream = createWriteStream(path, { flags: 'a' });
      stream.on('error', (error) => {
        if (this.#stream === stream) this.#stream = null;
        log(`the health of the broadcast cannot be written: ${error.message}`);
      });
      this.#stream = stream;
    } catch (error) {
      log(`the health of the broadcast cannot be written: ${(error as Error).message}`);
    }
  }

  async #forgetOld(): Promise<void> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith(ENDING)).sort();
    for (const name of files.slice(0, Math.max(0, files.length - KEPT + 1)))
      await unlink(join(this.#folder, name)).catch(() => undefined);
  }

  /** One line; `line` says what it is of. */
  write(line: 'begin' | 'sample' | 'event' | 'outage' | 'end', what: object): void {
    void this.#opening.then(() => {
      if (!this.#stream || this.#stream.writableLength > MOST_WAITING) return;
      this.#stream.write(`${JSON.stringify({ line, ...what })}\n`);
    });
  }

  /** Nothing is behind it any more. */
  end(what: object): Promise<void> {
    this.write('end', what);
    this.#opening = this.#opening.then(
      () =>
        new Promise<void>((resolve) => {
          const stream = this.#stream;
          this.#stream = null;
          if (!stream) return resolve();
          stream.once('close', () => resolve());
          stream.end();
        }),
    );
    return this.#opening;
  }
}
