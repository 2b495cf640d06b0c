import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newItem, newScene, newSource } from '../../../../common/show/new.ts';
import type { Show } from '../../../../common/show/schema.ts';
import { showActions, stateOfShow } from '../../../../common/show/slices.ts';
import { Collections, openCollections, type Shelf } from '../../../../main/collections/index.ts';
import { reachableFile } from '../../../../main/security/filePath.ts';
import { keepSaved, type Saved } from '../../../../main/settings/keepSaved.ts';
import { saveShow } from '../../../../main/settings/showFile.ts';
import { StudioStore } from '../../../../main/state/store.ts';
import { freshState, testShow } from '../../../support/session.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collections-'));
});
let last: Opened | undefined;
afterEach(async () => {
  await last?.collections.settled();
  // A save that was under way may still write its copy.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

type Opened = {
  shelf: Shelf;
  store: StudioStore;
  saved: Saved;
  collections: Collections;
  problem: unknown;
};
let busy = false;
const readyMade = () => testShow();

/** The studio's collections as they are after a start. */
async function start(): Promise<Opened> {
  busy = false;
  const opened = await openCollections({
    folder: join(folder, 'collections'),
    before: join(folder, 'show.json'),
    readyMade,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const { shelf, show, problem } = opened.value;
  const store = new StudioStore({ ...freshState(), show: stateOfShow(show) });
  const saved = keepSaved(store, (next) => {
    const id = shelf.openId;
    return () => shelf.save(id, next);
  });
  const collections = new Collections({
    store,
    shelf,
    saved,
    busy: () => busy,
    reach: (path, from) => reachableFile(path, { folder: from, own: true, picked: () => false }),
    onOpened: () => undefined,
    readyMade,
  });
  last = { shelf, store, saved, collections, problem };
  return last;
}

const rename = (store: StudioStore, name: string) =>
  store.edit({ commands: [{ type: 'meta/showRenamed', payload: { name } }] });
const idOf = (made: { ok: boolean; value?: unknown }) =>
  (made as { value: { id: string } }).value.id;
const names = ({ store }: Opened) => store.state.session.collections.map(({ name }) => name);
const open = ({ store }: Opened) => store.state.session.collections.find((it) => it.open)?.name;
/** A show with an image and a film of these paths. */
const withFiles = (image: string, film: string): Show => {
  const show = testShow();
  const canvas = { width: 1280, height: 720 };
  show.sources.image = { ...newSource('image', 'image', 'Image', canvas), path: image };
  show.sources.film = { ...newSource('media', 'film', 'Film', canvas), paths: [film, film] };
  show.scenes[0]?.items.push(newItem('film-1', 'film', { x: 0, y: 0, width: 9, height: 9 }));
  return show;
};
const filesIn = (store: StudioStore) => {
  const { image, film } = store.state.show.sources;
  return [image?.kind === 'image' ? image.path : '', ...(film?.kind === 'media' ? film.paths : [])];
};

describe('collections', () => {
  it('begin with the ready-made show, and are the same at the next start', async () => {
    const first = await start();
    expect(names(first)).toEqual(['Show']);
    const two = await first.collections.create('Second');
    const three = await first.collections.create('Third');
    await first.collections.move(idOf(three), 0);
    expect(names(first)).toEqual(['Third', 'Show', 'Second']);
    await first.collections.rename(idOf(two), '第二');
    expect(await first.collections.open(idOf(two))).toMatchObject({ ok: true });
    rename(first.store, 'Zwei');
    await first.saved.flush();
    await first.collections.move(idOf(three), 2);
    const next = await start();
    expect(names(next)).toEqual(['Show', 'Zwei', 'Third']);
    expect(open(next)).toBe('Zwei');
    expect(next.store.state.show.meta.name).toBe('Zwei');
  });

  it('keep each its own show; where it is sent and how it is encoded stay', async () => {
    const studio = await start();
    const { store, collections } = studio;
    const first = store.state.session.collections[0]?.id ?? '';
    const second = idOf(await collections.create('Second'));
    store.edit({ commands: [{ type: 'encoding/bitrateSet', payload: { videoKbps: 7000 } }] });
    rename(store, 'First');
    await collections.open(second);
    expect(store.state.show.meta.name).toBe('Second');
    expect(store.state.show.encoding.videoKbps).toBe(7000);
    expect(store.state.session.history.undo).toBeNull();
    store.edit({
      commands: [
        { type: 'scenes/sceneAdded', payload: { scene: newScene('new', 'New'), index: null } },
      ],
    });
    await collections.open(first);
    expect(store.state.show.meta.name).toBe('First');
    expect(store.state.show.scenes).toHaveLength(1);
    await collections.open(second);
    expect(store.state.show.scenes).toHaveLength(2);
  });

  it('are duplicated with their media, and removed without being lost', async () => {
    const studio = await start();
    const { collections, shelf, store } = studio;
    const id = shelf.openId;
    await mkdir(join(shelf.mediaOf(id), '0001'), { recursive: true });
    const image = join(shelf.mediaOf(id), '0001', 'a.png');
    await writeFile(image, 'a picture');
    store.replaceShow(stateOfShow(withFiles(image, '/elsewhere/film.mp4')));
    const copy = idOf(await collections.duplicate(id, 'Copy'));
    await collections.open(copy);
    const own = join(shelf.mediaOf(copy), '0001', 'a.png');
    expect(filesIn(store)).toEqual([own, '/elsewhere/film.mp4', '/elsewhere/film.mp4']);
    expect(await collections.remove(copy)).toMatchObject({ error: { code: 'BUSY' } });
    expect(await collections.remove(id)).toMatchObject({ ok: true });
    expect(names(studio)).toEqual(['Copy']);
    expect(await readFile(own, 'utf8')).toBe('a picture');
    const [kept = ''] = await readdir(join(folder, 'collections', 'removed'));
    const removed = join(folder, 'collections', 'removed', kept);
    expect(await readFile(join(removed, 'media', '0001', 'a.png'), 'utf8')).toBe('a picture');
    expect(JSON.parse(await readFile(join(removed, 'show.json'), 'utf8')).name).toBe('Show');
    expect(await collections.open(id)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  it('are not switched while the show is needed as it is', async () => {
    const { collections, store, shelf } = await start();
    const second = idOf(await collections.create('Second'));
    rename(store, 'First');
    busy = true;
    expect(await collections.open(second)).toMatchObject({ error: { code: 'BUSY' } });
    const [copy] = await readdir(shelf.copiesOf(shelf.openId)).catch(() => ['x']);
    expect(await collections.restore(shelf.openId, copy ?? '')).toMatchObject({ ok: false });
    expect(store.state.show.meta.name).toBe('First');
  });

  it.each([
    ['truncated', '{"version": 2, "name'],
    ['empty', ''],
    ['another thing', '[1, 2]'],
    ['wrong types', JSON.stringify({ ...testShow(), scenes: { length: 3 } })],
    ['an unknown version', JSON.stringify({ ...testShow(), version: 99 })],
    ['100 MB', ' '.repeat(100 * 1024 * 1024)],
    ['a loop', JSON.stringify(looped())],
    ['deep', '['.repeat(100_000)],
  ])('that are broken (%s) change nothing when they are opened', async (what, text) => {
    const studio = await start();
    const { collections, store, shelf } = studio;
    const second = idOf(await collections.create('Second'));
    rename(store, 'Good');
    await writeFile(shelf.fileOf(second), text);
    const before = store.state.show;
    const opened = await collections.open(second);
    const code = what === 'an unknown version' ? 'SHOW_VERSION' : 'COLLECTION_INVALID';
    expect(opened).toMatchObject({ error: { code } });
    expect(store.state.show).toBe(before);
    expect(open(studio)).toBe('Good');
    expect(store.state.session.collections[1]?.problem).toMatchObject({ code });
    expect((await readFile(shelf.fileOf(second), 'utf8')).length).toBe(text.length);
    if (!opened.ok) expect(opened.error.message.length).toBeLessThan(1000);
  });

  it('have copies that can be restored, and the state before is one too', async () => {
    const studio = await start();
    const { collections, store, saved, shelf } = studio;
    const id = shelf.openId;
    rename(store, 'Morning');
    await saved.flush();
    rename(store, 'Noon');
    await saved.flush();
    const copies = await collections.copies(id);
    if (!copies.ok) return expect.fail(copies.error.message);
    expect(copies.value).toHaveLength(1);
    expect(copies.value[0]).toMatchObject({ scenes: 1 });
    expect(Math.abs(Date.now() - (copies.value[0]?.savedAtMs ?? 0))).toBeLessThan(60_000);
    const scenes = store.state.show.scenes.length;
    store.edit({
      commands: [
        { type: 'scenes/sceneAdded', payload: { scene: newScene('x', 'X'), index: null } },
      ],
    });
    expect(await collections.restore(id, copies.value[0]?.copy ?? '')).toMatchObject({ ok: true });
    expect(store.state.show.scenes).toHaveLength(scenes);
    const after = await collections.copies(id);
    expect(after.ok && after.value.map((copy) => copy.scenes)).toEqual([2, 1]);
    for (const copy of ['../show.json', 'show.json', '2000-01-01T00-00-00-000Z.json'])
      expect(await collections.restore(id, copy)).toMatchObject({ ok: false });
  });

  it('that are broken are mended with a copy, and the broken file is kept', async () => {
    const { collections, shelf } = await start();
    const second = idOf(await collections.create('Second'));
    await shelf.replace(second, { ...testShow(), name: 'Second' });
    await writeFile(shelf.fileOf(second), 'broken');
    const copies = await collections.copies(second);
    const copy = copies.ok ? (copies.value[0]?.copy ?? '') : '';
    expect(await collections.restore(second, copy)).toMatchObject({ ok: true });
    expect(await collections.open(second)).toMatchObject({ ok: true });
    const kept = join(shelf.folderOf(second), 'show.broken.json');
    expect(await readFile(kept, 'utf8')).toBe('broken');
  });
});

/** A show with a scene that stands in itself: each part alone is right. */
function looped(): Show {
  const show = testShow();
  const canvas = { width: 1280, height: 720 };
  show.sources.loop = { ...newSource('scene', 'loop', 'Loop', canvas), sceneId: 'scene-1' };
  show.scenes[0]?.items.push(newItem('loop-1', 'loop', { x: 0, y: 0, width: 9, height: 9 }));
  return show;
}

describe('a start', () => {
  it('takes over the one show of version 0.1 with its copies', async () => {
    const file = join(folder, 'show.json');
    for (const name of ['One', 'Two', 'Three']) await saveShow(file, { ...testShow(), name });
    const studio = await start();
    expect(names(studio)).toEqual(['Three']);
    expect(studio.problem).toBeNull();
    const copies = await studio.collections.copies(studio.shelf.openId);
    expect(copies.ok && copies.value).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['collections']);
    expect(await readdir(join(studio.shelf.folderOf(studio.shelf.openId), 'before'))).toEqual([
      'show.1.json',
      'show.2.json',
      'show.json',
    ]);
    expect(names(await start())).toEqual(['Three']);
  });

  it('sets a broken show of version 0.1 aside', async () => {
    await writeFile(join(folder, 'show.json'), 'broken');
    const studio = await start();
    expect(studio.problem).toMatchObject({ code: 'SHOW_INVALID' });
    expect(await readFile(join(folder, 'show.broken.json'), 'utf8')).toBe('broken');
    expect(names(studio)).toEqual(['Show']);
  });

  it('with a broken collection opens its last good copy, and keeps the broken file', async () => {
    const first = await start();
    rename(first.store, 'Good');
    await first.saved.flush();
    rename(first.store, 'Better');
    await first.saved.flush();
    await writeFile(first.shelf.fileOf(first.shelf.openId), '{"version": 2');
    const next = await start();
    expect(next.problem).toMatchObject({ code: 'SHOW_RESTORED' });
    expect(next.store.state.show.meta.name).toBe('Better');
    const kept = join(next.shelf.folderOf(next.shelf.openId), 'show.broken.json');
    expect(await readFile(kept, 'utf8')).toBe('{"version": 2');
    expect((await start()).problem).toBeNull();
  });

  it('with a broken or missing index finds every collection', async () => {
    const first = await start();
    await first.collections.create('Second');
    const index = join(folder, 'collections', 'index.json');
    for (const text of ['{', JSON.stringify({ version: 1, open: '../..', collections: [] })]) {
      await writeFile(index, text);
      expect(names(await start()).sort()).toEqual(['Second', 'Show']);
    }
    await rm(index);
    expect(names(await start()).sort()).toEqual(['Second', 'Show']);
    expect(await readdir(join(folder, 'collections'))).toContain('index.broken.json');
  });

  it('does not take a half-made collection for one', async () => {
    const first = await start();
    await mkdir(join(folder, 'collections', '.0123456789ab'));
    await mkdir(join(folder, 'collections', 'empty'));
    await writeFile(join(folder, 'collections', 'note.txt'), 'hello');
    expect(names(await start())).toEqual(names(first));
    expect(await readdir(join(folder, 'collections'))).not.toContain('.0123456789ab');
  });
});

describe('export and import', () => {
  const target = () => join(folder, 'evening.anchorshow');

  it('carry a show and its media to another place', async () => {
    const studio = await start();
    const { store, collections, shelf } = studio;
    const image = join(folder, '标志.png');
    await writeFile(image, 'a picture');
    store.replaceShow(stateOfShow(withFiles(image, join(folder, 'gone', 'film.mp4'))));
    store.edit({
      commands: [
        {
          type: 'hotkeys/hotkeysSet',
          payload: { hotkeys: [{ command: 'take', accelerator: 'Ctrl+C', systemWide: true }] },
        },
      ],
    });
    expect(await collections.exportTo(shelf.openId, target())).toEqual({ ok: true, value: null });
    await rm(image);
    const id = idOf(await collections.importFrom(target()));
    expect(names(studio)).toEqual(['Show', 'Show 2']);
    await collections.open(id);
    const [picture = '', film = '', again] = filesIn(store);
    expect(picture).toBe(join(shelf.mediaOf(id), '0001', '标志.png'));
    expect(await readFile(picture, 'utf8')).toBe('a picture');
    // The missing one is missing there too, by its name.
    expect(film).toMatch(/media\/\d{4}\/film\.mp4$/);
    expect(again).toBe(film);
    expect(film.startsWith(shelf.folderOf(id))).toBe(true);
    expect(store.state.show.hotkeys).toEqual([
      { command: 'take', accelerator: 'Ctrl+C', systemWide: false },
    ]);
    expect(store.state.show.destinations).toHaveLength(1);
    // What stands on the disk can be moved with its folder.
    expect(await readFile(shelf.fileOf(id), 'utf8')).not.toContain(folder);
  });

  it('never reach a file of this machine that the exported show names', async () => {
    const { collections, store, shelf } = await start();
    const { packArchive } = await import('../../../../main/collections/archive/pack.ts');
    const hostile = withFiles('/etc/passwd', '../../../../etc/shadow');
    await packArchive(target(), JSON.stringify(hostile), []);
    const id = idOf(await collections.importFrom(target()));
    await collections.open(id);
    for (const path of filesIn(store)) expect(path.startsWith(shelf.mediaOf(id))).toBe(true);
  });

  it.each([
    ['no JSON', '{', 'ARCHIVE_INVALID'],
    ['no show', '{}', 'ARCHIVE_INVALID'],
    ['a newer show', JSON.stringify({ ...testShow(), version: 99 }), 'SHOW_VERSION'],
  ])('refuse %s, and leave nothing behind', async (_what, text, code) => {
    const { collections, store } = await start();
    const { packArchive } = await import('../../../../main/collections/archive/pack.ts');
    await packArchive(target(), text, []);
    const before = (await readdir(join(folder, 'collections'))).sort();
    expect(await collections.importFrom(target())).toMatchObject({ error: { code } });
    expect((await readdir(join(folder, 'collections'))).sort()).toEqual(before);
    expect(store.state.session.collections).toHaveLength(1);
  });

  it('say so when the place cannot be written to', async () => {
    const { collections, shelf } = await start();
    expect(await collections.exportTo(shelf.openId, join(folder, 'no', 'where'))).toMatchObject({
      error: { code: 'PATH_UNWRITABLE' },
    });
  });
});

it('a name of the open collection is the show’s', async () => {
  const studio = await start();
  studio.store.dispatch(showActions.showRenamed({ name: 'Evening' }));
  await studio.collections.move(studio.shelf.openId, 0);
  expect(names(studio)).toEqual(['Evening']);
  await studio.collections.rename(studio.shelf.openId, 'Night');
  expect(studio.store.state.show.meta.name).toBe('Night');
});

it('a show that cannot be saved is told, until it can', async () => {
  const { store, saved, shelf } = await start();
  const file = shelf.fileOf(shelf.openId);
  await rm(file);
  await mkdir(join(file, 'in-the-way'), { recursive: true });
  rename(store, 'Unsaved');
  await saved.flush();
  expect(store.state.session.notices).toMatchObject([
    { id: 'show-not-saved', error: { code: 'PATH_UNWRITABLE' } },
  ]);
  await rm(file, { recursive: true });
  rename(store, 'Saved');
  await saved.flush();
  expect(store.state.session.notices).toEqual([]);
  expect(JSON.parse(await readFile(file, 'utf8')).name).toBe('Saved');
});

it.skipIf(process.getuid?.() === 0)('a disk that refuses is told, not thrown', async () => {
  const { collections } = await start();
  await chmod(join(folder, 'collections'), 0o500);
  expect(await collections.create('x')).toMatchObject({ error: { code: 'PATH_UNWRITABLE' } });
  await chmod(join(folder, 'collections'), 0o700);
});
