import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { answerDialogs, makeImage, Panels, stateOf, tell } from '../support/panels.ts';
import { StudioApp } from '../support/studioApp.ts';

const t = en.collections;

test('collections are made, named, opened, given away and got back', async () => {
  const app = await StudioApp.launch();
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    const menu = page.getByRole('button', { name: /^Scene collection: / });
    const dialog = page.getByRole('dialog');
    const names = async () => (await stateOf(page)).session.collections.map(({ name }) => name);
    const [first] = await names();
    if (!first) throw new Error('no collection');

    await menu.click();
    await page.getByRole('menuitem', { name: t.manage }).click();
    await dialog.getByRole('button', { name: t.create }).click();
    await dialog.getByLabel(t.name).fill('Weekend');
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual([first, 'Weekend']);
    await dialog.getByRole('button', { name: 'Open Weekend' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(menu).toHaveAccessibleName('Scene collection: Weekend');

    await menu.click();
    await page.getByRole('menuitem', { name: first, exact: true }).click();
    await expect(menu).toHaveAccessibleName(`Scene collection: ${first}`);
    await expect(panels.row('Camera')).toBeVisible();

    // Given away in one file, and got back beside the others.
    await answerDialogs(app, { save: join(app.folder, 'given') });
    await menu.click();
    await page.getByRole('menuitem', { name: t.manage }).click();
    await dialog.getByRole('button', { name: 'More for Weekend' }).click();
    await page.getByRole('menuitem', { name: t.export }).click();
    await expect(dialog.getByText('Saved to ')).toBeVisible();
    const said = (await dialog.getByText('Saved to ').textContent()) ?? '';
    await answerDialogs(app, { open: [said.replace('Saved to ', '')] });
    await dialog.getByRole('button', { name: t.import }).click();
    await expect.poll(async () => (await names()).length).toBe(3);

    // Deleting asks; the open one cannot be deleted.
    await dialog.getByRole('button', { name: 'More for Weekend' }).first().click();
    await page.getByRole('menuitem', { name: t.remove }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: t.remove }).click();
    await expect.poll(async () => (await names()).length).toBe(2);
    await dialog.getByRole('button', { name: `More for ${first}` }).click();
    await expect(page.getByRole('menuitem', { name: t.remove })).toBeDisabled();
    await page.getByRole('menuitem', { name: t.copies }).click();
    await expect(dialog.getByText(t.copiesMeaning)).toBeVisible();
  } finally {
    await app.close();
  }
});

test('a missing file is told, and found where the person points to', async () => {
  const app = await StudioApp.launch();
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    const [here, there] = [join(app.folder, 'here'), join(app.folder, 'there')];
    await mkdir(here);
    await mkdir(there);
    const file = await makeImage(here, 'red.png', 'red');
    await answerDialogs(app, { open: [file] });
    await panels.add('image');
    await panels.added('red');
    await rename(file, join(there, 'red.png'));
    await tell(page, 'files:check');

    await page.getByRole('button', { name: en.notices.findFiles }).click();
    const dialog = page.getByRole('dialog', { name: en.files.title });
    await expect(dialog.getByText(file, { exact: true })).toBeVisible();
    await answerDialogs(app, { open: [join(there, 'red.png')] });
    await dialog.getByRole('button', { name: 'Point to red.png' }).click();
    await expect(dialog.getByText(en.files.none)).toBeVisible();
    await expect(dialog.getByText('Found 1.')).toBeVisible();
    await dialog.getByRole('button', { name: en.common.done }).click();
    const paths = Object.values((await stateOf(page)).show.sources).flatMap((it) =>
      it.kind === 'image' ? [it.path] : [],
    );
    expect(paths).toContain(join(there, 'red.png'));
    await rm(here, { recursive: true });
  } finally {
    await app.close();
  }
});
