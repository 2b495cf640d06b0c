import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { mediaName, plainName } from '../../../../main/collections/archive/names.ts';
import { packArchive } from '../../../../main/collections/archive/pack.ts';
import { openArchive } from '../../../../main/collections/archive/unpack.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const target = () => join(folder, 'show.anchorshow');

describe('an archive', () => {
  it('gives back what was put in', async () => {
    const picture = join(folder, '图片 1.png');
    const clip = join(folder, 'clip.mp4');
    await writeFile(picture, 'a picture');
    await writeFile(clip, Buffer.alloc(300_000, 7));
    const files = [picture, clip].map((path, index) => ({
      path,
      entry: `media/${mediaName(index, path)}`,
    }));
    expect(await packArchive(target(), '{"名字":1}', files)).toEqual({ ok: true, value: null });
    const archive = await openArchive(target());
    if (!archive.ok) return expect.fail(archive.error.message);
    expect(archive.value.document).toBe('{"名字":1}');
    expect(archive.value.media).toEqual(['media/0001/图片_1.png', 'media/0002/clip.mp4']);
    const places = await archive.value.unpack(archive.value.media, join(folder, 'out'));
    archive.value.close();
    if (!places.ok) return expect.fail(places.error.message);
    expect(await readdir(join(folder, 'out', '0001'))).toEqual(['图片_1.png']);
    const unpacked = places.value.get('media/0002/clip.mp4') as string;
    expect(await readFile(unpacked)).toEqual(Buffer.alloc(300_000, 7));
  });

  it('that cannot be written leaves what stood there', async () => {
    await writeFile(target(), 'before');
    const packed = await packArchive(target(), '{}', [
      { path: join(folder, 'none.mp4'), entry: 'media/none.mp4' },
    ]);
    expect(packed).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
    expect(await readFile(target(), 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['show.anchorshow']);
    const nowhere = await packArchive(join(folder, 'no', 'where'), '{}', []);
    expect(nowhere).toMatchObject({ error: { code: 'PATH_UNWRITABLE' } });
  });
});

/** An archive as somebody else might make one. */
async function foreign(
  entries: readonly (readonly [name: string, content: string | Buffer, mode?: number])[],
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content, mode] of entries)
    zip.addBuffer(Buffer.from(content), name, { compress: true, ...(mode ? { mode } : {}) });
  zip.end();
  return buffer(zip.outputStream as Readable);
}
const document = ['show.json', '{}'] as const;

describe('a hostile archive', () => {
  const refused = async (bytes: Buffer, reason: RegExp) => {
    await writeFile(target(), bytes);
    const opened = await openArchive(target());
    if (opened.ok) expect.fail('it was opened');
    expect(opened.error.code).toBe('ARCHIVE_INVALID');
    expect(opened.error.message).toMatch(reason);
    expect(opened.error.message).toContain(target());
  };
  /** The same length, so that the offsets stay right. */
  const renamed = async (from: string, to: string) => {
    const bytes = await foreign([document, [from, 'x']]);
    return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
  };

  it.each([
    ['..', 'media/0001/../../x'],
    ['a path', 'media/0001/sub/x'],
    ['an absolute path', '/etc/cron.dd/x'],
    ['a drive', 'C:/windows/xx'],
    ['a backslash', 'media\\0001\\..\\x'],
    ['a stream', 'media/0001/abc:def'],
    ['dots alone', 'media/0001/....'],
    ['a zero byte', 'media/0001/abc\0def'],
  ])('with %s in a name', async (_what, name) => {
    await refused(
      await renamed('m'.repeat(name.length), name),
      /belong|path|relative|invalid|character/,
    );
  });

  it('with a name that is too long, twice the same name, or a link', async () => {
    await refused(await foreign([document, [`media/0001/${'x'.repeat(400)}`, '']]), /too long/);
    await refused(await foreign([document, ['media/0001/a', ''], ['media/0001/a', '']]), /twice/);
    await refused(
      await foreign([document, ['media/0001/a', '/etc/passwd', 0o120777]]),
      /no plain file/,
    );
    await refused(await foreign([document, ['media/0001/a', '', 0o040755]]), /no plain file/);
  });

  it('that would fill the disk', async () => {
    const zeros = Buffer.alloc(80 * 1024 * 1024);
    await refused(await foreign([document, ['media/0001/zeros', zeros]]), /unpack to/);
    await refused(await foreign([['show.json', zeros.subarray(0, 21 * 1024 * 1024)]]), /too large/);
  });

  it('that lies about a size', async () => {
    const honest = await foreign([document, ['media/0001/lie', 'x'.repeat(5000)]]);
    // The uncompressed size in the central directory: the last time that it stands there.
    const size = Buffer.alloc(4);
    size.writeUInt32LE(5000);
    honest.writeUInt32LE(10, honest.lastIndexOf(size));
    await writeFile(target(), honest);
    const opened = await openArchive(target());
    if (!opened.ok) return expect(opened.error.code).toBe('ARCHIVE_INVALID');
    const unpacked = await opened.value.unpack(opened.value.media, join(folder, 'out'));
    opened.value.close();
    expect(unpacked).toMatchObject({ error: { code: 'ARCHIVE_INVALID' } });
  });

  it('whose files are all the same bytes', async () => {
    const bytes = await foreign([
      document,
      ['media/0001/a', 'y'.repeat(50)],
      ['media/0001/b', 'y'.repeat(50)],
    ]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length * 2);
    // Both claim to be longer than the archive: as entries that share their bytes do.
    const central = bytes.indexOf(Buffer.from('PK\x01\x02media/0001/a'.slice(0, 4), 'latin1'));
    for (let at = central; at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')) {
      bytes.writeUInt32LE(bytes.length * 2, at + 20);
      bytes.writeUInt32LE(bytes.length * 2, at + 24);
    }
    await refused(bytes, /overlap/);
  });

  it('that is truncated, empty, no archive, or has no document', async () => {
    const whole = await foreign([document, ['media/0001/a', 'x'.repeat(1000)]]);
    await refused(whole.subarray(0, whole.length - 30), /./);
    await refused(Buffer.alloc(0), /./);
    await refused(Buffer.from('{"version": 1}'), /./);
    await refused(await foreign([['media/0001/a', 'x']]), /no show\.json/);
  });

  it('that is not there, or is a folder', async () => {
    expect(await openArchive(target())).toMatchObject({ error: { code: 'FILE_MISSING' } });
    expect(await openArchive(folder)).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
    await writeFile(target(), await foreign([document]));
    await truncate(target(), 10);
    expect((await openArchive(target())).ok).toBe(false);
  });
});

describe('a plain name', () => {
  it.each([
    ['/home/me/My Film.mp4', 'My_Film.mp4'],
    ['C:\\Users\\me\\照片.png', '照片.png'],
    ['..', '_'],
    ['', 'file'],
    ['.bashrc', '_bashrc'],
    ['a/b/', 'file'],
    ['x$(rm -rf ~).sh', 'x_rm_-rf_.sh'],
  ])('of %s', (path, name) => expect(plainName(path)).toBe(name));

  it('is short, and keeps its extension', () => {
    const name = plainName(`${'长'.repeat(300)}.webm`);
    expect(basename(name)).toBe(name);
    expect(Buffer.byteLength(name)).toBeLessThan(200);
    expect(name.endsWith('.webm')).toBe(true);
  });
});
