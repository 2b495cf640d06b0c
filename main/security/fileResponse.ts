import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { byteRange } from './byteRange.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.ts': 'video/mp2t',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export type FileResponseOptions = {
  readonly method: string;
  /** The request's `Range` header. */
  readonly range: string | null;
  readonly headers: Readonly<Record<string, string>>;
};

/** Far above any picture, page or table: what is taken whole may not be larger, bytes. */
const MAX_WHOLE_BYTES = 100 * 1024 * 1024;
/** Read at once from the disk, bytes. */
const CHUNK = 256 * 1024;
/** As much is not worth a stream, bytes. */
const SMALL = 1024 * 1024;
/** A pipe would keep whoever opens it until somebody writes. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const refuse = (status: number, headers?: Record<string, string>): Response =>
  new Response(null, headers ? { status, headers } : { status });

/**
 * A plain file, whole or the part that was asked for, read as it is taken: a video of many GB needs
 * no more memory than a small one. 404 for what is not there, 403 for what is no plain file, 413 for
 * a picture, page or table of more than 100 MB.
 */
export async function fileResponse(file: string, options: FileResponseOptions): Promise<Response> {
  let handle: FileHandle;
  try {
    handle = await open(file, READ);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse(code === 'ENOENT' || code === 'ENOTDIR' ? 404 : 403);
  }
  let streaming = false;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return refuse(403);
    const { size } = found;
    const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
    if (size > MAX_WHOLE_BYTES && !/^(video|audio|application\/octet)/.test(type))
      return refuse(413);
    const range = byteRange(options.range, size);
    if (range === 'unsatisfiable') return refuse(416, { 'content-range': `bytes */${size}` });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const headers: Record<string, string> = {
      'content-type': type,
      'content-length': String(end - start + 1),
      'accept-ranges': 'bytes',
      'last-modified': found.mtime.toUTCString(),
      ...options.headers,
    };
    if (range) headers['content-range'] = `bytes ${start}-${end}/${size}`;
    const status = range ? 206 : 200;
    if (options.method === 'HEAD' || size === 0) return new Response(null, { status, headers });
    if (end - start < SMALL)
      return new Response(await bytesOf(handle, start, end - start + 1), { status, headers });
    const stream = handle.createReadStream({ start, end, highWaterMark: CHUNK });
    streaming = true;
    const body = Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
  } finally {
    if (!streaming) await handle.close();
  }
}

async function bytesOf(
  handle: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
    // The file has become shorter meanwhile.
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.slice(0, filled);
}
