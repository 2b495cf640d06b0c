import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

/** Must run before the app is ready. A secure, standard scheme gives pages an origin and WebCodecs. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const BASE =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What each page may load and run. The stage alone compiles WebAssembly (the AAC encoder, in a worker made from a blob). */
export const CONTENT_SECURITY_POLICY: Record<PageHost, string> = {
  ui: `${BASE}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:`,
  stage: `${BASE}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob:`,
};

export type PageHost = 'ui' | 'stage';

/** The file inside `folder` that a URL path names, or null when it would leave the folder. */
export function fileInside(folder: string, urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) && !file.endsWith(sep) ? file : null;
}

export type AppProtocolOptions = {
  /** Folder with a folder for each page. */
  readonly dist: string;
  /** Path on disk of a file that the document names; null when there is none that may be read. */
  readonly mediaPath: (path: string) => string | null;
};

/** Far above any picture; a larger file is not read into memory. */
const MAX_BYTES = 100 * 1024 * 1024;

/** The file's bytes; null for what is no plain file (a pipe or a device may never end) or too large. */
async function readPlainFile(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const found = await stat(file);
  if (!found.isFile() || found.size > MAX_BYTES) return null;
  return new Uint8Array(await readFile(file));
}

const refuse = (status: number): Response => new Response(null, { status });

/** Serves the app's own pages, and to the stage the media that the document names, by source id. */
export function serveApp({ dist, mediaPath }: AppProtocolOptions): void {
  protocol.handle('app', async (request) => {
    const { host, pathname, searchParams } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    if (host !== 'ui' && host !== 'stage') return refuse(404);
    const media = host === 'stage' && pathname === '/media' ? searchParams.get('path') : null;
    const file = media
      ? mediaPath(media)
      : fileInside(join(dist, host), pathname === '/' ? '/index.html' : pathname);
    if (!file) return refuse(media ? 403 : 404);
    try {
      const body = await readPlainFile(file);
      if (!body) return refuse(media ? 403 : 404);
      return new Response(body, {
        headers: {
          'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
          'content-security-policy': CONTENT_SECURITY_POLICY[host],
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    } catch (error) {
      return refuse((error as NodeJS.ErrnoException).code === 'ENOENT' ? 404 : 500);
    }
  });
}
