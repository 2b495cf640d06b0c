import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteRange } from '../../../main/security/byteRange.ts';
import { fileResponse } from '../../../main/security/fileResponse.ts';

describe('a range', () => {
  it.each([
    [null, null],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-400', { start: 90, end: 99 }],
    ['bytes=-5', { start: 95, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['items=0-1', null],
    ['bytes=a-b', null],
  ])('%s of 100 bytes', (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected);
  });

  it('of an empty file is unsatisfiable', () => {
    expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
  });
});

describe('a file’s response', () => {
  let folder: string;
  let file: string;
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_none, index) => index % 256));
  const ask = (path: string, range: string | null = null, more = {}) =>
    fileResponse(path, { method: 'GET', range, headers: {}, ...more });
  const made = async (name: string) => {
    await writeFile(join(folder, name), '');
    return join(folder, name);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'response-'));
    file = join(folder, 'clip.mp4');
    await writeFile(file, bytes);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is the whole, with its type and length', async () => {
    const response = await ask(file);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('content-length')).toBe('1000');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  it('is the part that was asked for', async () => {
    const response = await ask(file, 'bytes=100-199');
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 100-199/1000');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes.subarray(100, 200));
  });

  it('says when there is nothing there', async () => {
    const response = await ask(file, 'bytes=1000-');
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */1000');
    expect((await ask(join(folder, 'none'))).status).toBe(404);
    expect((await ask(join(file, 'below'))).status).toBe(404);
    expect((await ask(folder)).status).toBe(403);
    await truncate(await made('huge.png'), 101 * 1024 * 1024);
    expect((await ask(join(folder, 'huge.png'))).status).toBe(413);
  });

  it('has no body for HEAD and for an empty file', async () => {
    const head = await ask(file, null, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('1000');
    expect(head.body).toBeNull();
    await writeFile(join(folder, 'empty.txt'), '');
    const empty = await ask(join(folder, 'empty.txt'));
    expect([empty.status, await empty.text()]).toEqual([200, '']);
  });

  it('can be given up half-way', async () => {
    // A film of 20 GB, of which no byte is on the disk.
    const long = await made('long.mp4');
    await truncate(long, 20e9);
    const { headers, body } = await ask(long, 'bytes=10000000000-');
    expect(headers.get('content-range')).toBe('bytes 10000000000-19999999999/20000000000');
    const reader = body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(256 * 1024);
    await reader?.cancel();
  });

  it.skipIf(process.platform === 'win32')('does not wait for a device or a pipe', async () => {
    expect((await ask('/dev/zero')).status).toBe(403);
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect((await ask(join(folder, 'pipe'))).status).toBe(403);
  });
});
