import { createReadStream, createWriteStream, mkdirSync, rmSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChatItem } from '../../common/chat/message.ts';
import { log } from '../log.ts';

/** Most that one show may write, bytes: two million messages or so. */
const MOST_BYTES = 512 * 1024 * 1024;
/** Most that may wait for a disk that does not keep up, bytes. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * All that was said in the last show, in a file beside the settings, for the export: a long show says
 * more than memory should hold. A disk that fails or does not keep up costs the record, nothing else.
 */
export class ChatRecord {
  readonly #file: string;
  readonly #mostBytes: number;
  #stream: WriteStream | null = null;
  #bytes = 0;
  #isWhole = false;

  /** @param file made with the first show, and removed by `stop`; null for no record */
  constructor(file: string | null, mostBytes = MOST_BYTES) {
    this.#file = file ?? '';
    this.#mostBytes = mostBytes;
  }

  /** Whether every item since `begin` is in it. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** A new show: nothing of the one before stays. */
  begin(): void {
    this.stop();
    if (this.#file === '') return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
    } catch (error) {
      return this.#failed(error as Error);
    }
    const stream = createWriteStream(this.#file, { mode: 0o600 });
    stream.on('error', (error) => {
      if (this.#stream === stream) this.#failed(error);
    });
    this.#stream = stream;
    this.#isWhole = true;
  }

  add(items: readonly ChatItem[]): void {
    const stream = this.#stream;
    if (!stream || !this.#isWhole || items.length === 0) return;
    const lines = `${items.map((item) => JSON.stringify(item)).join('\n')}\n`;
    this.#bytes += Buffer.byteLength(lines);
    if (this.#bytes > this.#mostBytes || stream.writableLength > MOST_WAITING)
      return this.#failed(new Error('it is too large, or the disk too slow'));
    stream.write(lines);
  }

  /** What was said, oldest first, without what was deleted. Throws where the file cannot be read. */
  async *items(): AsyncGenerator<ChatItem> {
    await this.#written();
    const deleted = new Set<string>();
    for await (const item of this.#read())
      if (item.kind === 'order' && item.order.order === 'delete') deleted.add(item.order.id);
    for await (const item of this.#read()) {
      if (item.kind !== 'order' && deleted.has(item.id)) continue;
      const quotes = item.kind === 'text' && item.replyTo && deleted.has(item.replyTo.id);
      yield quotes ? { ...item, replyTo: null } : item;
    }
  }

  /** Removes the record. */
  stop(): void {
    this.#stream?.destroy();
    this.#stream = null;
    this.#bytes = 0;
    this.#isWhole = false;
    if (this.#file === '') return;
    try {
      rmSync(this.#file, { force: true });
    } catch (error) {
      log(`chat: the record of a show could not be removed: ${(error as Error).message}`);
    }
  }

  async *#read(): AsyncGenerator<ChatItem> {
    const lines = createInterface({ input: createReadStream(this.#file), crlfDelay: Infinity });
    for await (const line of lines) {
      // What is said while it is read may be cut off.
      try {
        yield JSON.parse(line) as ChatItem;
      } catch {
        return;
      }
    }
  }

  #written(): Promise<void> {
    const stream = this.#stream;
    return new Promise((resolve) => {
      if (!stream || stream.destroyed) resolve();
      else stream.write('', () => resolve());
    });
  }

  #failed(error: Error): void {
    log(`chat: the record of this show is not whole: ${error.message}`);
    this.#isWhole = false;
  }
}
