import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../common/result.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import { coverSize } from './coverSize.ts';

/** Most covers kept; the oldest goes. */
const MOST_COVERS = 2_000;
/** Of either side. */
const MOST_PIXELS = 4_096;
export const COVER_PATH = '/covers/';
const namePattern = /^[0-9a-f]{40}\.(png|jpg|webp)$/;

export type Cover = { readonly body: Buffer; readonly contentType: string };

const contentTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};

/** The kind of picture that some bytes begin like; null for anything else. */
export function pictureKind(bytes: Buffer): 'png' | 'jpg' | 'webp' | null {
  if (bytes.length < 24) return null;
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) {
    return bytes.toString('latin1', 12, 16) === 'IHDR' ? 'png' : null;
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpg';
  const isWebp =
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'webp' : null;
}

/** Pictures of rooms, named by what is in them. */
export class Covers {
  private readonly folder: string;
  private readonly inMemory = new Map<string, Buffer>();

  /** @param folder empty: kept in memory only */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Gives the path that the picture is served under. `IMAGE_INVALID` for another format, over 512 KiB, or with too many pixels. */
  async add(bytes: Buffer): Promise<Result<string>> {
    const kind = pictureKind(bytes);
    if (!kind || bytes.length > roomLimits.coverBytes)
      return err('IMAGE_INVALID', 'a cover is a PNG, JPEG or WebP picture of at most 512 KiB');
    const size = coverSize(bytes, kind);
    if (!size || Math.max(size.width, size.height) > MOST_PIXELS)
      return err('IMAGE_INVALID', `a cover has ${MOST_PIXELS} × ${MOST_PIXELS} pixels at most`);
    const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}.${kind}`;
    await this.write(name, bytes);
    return ok(COVER_PATH + name);
  }

  /** True where it is an address that `add` gives. */
  isPath(path: string): boolean {
    return path.startsWith(COVER_PATH) && namePattern.test(path.slice(COVER_PATH.length));
  }

  /** Null where there is none; whatever stands in `path`, nothing but covers is read. */
  async read(path: string): Promise<Cover | null> {
    if (!this.isPath(path)) return null;
    const name = path.slice(COVER_PATH.length);
    const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? '';
    const body = this.folder
      ? await readFile(join(this.folder, name)).catch(() => null)
      : (this.inMemory.get(name) ?? null);
    return body && { body, contentType };
  }

  private async write(name: string, bytes: Buffer): Promise<void> {
    if (!this.folder) {
      this.inMemory.set(name, bytes);
      const oldest = this.inMemory.keys().next().value;
      if (this.inMemory.size > 64 && oldest !== undefined) this.inMemory.delete(oldest);
      return;
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const partial = join(this.folder, `${name}.${randomBytes(6).toString('hex')}.part`);
    await writeFile(partial, bytes, { mode: 0o600 });
    await rename(partial, join(this.folder, name));
    await this.thin();
  }

  private async thin(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => namePattern.test(name));
    if (names.length <= MOST_COVERS) return;
    const aged = await Promise.all(
      names.map(async (name) => ({ name, atMs: (await stat(join(this.folder, name))).mtimeMs })),
    );
    aged.sort((a, b) => a.atMs - b.atMs);
    for (const { name } of aged.slice(0, names.length - MOST_COVERS))
      await rm(join(this.folder, name), { force: true });
  }
}
