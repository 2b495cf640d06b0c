import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkShow,
  readShow,
  saveShow,
  setAside,
  writeAtomically,
} from '../../../main/settings/showFile.ts';
import { testShow } from '../../support/session.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'show-file-'));
  file = join(folder, 'show.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const named = (name: string) => ({ ...testShow(), name });
const nameIn = async (path: string) => JSON.parse(await readFile(path, 'utf8')).name;

describe('saving', () => {
  it('can be read back whole, and leaves no half-written file', async () => {
    await saveShow(file, testShow());
    expect(await readShow(file)).toEqual({ ok: true, value: testShow() });
    expect(await readdir(folder)).toEqual(['show.json']);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('keeps the last five good shows beside it, the newest first', async () => {
    for (let number = 1; number <= 8; number++) await saveShow(file, named(`v${number}`));
    const names = [];
    for (const copy of [1, 2, 3, 4, 5]) names.push(await nameIn(join(folder, `show.${copy}.json`)));
    expect(await nameIn(file)).toBe('v8');
    expect(names).toEqual(['v7', 'v6', 'v5', 'v4', 'v3']);
    expect(await readdir(folder)).toHaveLength(6);
  });

  it('never takes a broken show for a good copy', async () => {
    await saveShow(file, named('good'));
    await saveShow(file, named('better'));
    await writeFile(file, '{ broken');
    await saveShow(file, named('best'));
    expect(await nameIn(join(folder, 'show.1.json'))).toBe('good');
    expect(await nameIn(file)).toBe('best');
  });

  it('makes the folder, and a reader at any moment finds the old or the new text whole', async () => {
    const place = join(folder, 'a', 'b', 'text.json');
    const texts = ['x'.repeat(200_000), 'y'.repeat(300_000)];
    await writeAtomically(place, texts[0] as string);
    let writing = true;
    const writer = (async () => {
      for (let round = 0; round < 20; round++)
        await writeAtomically(place, texts[round % 2] as string);
      writing = false;
    })();
    let reads = 0;
    while (writing) {
      const text = await readFile(place, 'utf8');
      if (!texts.includes(text)) expect.fail(`${text.length} characters of neither text`);
      reads++;
    }
    await writer;
    expect(reads).toBeGreaterThan(0);
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['text.json']);
  });

  it('never leaves a moment without a whole show in its place', async () => {
    await saveShow(file, named('v0'));
    let saving = true;
    const saver = (async () => {
      for (let number = 1; number <= 30; number++) await saveShow(file, named(`v${number}`));
      saving = false;
    })();
    while (saving) expect((await readShow(file)).ok).toBe(true);
    await saver;
    expect(await nameIn(join(folder, 'show.1.json'))).toBe('v29');
  });

  it('that cannot be done leaves the old show in place', async () => {
    await saveShow(file, named('old'));
    await mkdir(`${file}.${process.pid}.tmp`);
    await expect(writeAtomically(file, 'new')).rejects.toThrow();
    expect(await nameIn(file)).toBe('old');
  });
});

describe('reading', () => {
  it.each([
    ['no JSON', '{"version": 1,', 'SHOW_INVALID'],
    ['empty', '', 'SHOW_INVALID'],
    ['something else', '[]', 'SHOW_INVALID'],
    ['null', 'null', 'SHOW_INVALID'],
    ['a newer version', JSON.stringify({ ...testShow(), version: 99 }), 'SHOW_VERSION'],
    ['a wrong value', JSON.stringify({ ...testShow(), scenes: [] }), 'SHOW_INVALID'],
  ])('a file with %s says so and is left as it is', async (_what, text, code) => {
    await writeFile(file, text);
    const read = await readShow(file);
    expect(read).toMatchObject({ ok: false, error: { code } });
    if (!read.ok) expect(read.error.message).toContain(file);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('a file that is not there, or is a folder', async () => {
    expect(await readShow(join(folder, 'none.json'))).toMatchObject({
      error: { code: 'FILE_MISSING' },
    });
    expect(await readShow(folder)).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
  });

  it('a file too large to be a show is not read', async () => {
    await writeFile(file, Buffer.alloc(20 * 1024 * 1024 + 1, ' '));
    expect(await readShow(file)).toMatchObject({ error: { code: 'SHOW_INVALID' } });
  });

  it('names the place of a wrong value', () => {
    const show = testShow();
    const checked = checkShow({ ...show, encoding: { ...show.encoding, videoKbps: 1 } }, 'x.json');
    expect(checked.ok || checked.error.message).toMatch(
      /x\.json is not valid at encoding\.videoKbps: /,
    );
  });
});

it('setting a broken show aside never overwrites anything', async () => {
  const places = [];
  for (let round = 0; round < 3; round++) {
    await writeFile(file, `broken ${round}`);
    places.push(await setAside(file));
  }
  expect(await readdir(folder)).not.toContain('show.json');
  expect(new Set(places).size).toBe(3);
  for (const [round, place] of places.entries())
    expect(await readFile(place, 'utf8')).toBe(`broken ${round}`);
});
