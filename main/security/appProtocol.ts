import { join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { COVERS } from '../rooms/coverResponse.ts';
import { fileResponse } from './fileResponse.ts';

/** Must run before the app is ready. A secure, standard scheme gives pages an origin and WebCodecs. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

const BASE =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Where `@tencentcloud/chat` 3.6.6 looks for its service: first `<SDKAppID>w4c.my-imcloud.com`, the others in its stead. */
const TENCENT_CHAT =
  'wss://*.my-imcloud.com wss://*.my-cpaas.com wss://*.im.qcloud.com wss://*.tim.qq.com wss://*.im.tencent.cn';

/** What each page may load and run. The stage alone compiles WebAssembly (the AAC encoder, in a worker made from a blob). */
export const CONTENT_SECURITY_POLICY: Record<PageHost, string> = {
  ui: `${BASE}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:`,
  stage: `${BASE}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob:`,
  chat: `${BASE}; script-src 'self'; style-src 'self'`,
  // Tencent's chat: its WebSockets and nothing else. Its socket and timer may run in workers made from blobs.
  sdk: `${BASE}; script-src 'self'; worker-src 'self' blob:; img-src 'none'; connect-src ${TENCENT_CHAT}`,
};

/** Folders of the pages, by their hosts. */
const FOLDERS = { ui: 'ui', stage: 'stage', chat: 'chatWindow', sdk: 'sdk' } as const;

export type PageHost = keyof typeof FOLDERS;

const isPage = (host: string): host is PageHost => Object.hasOwn(FOLDERS, host);

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
  /** The cover of a room, by its path on the embedded server; none where it is missing. */
  readonly cover?: (path: string) => Promise<Response>;
};

const refuse = (status: number): Response => new Response(null, { status });

/** Serves the app's own pages, and to the stage the files that the document names, by their paths in it. */
export function serveApp({ dist, mediaPath, cover }: AppProtocolOptions): void {
  protocol.handle('app', async (request) => {
    const { method } = request;
    const { host, pathname, searchParams } = new URL(request.url);
    if (method !== 'GET' && method !== 'HEAD') return refuse(405);
    if (!isPage(host)) return refuse(404);
    if (cover && host === 'ui' && pathname.startsWith(COVERS)) return cover(pathname);
    const media = host === 'stage' && pathname === '/media' ? searchParams.get('path') : null;
    const file =
      media === null
        ? fileInside(join(dist, FOLDERS[host]), pathname === '/' ? '/index.html' : pathname)
        : mediaPath(media);
    if (!file) return refuse(media === null ? 404 : 403);
    try {
      return await fileResponse(file, {
        method,
        range: request.headers.get('range'),
        headers: {
          'content-security-policy': CONTENT_SECURITY_POLICY[host],
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    } catch {
      return refuse(500);
    }
  });
}
