import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { err, ok, type Result } from '../../../common/result.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

export type StaticFile = {
  readonly body: Buffer;
  readonly contentType: string;
  /** Named by a hash of its content, so it may be kept for ever. */
  readonly immutable: boolean;
};

/** Files by URL path. Nothing outside the table can be asked for, whatever the path says. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Reads the built viewer page into memory (well under 1 MB). `FILE_MISSING` without an `index.html`. */
export async function loadStaticFiles(folder: string): Promise<Result<StaticFiles>> {
  const files = new Map<string, StaticFile>();
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const contentType = contentTypes[extname(entry.name)];
      if (!entry.isFile() || !contentType) continue;
      const path = join(entry.parentPath, entry.name);
      const urlPath = `/${relative(folder, path).split(sep).join('/')}`;
      files.set(urlPath, {
        body: await readFile(path),
        contentType,
        immutable: urlPath.startsWith('/assets/'),
      });
    }
  } catch {
    return missing();
  }
  return files.has('/index.html') ? ok(files) : missing();
}

const missing = () =>
  err('FILE_MISSING', 'The viewer page is not built; run `npm run build` and start again.');
