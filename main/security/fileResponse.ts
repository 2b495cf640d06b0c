import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
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
  /** A larger file is refused with 413. */
  readonly maxBytes: number;
};

/** Read at once from the disk, bytes. */
const CHUNK = 256 * 1024;
/** A pipe would keep whoever opens it until somebody writes. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const refuse = (status: number, headers?: Record<string, string>): Response =>
  new Response(null, headers ? { status, headers } : { status });

/**
 * A plain file, whole or the part that was asked for, read as it is taken: a video of many GB needs
 * no more memory than a small one. 404 for what is no file, 403 for what is no plain one.
 */
export async function fileResponse(file: string, options: FileResponseOptions): Promise<Response> {
  let handle: Awaited<ReturnType<typeof open>>;
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
    if (size > options.maxBytes) return refuse(413);
    const range = byteRange(options.range, size);
    if (range === 'unsatisfiable') return refuse(416, { 'content-range': `bytes */${size}` });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const headers: Record<string, string> = {
      'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': String(end - start + 1),
      'accept-ranges': 'bytes',
      'last-modified': found.mtime.toUTCString(),
      ...options.headers,
    };
    if (range) headers['content-range'] = `bytes ${start}-${end}/${size}`;
    const status = range ? 206 : 200;
    if (options.method === 'HEAD' || size === 0) return new Response(null, { status, headers });
    const stream = handle.createReadStream({ start, end, highWaterMark: CHUNK });
    streaming = true;
    const body = Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return new Response(body as BodyInit, { status, headers });
  } finally {
    if (!streaming) await handle.close();
  }
}
