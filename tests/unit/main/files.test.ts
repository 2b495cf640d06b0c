import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFilter, newItem, newSource, newTransition } from '../../../common/show/new.ts';
import { stateOfShow } from '../../../common/show/slices.ts';
import { Media } from '../../../main/files/media.ts';
import { pathsIn } from '../../../main/files/pathsIn.ts';
import { ShowFiles } from '../../../main/files/showFiles.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState, testShow } from '../../support/session.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function studio({ own = true } = {}) {
  const show = testShow();
  const canvas = { width: 1280, height: 720 };
  show.sources.film = {
    ...newSource('media', 'film', 'Film', canvas),
    paths: [join(folder, 'a.mp4'), join(folder, 'b.mp4')],
    filters: [{ ...newFilter('lut', 'lut', 'Look'), path: join(folder, 'look.cube') } as never],
  };
  show.scenes[0]?.items.push(newItem('film-1', 'film', { x: 0, y: 0, width: 9, height: 9 }));
  show.transitions.chosen = { ...newTransition('stinger'), path: join(folder, 'a.mp4') };
  const store = new StudioStore({ ...freshState(), show: stateOfShow(show) });
  const kept: { pickedFiles: string[] } = { pickedFiles: [] };
  const settings = {
    get: () => kept.pickedFiles,
    set: (_key: string, value: unknown) => {
      kept.pickedFiles = value as string[];
    },
  };
  const builtin = join(folder, 'builtin');
  const media = new Media({
    store,
    settings: settings as never,
    showFolder: () => folder,
    ownShow: own,
    builtin: [builtin],
  });
  return { store, media, files: new ShowFiles(store, media), kept, builtin };
}
const missing = (store: StudioStore) =>
  store.state.session.missingFiles.map(({ path }) => path.slice(folder.length + 1));

describe('missing files', () => {
  it('are named once, with everything that uses them', async () => {
    const { store, files } = studio();
    await writeFile(join(folder, 'b.mp4'), '');
    await files.check();
    expect(missing(store)).toEqual(['a.mp4', 'look.cube']);
    expect(store.state.session.missingFiles[0]?.uses).toEqual([
      { kind: 'source', id: 'film', name: 'Film' },
      { kind: 'transition', id: '', name: '' },
    ]);
    files.stop();
  });

  it('are found together in the folder that the person points to, and undo goes back', async () => {
    const { store, files, kept } = studio();
    await files.check();
    const moved = join(folder, 'moved');
    await mkdir(moved);
    await writeFile(join(moved, 'film-new.mp4'), '');
    await writeFile(join(moved, 'look.cube'), '');
    const found = await files.repoint(join(folder, 'a.mp4'), join(moved, 'film-new.mp4'));
    expect(found).toBe(2);
    expect(missing(store)).toEqual(['b.mp4']);
    expect(store.state.show.sources.film).toMatchObject({
      paths: [join(moved, 'film-new.mp4'), join(folder, 'b.mp4')],
      filters: [{ path: join(moved, 'look.cube') }],
    });
    expect(store.state.show.transitions.chosen).toMatchObject({
      path: join(moved, 'film-new.mp4'),
    });
    expect(kept.pickedFiles).toHaveLength(2);
    expect(store.state.session.history.undo).toEqual({
      key: 'filesRepointed',
      subject: 'film-new.mp4',
    });
    store.undo();
    await files.check();
    expect(missing(store)).toEqual(['a.mp4', 'b.mp4', 'look.cube']);
    files.stop();
  });

  it('are looked for when the document names others', async () => {
    const { store, files } = studio();
    await files.check();
    expect(missing(store)).toHaveLength(3);
    store.edit({
      commands: [
        { type: 'sources/sourceChanged', payload: { sourceId: 'film', change: { paths: [] } } },
      ],
    });
    await new Promise<void>((told) => {
      const stop = store.subscribe(({ state }) => {
        if (state.session.missingFiles.length !== 2) return;
        stop();
        told();
      });
    });
    files.stop();
  });

  it('does not take a folder for a file', async () => {
    const { store, files } = studio();
    await mkdir(join(folder, 'a.mp4'));
    await files.check();
    expect(missing(store)).toContain('a.mp4');
    files.stop();
  });
});

describe('paths', () => {
  it('that a view may name were picked, are in the document, or come with the app', () => {
    const { media, store } = studio();
    expect(media.mayName('/etc/passwd')).toBe(false);
    expect(media.mayName(join(folder, 'a.mp4'))).toBe(true);
    expect(media.mayName('builtin:logo')).toBe(true);
    expect(media.mayName('builtin:../../x')).toBe(false);
    media.picked(['/home/me/picture.png']);
    expect(media.mayName('/home/me/picture.png')).toBe(true);
    // Cut out, and put in again.
    store.edit({
      commands: [
        { type: 'scenes/itemsRemoved', payload: { sceneId: 'scene-1', itemIds: ['film-1'] } },
      ],
    });
    expect(media.mayName(join(folder, 'b.mp4'))).toBe(true);
    expect(media.pathOf(join(folder, 'b.mp4'))).toBeNull();
  });

  it('that the stage may read are in the document', async () => {
    const { media, store, builtin } = studio();
    media.picked(['/home/me/picture.png']);
    expect(media.pathOf('/home/me/picture.png')).toBeNull();
    expect(media.pathOf(join(folder, 'a.mp4'))).toBe(join(folder, 'a.mp4'));
    store.edit({
      commands: [
        { type: 'scenes/itemsRemoved', payload: { sceneId: 'scene-1', itemIds: ['film-1'] } },
      ],
    });
    expect(media.pathOf(join(folder, 'b.mp4'))).toBeNull();
    await mkdir(builtin);
    await writeFile(join(builtin, 'logo.png'), '');
    expect(media.pathOf('builtin:logo')).toBe(join(builtin, 'logo.png'));
    expect(media.pathOf('builtin:none')).toBeNull();
    await rename(join(builtin, 'logo.png'), join(builtin, 'look.cube'));
    expect(media.pathOf('builtin:look')).toBe(join(builtin, 'look.cube'));
  });

  it('of a show from outside stay in its folder', () => {
    const { media, store } = studio({ own: false });
    media.picked(['/elsewhere/x.png']);
    store.edit({
      commands: [
        {
          type: 'sources/sourceChanged',
          payload: { sourceId: 'image', change: { path: '/etc/passwd' } },
        },
      ],
    });
    expect(media.pathOf('/etc/passwd')).toBeNull();
    expect(media.pathOf(join(folder, 'a.mp4'))).not.toBeNull();
  });

  it('are found wherever they stand in a command', () => {
    expect(
      pathsIn([
        { type: 'sources/sourceChanged', payload: { change: { path: '/a', text: '/no' } } },
        { payload: { source: { paths: ['/b', '/c'], filters: [{ path: '/d' }] } } },
        { payload: { quick: [{ transition: { path: '/e' } }] } },
      ]),
    ).toEqual(['/a', '/b', '/c', '/d', '/e']);
  });
});
