import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {
  Channel,
  ChannelInput,
  ChannelOutput,
  StudioState,
} from '../../common/ipc/contract.ts';
import type { Result } from '../../common/result.ts';
import type { ShowCommand } from '../../common/show/commands.ts';
import { newItem, newScene, newSource } from '../../common/show/new.ts';
import { projectRoot } from '../support/electronPath.ts';
import { StudioApp } from '../support/studioApp.ts';

const canvas = { width: 1280, height: 720 };

/** Asks main as the page does. */
const ask = <C extends Channel>(
  ui: Page,
  channel: C,
  input?: ChannelInput<C>,
): Promise<Result<ChannelOutput<C>>> =>
  ui.evaluate(
    ([name, what]) =>
      (
        window as unknown as { studio: { invoke(c: unknown, i: unknown): Promise<never> } }
      ).studio.invoke(name, what),
    [channel, input] as const,
  );

const edit = async (ui: Page, ...commands: ShowCommand[]) => {
  expect(await ask(ui, 'show:edit', { commands })).toEqual({ ok: true, value: null });
};

const stateOf = async (ui: Page): Promise<StudioState> => {
  const answer = await ask(ui, 'state:snapshot');
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.state;
};

/** The system's dialogues, answered: no person sits here. */
const choose = (app: StudioApp, file: string) =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);

const stageOf = (app: StudioApp): Page => {
  const stage = app.electron.windows().find((page) => page.url() === 'app://stage/');
  if (!stage) throw new Error('there is no stage');
  return stage;
};

const sceneCommand = (id: string): ShowCommand => ({
  type: 'scenes/sceneAdded',
  payload: { scene: newScene(id, id), index: null },
});

test('a film of 20 GB is read in parts, and only once it was picked', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    const film = join(app.folder, 'long.mp4');
    writeFileSync(film, 'the beginning');
    truncateSync(film, 20e9);
    const source = { ...newSource('media', 'film', 'Film', canvas), paths: [film] };
    const commands: ShowCommand[] = [
      { type: 'sources/sourceAdded', payload: { source } },
      {
        type: 'scenes/itemsAdded',
        payload: {
          sceneId: 'scene-1',
          items: [{ ...newItem('film', 'film', { x: 0, y: 0, ...canvas }), visible: false }],
          index: null,
        },
      },
    ];
    expect(await ask(ui, 'show:edit', { commands })).toMatchObject({
      error: { code: 'INPUT_INVALID' },
    });
    await choose(app, film);
    expect(await ask(ui, 'files:pick', { purpose: 'media', multiple: false })).toEqual({
      ok: true,
      value: { paths: [film] },
    });
    await edit(ui, ...commands);
    const answer = await stageOf(app).evaluate(async (path) => {
      const url = `/media?path=${encodeURIComponent(path)}`;
      const part = async (range: string) => {
        const got = await fetch(url, { headers: { range } });
        const { byteLength } = await got.arrayBuffer();
        return [got.status, got.headers.get('content-range'), byteLength];
      };
      const head = await fetch(url, { method: 'HEAD' });
      // One that is given up in its middle.
      const whole = await fetch(url);
      await whole.body?.cancel();
      return {
        length: head.headers.get('content-length'),
        whole: whole.status,
        first: await part('bytes=0-12'),
        last: await part('bytes=-1000'),
        middle: await part('bytes=10000000000-10009999999'),
        beyond: await part('bytes=20000000000-'),
      };
    }, film);
    expect(answer).toEqual({
      length: '20000000000',
      whole: 200,
      first: [206, 'bytes 0-12/20000000000', 13],
      last: [206, 'bytes 19999999000-19999999999/20000000000', 1000],
      middle: [206, 'bytes 10000000000-10009999999/20000000000', 10_000_000],
      beyond: [416, 'bytes */20000000000', 0],
    });
    const rssMb = await app.electron.evaluate(() => process.memoryUsage().rss / 2 ** 20);
    expect(rssMb).toBeLessThan(500);
  } finally {
    await app.close();
  }
});

test('collections, their copies and their media outlive the app', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    const logo = join(app.folder, '标志.png');
    copyFileSync(join(projectRoot, 'resources/images/logo.png'), logo);
    await choose(app, logo);
    await ask(ui, 'files:pick', { purpose: 'image', multiple: false });
    const setLogo = (path: string): ShowCommand => ({
      type: 'sources/sourceChanged',
      payload: { sourceId: 'image', change: { path } },
    });
    await edit(ui, setLogo(logo));
    await edit(ui, sceneCommand('two'));
    expect(await ask(ui, 'show:undo')).toMatchObject({ ok: true });
    expect((await stateOf(ui)).show.scenes).toHaveLength(1);
    expect((await stateOf(ui)).session.history.redo).toEqual({ key: 'sceneAdded', subject: 'two' });
    await ask(ui, 'show:redo');

    // Moved away, missed, and pointed to again.
    const moved = join(app.folder, 'moved');
    mkdirSync(moved);
    renameSync(logo, join(moved, '标志.png'));
    await ask(ui, 'files:check');
    expect((await stateOf(ui)).session.missingFiles).toMatchObject([
      { path: logo, uses: [{ kind: 'source', id: 'image', name: 'Logo' }] },
    ]);
    await choose(app, join(moved, '标志.png'));
    expect(await ask(ui, 'files:repoint', { path: logo })).toEqual({
      ok: true,
      value: { found: 1 },
    });
    expect((await stateOf(ui)).session.missingFiles).toEqual([]);

    const file = join(app.folder, 'evening.anchorshow');
    await choose(app, file);
    const first = (await stateOf(ui)).session.collections[0]?.id ?? '';
    expect(await ask(ui, 'collections:export', { id: first })).toEqual({
      ok: true,
      value: { file },
    });
    const imported = await ask(ui, 'collections:import');
    const id = imported.ok ? (imported.value?.id ?? '') : '';
    expect(await ask(ui, 'collections:open', { id })).toEqual({ ok: true, value: null });
    const { show, session } = await stateOf(ui);
    expect(session.collections.map(({ name, open }) => [name, open])).toEqual([
      ['My show', false],
      ['My show 2', true],
    ]);
    const { image } = show.sources;
    const path = image?.kind === 'image' ? image.path : '';
    expect(path).toContain(join('collections', id, 'media'));
    const status = await stageOf(app).evaluate(
      async (it) => (await fetch(`/media?path=${encodeURIComponent(it)}`)).status,
      path,
    );
    expect(status).toBe(200);

    await edit(ui, sceneCommand('three'));
    await expect
      .poll(async () => {
        const copies = await ask(ui, 'collections:copies', { id });
        return copies.ok ? copies.value.length : 0;
      })
      .toBeGreaterThan(0);
    const copies = await ask(ui, 'collections:copies', { id });
    const [copy] = copies.ok ? copies.value : [];
    expect(await ask(ui, 'collections:restore', { id, copy: copy?.copy ?? '' })).toMatchObject({
      ok: true,
    });
    expect((await stateOf(ui)).show.scenes).toHaveLength(2);
    await ask(ui, 'collections:rename', { id, name: 'Evening' });
    const userData = join(app.folder, 'userData');
    await app.quit();
    const again = await StudioApp.launch({ args: [`--user-data-dir=${userData}`] });
    try {
      const next = await stateOf(await again.ui());
      expect(next.session.collections.map(({ name }) => name)).toEqual(['My show', 'Evening']);
      expect(next.show.meta.name).toBe('Evening');
      expect(next.session.missingFiles).toEqual([]);
    } finally {
      await again.close();
    }
    expect(readdirSync(join(userData, 'collections')).sort()).toEqual(
      [first, id, 'index.json'].sort(),
    );
  } finally {
    await app.close();
  }
});

test('scenes come on air, keys of the system are taken and given back, screens can be chosen', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    await edit(ui, sceneCommand('two'));
    expect(await ask(ui, 'programme:take', { sceneId: 'two' })).toMatchObject({ ok: true });
    expect((await stateOf(ui)).show.canvases[0]?.programSceneId).toBe('two');
    expect(await ask(ui, 'show:undo')).toMatchObject({ error: { code: 'ON_AIR' } });
    const programme = async () => (await stateOf(ui)).session.programme;
    await expect.poll(programme).toMatchObject({ lastTake: { sceneId: 'two' }, transition: null });

    // By hand, in studio mode: half-way, back, and over.
    await edit(
      ui,
      { type: 'canvases/studioModeSet', payload: { canvasId: 'main', on: true } },
      { type: 'canvases/previewChosen', payload: { canvasId: 'main', sceneId: 'scene-1' } },
    );
    await ask(ui, 'programme:tbar', { position: 0.5 });
    await expect
      .poll(programme)
      .toMatchObject({ transition: { toSceneId: 'scene-1', byHand: true } });
    await ask(ui, 'programme:tbar', { position: null });
    await expect.poll(programme).toMatchObject({ transition: null, lastTake: { sceneId: 'two' } });
    await ask(ui, 'programme:tbar', { position: 0.3 });
    await ask(ui, 'programme:tbar', { position: 1 });
    await expect.poll(programme).toMatchObject({ lastTake: { sceneId: 'scene-1' } });
    expect((await stateOf(ui)).show.canvases[0]).toMatchObject({
      programSceneId: 'scene-1',
      previewSceneId: 'two',
    });

    const registered = (accelerator: string) =>
      app.electron.evaluate(
        ({ globalShortcut }, it) => globalShortcut.isRegistered(it),
        accelerator,
      );
    const hotkeys = (...accelerators: string[]): ShowCommand => ({
      type: 'hotkeys/hotkeysSet',
      payload: {
        hotkeys: accelerators.map((accelerator) => ({
          command: 'take',
          accelerator,
          systemWide: true,
        })),
      },
    });
    await edit(ui, hotkeys('Ctrl+Alt+F9', 'Ctrl+Alt+Nonsense', 'A'));
    expect(await registered('Ctrl+Alt+F9')).toBe(true);
    expect(await registered('A')).toBe(false);
    const { hotkeyProblems } = (await stateOf(ui)).session;
    expect(Object.keys(hotkeyProblems).sort()).toEqual(['A', 'Ctrl+Alt+Nonsense']);
    await edit(ui, hotkeys());
    expect(await registered('Ctrl+Alt+F9')).toBe(false);

    const found = await ask(ui, 'capture:sources');
    const screen = found.ok ? found.value.find(({ target }) => target === 'screen') : undefined;
    expect(screen?.captureId).toMatch(/^screen:/);
    expect(screen?.picture).toMatch(/^data:image\/jpeg;base64,/);
    const size = await stageOf(app).evaluate(async (captureId) => {
      const video = { mandatory: { chromeMediaSource: 'desktop', chromeMediaSourceId: captureId } };
      const stream = await navigator.mediaDevices.getUserMedia({ video } as never);
      const { width = 0 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
      for (const track of stream.getTracks()) track.stop();
      return width;
    }, screen?.captureId);
    expect(size).toBeGreaterThan(0);
  } finally {
    await app.close();
  }
});
