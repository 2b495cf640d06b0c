import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import type { Show } from '../../../common/show/schema.ts';
import { reachableFile } from '../../../main/security/filePath.ts';
import { checkShow, readShow } from '../../../main/settings/showFile.ts';
import { within } from '../../support/pace.ts';

const names = new Proxy({}, { get: (_names, key) => String(key) }) as never;
const good = (): Show => structuredClone(defaultShow(names));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchor-show-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (text: string | Uint8Array): string => {
  const file = join(folder, 'show.json');
  writeFileSync(file, text);
  return file;
};
const codeOf = async (text: string | Uint8Array): Promise<string> => {
  const result = await readShow(written(text));
  return result.ok ? 'ok' : result.error.code;
};
/** Damage is not typed. */
type Any = any;
/** A good show with one thing in it changed. */
const changed = (change: (show: Any) => void): string => {
  const show = good();
  change(show);
  return JSON.stringify(show);
};

describe('a show file from anywhere', () => {
  test('a good one is read', async () => {
    expect(await codeOf(JSON.stringify(good()))).toBe('ok');
  });

  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['cut short', JSON.stringify(good()).slice(0, -20)],
    ['bytes', Uint8Array.from({ length: 4096 }, (_, i) => (i * 131) & 255)],
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"show"'],
    ['no version', changed((it) => delete it.version)],
    ['a version in words', changed((it) => Object.assign(it, { version: '1' }))],
    ['an older version', changed((it) => Object.assign(it, { version: 0 }))],
    ['no canvas', changed((it) => Object.assign(it, { canvases: [] }))],
    ['a giant canvas', changed((it) => Object.assign(it.canvases[0], { width: 1_000_000 }))],
    ['an endless frame rate', changed((it) => Object.assign(it.canvases[0], { fps: 1e9 }))],
    ['too many scenes', changed((it) => Object.assign(it, { scenes: Array(501).fill({}) }))],
    ['a source of no kind', changed((it) => Object.assign(it.sources, { a: { kind: 'page' } }))],
    ['a deep list', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['a deep object', `{"version":1,"sources":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`],
    ['a reserved id', changed((it) => Object.assign(it.scenes[0], { id: 'constructor' }))],
  ])('%s is refused', async (_name, text) => {
    expect(await codeOf(text)).toBe('SHOW_INVALID');
  });

  test('a newer one says so', async () => {
    expect(await codeOf('{"version":99}')).toBe('SHOW_VERSION');
  });

  test('a file too large is not read', async () => {
    const startedAtMs = performance.now();
    expect(await codeOf(new Uint8Array(21 * 1024 * 1024))).toBe('SHOW_INVALID');
    expect(performance.now() - startedAtMs).toBeLessThan(within(1_000));
  });

  test.runIf(process.platform !== 'win32')('devices, pipes and folders are not read', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    for (const file of ['/dev/zero', pipe, folder]) {
      const result = await readShow(file);
      expect(result.ok ? 'ok' : result.error.code, file).toBe('FILE_UNREADABLE');
    }
    rmSync(pipe);
  });

  test.each(['sources', 'mixer'])('names every object has cannot be keys of %s', (record) => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const text = JSON.stringify(good()).replace(
        `"${record}":{`,
        `"${record}":{"${key}":{"gainDb":0,"muted":true,"kind":"tone","polluted":1},`,
      );
      const result = checkShow(JSON.parse(text), 'show.json');
      if (result.ok) expect(Object.keys(result.value[record as 'mixer'])).not.toContain(key);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).muted).toBeUndefined();
  });

  test('what the schema does not know is left behind', () => {
    const result = checkShow({ ...good(), streamKey: 'hunter2' }, 'show.json');
    expect(result.ok && JSON.stringify(result.value)).not.toContain('hunter2');
  });

  test('any JSON and any damage to a good show gives a result, never a throw', () => {
    const text = JSON.stringify(good());
    const damaged = fc
      .tuple(fc.nat(text.length - 1), fc.nat(20), fc.string({ maxLength: 10 }))
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      damaged.map((it) => {
        try {
          return JSON.parse(it);
        } catch {
          return it;
        }
      }),
    );
    fc.assert(
      fc.property(values, (value) => {
        const result = checkShow(value, 'show.json');
        if (!result.ok) expect(result.error.code).toMatch(/^SHOW_(INVALID|VERSION)$/);
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 8000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('an image that a show names', () => {
  let home = '';
  let outside = '';
  beforeAll(() => {
    home = join(folder, 'home');
    outside = join(folder, 'home-other');
    mkdirSync(join(home, 'art'), { recursive: true });
    mkdirSync(outside);
    for (const file of [join(home, 'a.png'), join(home, 'art/b.png'), join(outside, 'c.png')])
      writeFileSync(file, '');
    symlinkSync(join(outside, 'c.png'), join(home, 'link.png'));
    symlinkSync(outside, join(home, 'linked'));
    symlinkSync(join(home, 'a.png'), join(home, 'inner.png'));
  });
  const never = () => false;
  const from = (path: string, own = false, picked: (path: string) => boolean = never) =>
    reachableFile(path, { folder: home, own, picked });

  test('inside the folder of its show', () => {
    expect(from('a.png')).toBe(join(home, 'a.png'));
    expect(from('./art/../art/b.png')).toBe(join(home, 'art/b.png'));
    expect(from(join(home, 'a.png'))).toBe(join(home, 'a.png'));
    expect(from('inner.png')).toBe(join(home, 'a.png'));
    expect(from('not-there.png')).toBe(join(home, 'not-there.png'));
  });

  test.each([
    '/etc/passwd',
    '../home-other/c.png',
    'art/../../home-other/c.png',
    'link.png',
    'linked/c.png',
    '../nowhere/x.png',
    '/nowhere/x.png',
    '.',
    '..',
    '',
    'a\0.png',
  ])('a show from outside does not reach %j', (path) => expect(from(path)).toBeNull());

  test('what the person picked may be anywhere', () => {
    const picked = join(outside, 'c.png');
    expect(from(picked)).toBeNull();
    expect(from(picked, false, (path) => path === picked)).toBe(picked);
    expect(from(picked, true)).toBe(picked);
  });
});
