import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { answerDialogs, makeClip, makeImage, Panels, stateOf, tell } from '../support/panels.ts';
import { StudioApp } from '../support/studioApp.ts';

test('each kind of source is added, and stands where it is wanted', async () => {
  const app = await StudioApp.launch();
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    const folder = join(app.folder, 'media');
    await mkdir(folder);
    const red = await makeImage(folder, 'red.png', 'red');
    const blue = await makeImage(folder, 'blue.png', 'blue');
    const clip = await makeClip(folder, 'clip.mp4');
    const { kinds } = en.sources;

    await panels.add('camera');
    await panels.added('Camera 2');
    await answerDialogs(app, { open: [red] });
    await panels.add('image');
    await panels.added('red');
    await answerDialogs(app, { open: [red, blue] });
    await panels.add('slideshow');
    await panels.added(kinds.slideshow);
    await expect(page.getByRole('list', { name: en.sources.slideshow.images })).toContainText(
      'blue.png',
    );
    await answerDialogs(app, { open: [clip] });
    await panels.add('media');
    await panels.added('clip');
    await panels.add('text');
    await panels.added(kinds.text);
    await panels.field(en.sources.text.words, 'textbox').fill('你好 👋');
    await panels.add('colour');
    await panels.added(kinds.colour);
    await panels.add('testPicture');
    await panels.added(kinds.testPicture);
    await panels.add('tone');
    await panels.added(kinds.tone);
    await panels.add('microphone');
    await panels.added('Microphone 2');

    await panels.add('web');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(en.sources.web.url).fill('javascript:alert(1)');
    await dialog.getByRole('button', { name: en.sources.add }).click();
    await expect(dialog.getByText(en.sources.web.urlFault)).toBeVisible();
    await dialog.getByLabel(en.sources.web.url).fill('http://127.0.0.1:9/overlay');
    await dialog.getByRole('button', { name: en.sources.add }).click();
    await panels.added('127.0.0.1:9');

    await panels.add('screen');
    await expect(dialog.getByRole('heading', { name: en.sources.addSteps.screen })).toBeVisible();
    const screens = dialog.locator('ul button').first();
    await screens.click();
    await expect(dialog).toHaveCount(0);

    await expect
      .poll(async () => {
        const { show } = await stateOf(page);
        return Object.values(show.sources)
          .map(({ kind }) => kind)
          .sort();
      })
      .toEqual([
        'camera',
        'camera',
        'colour',
        'image',
        'image',
        'media',
        'microphone',
        'microphone',
        'screen',
        'slideshow',
        'testPicture',
        'text',
        'text',
        'tone',
        'web',
      ]);
    const { show } = await stateOf(page);
    const texts = Object.values(show.sources).flatMap((it) =>
      it.kind === 'text' ? [it.text] : [],
    );
    expect(texts).toContain('你好 👋');
    // A background goes behind all.
    const [bottom] = show.scenes[0]?.items ?? [];
    expect(show.sources[bottom?.sourceId ?? '']?.kind).toBe('colour');

    // A source once more: two items, one source.
    await page.getByRole('button', { name: en.sources.add, exact: true }).first().click();
    await dialog.getByRole('button', { name: en.sources.addSteps.existing }).click();
    await dialog.getByRole('button', { name: /^red/ }).click();
    await expect(dialog).toHaveCount(0);
    expect((await panels.rows).filter((name) => name === 'red')).toHaveLength(2);
  } finally {
    await app.close();
  }
});

test('a source is chosen, renamed, moved, placed by numbers, grouped and removed', async () => {
  const app = await StudioApp.launch();
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    const itemOf = async (sourceId: string) => {
      const { show } = await stateOf(page);
      return show.scenes[0]?.items.find((it) => it.sourceId === sourceId);
    };
    const before = (await stateOf(page)).session.history.undo;
    expect(before).toBeNull();

    await panels.row('Logo').click();
    const left = panels.field(en.sources.sides.x);
    await left.fill('120');
    await left.press('Enter');
    await expect.poll(async () => (await itemOf('image'))?.rect.x).toBe(120);
    await left.press('Shift+ArrowUp');
    await expect.poll(async () => (await itemOf('image'))?.rect.x).toBe(130);
    // A number that cannot be stays, and says so; it is not sent.
    await left.fill('99999');
    await page.keyboard.press('Tab');
    await expect(left).toHaveValue('99999');
    await expect(page.getByRole('alert').first()).toContainText('16384');
    expect((await itemOf('image'))?.rect.x).toBe(130);
    await left.focus();
    await page.keyboard.press('Escape');
    await expect(left).toHaveValue('130');

    // A pull at the label is one step of undo.
    const handle = page
      .getByRole('tabpanel')
      .locator('label', { hasText: en.sources.short.x })
      .first();
    const box = await handle.boundingBox();
    if (!box) throw new Error('no label');
    await page.mouse.move(box.x + 4, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 34, box.y + 8, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => (await itemOf('image'))?.rect.x).toBe(160);
    await tell(page, 'show:undo');
    await expect.poll(async () => (await itemOf('image'))?.rect.x).toBe(130);

    await page.getByRole('button', { name: en.sources.acts.fill }).click();
    await expect.poll(async () => (await itemOf('image'))?.fit).toBe('cover');
    await page.getByRole('button', { name: en.sources.acts.flipX }).click();
    await expect.poll(async () => (await itemOf('image'))?.flipX).toBe(true);

    await panels.row('Logo').press('F2');
    await page.keyboard.type('Camera');
    await page.keyboard.press('Enter');
    await expect(panels.row('Camera 2')).toBeVisible();

    // Order by keys and by pulling.
    await panels.row('Camera 2').press('Alt+ArrowDown');
    await expect.poll(() => panels.rows).toEqual(['Title', 'Camera', 'Camera 2', 'Microphone']);
    const from = await panels.row('Camera 2').boundingBox();
    const to = await panels.row('Title').boundingBox();
    if (!from || !to) throw new Error('no rows');
    await page.mouse.move(from.x + 40, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 4, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => panels.rows).toEqual(['Camera 2', 'Title', 'Camera', 'Microphone']);

    // Two at once become a group, which unfolds.
    await panels.row('Camera 2').click();
    await panels.row('Title').click({ modifiers: ['ControlOrMeta'] });
    await expect(page.getByText('2 sources chosen')).toBeVisible();
    await panels.row('Title').click({ button: 'right' });
    await page.getByRole('menuitem', { name: en.sources.group, exact: true }).click();
    await expect.poll(() => panels.rows).toEqual(['Group', 'Camera', 'Microphone']);
    await page.getByRole('button', { name: 'Unfold Group' }).click();
    await expect
      .poll(() => panels.rows)
      .toEqual(['Group', 'Camera 2', 'Title', 'Camera', 'Microphone']);

    await panels.row('Camera 2').click();
    await page.getByRole('button', { name: 'Hide Camera 2' }).click();
    await page.getByRole('button', { name: 'Lock Camera 2' }).click();
    await expect(left).toBeDisabled();
    await panels.row('Group').press('Delete');
    await expect.poll(() => panels.rows).toEqual(['Camera', 'Microphone']);
    await tell(page, 'show:undo');
    await expect.poll(() => panels.rows).toContain('Group');
  } finally {
    await app.close();
  }
});

test('filters are added, tried, put in order and carried to another source', async () => {
  const app = await StudioApp.launch();
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    const filtersOf = async (sourceId: string) => {
      const source = (await stateOf(page)).show.sources[sourceId];
      return source && 'filters' in source ? source.filters : [];
    };
    const addFilter = async (kind: keyof typeof en.filters.kinds) => {
      await page.getByRole('button', { name: en.filters.add }).click();
      await page.getByRole('menuitem', { name: en.filters.kinds[kind], exact: true }).click();
    };
    await panels.row('Camera').click();
    await panels.tab('filters');
    await expect(page.getByText(en.filters.empty)).toBeVisible();
    await addFilter('colour');
    const brightness = page.getByRole('slider', { name: en.filters.figures.brightness });
    await brightness.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect
      .poll(async () => (await filtersOf('camera'))[0])
      .toMatchObject({ brightness: 0.1 });
    await page.getByRole('button', { name: 'Reset Brightness' }).click();
    await expect.poll(async () => (await filtersOf('camera'))[0]).toMatchObject({ brightness: 0 });

    await addFilter('blur');
    await addFilter('chromaKey');
    await page.getByRole('button', { name: en.filters.screens.blue }).click();
    await expect
      .poll(async () => (await filtersOf('camera'))[2])
      .toMatchObject({ colour: '#0000ff' });
    const chain = page.getByRole('list', { name: en.filters.chain });
    await chain
      .getByRole('button', { name: en.filters.kinds.blur, exact: true })
      .press('Alt+ArrowUp');
    await expect
      .poll(async () => (await filtersOf('camera')).map(({ kind }) => kind))
      .toEqual(['blur', 'colour', 'chromaKey']);
    await page.getByRole('button', { name: `Switch ${en.filters.kinds.blur} off` }).click();
    await expect.poll(async () => (await filtersOf('camera'))[0]?.enabled).toBe(false);

    await page.getByRole('button', { name: en.filters.more }).click();
    await page.getByRole('menuitem', { name: en.filters.copyAll }).click();
    await panels.row('Logo').click();
    await page.getByRole('tabpanel').getByRole('button', { name: 'Paste filters (3)' }).click();
    await expect
      .poll(async () => (await filtersOf('image')).map(({ kind }) => kind))
      .toEqual(['blur', 'colour', 'chromaKey']);
    const ids = [...(await filtersOf('camera')), ...(await filtersOf('image'))].map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    await chain.getByRole('button', { name: en.filters.kinds.colour, exact: true }).press('Delete');
    await expect.poll(async () => (await filtersOf('image')).length).toBe(2);
  } finally {
    await app.close();
  }
});
