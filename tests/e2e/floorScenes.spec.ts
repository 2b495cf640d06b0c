import { expect, type Page, test } from '@playwright/test';
import type { ShowCommand } from '../../common/show/commands.ts';
import { newScene } from '../../common/show/new.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { awaitState, prepare, studioState } from '../support/floor.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

const scenes = (count: number): ShowCommand[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'scenes/sceneAdded',
    payload: { scene: newScene(`more-${index + 1}`, `More ${index + 1}`), index: null },
  }));

const names = async (ui: Page) => (await studioState(ui)).show.scenes.map(({ name }) => name);
const row = (ui: Page, name: string) =>
  ui.getByRole('list', { name: en.scenes.title }).getByRole('button', {
    name: new RegExp(`^${name}(,|$)`),
  });

test('scenes are added, named, ordered, deleted and brought back, and two hundred scroll', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    await ui.getByRole('button', { name: en.scenes.add }).click();
    const name = ui.getByRole('textbox', { name: en.scenes.name });
    await expect(name).toBeFocused();
    await ui.keyboard.type('Break');
    await ui.keyboard.press('Enter');
    await expect.poll(() => names(ui)).toEqual(['Main scene', 'Break']);
    // Off air it comes into sight at once.
    await awaitState(
      ui,
      ({ show }) => show.canvases[0]?.programSceneId === show.scenes[1]?.id,
      'the new scene shown',
    );
    await row(ui, 'Break').focus();
    await ui.keyboard.press('F2');
    await ui.keyboard.type('Pause');
    await ui.keyboard.press('Enter');
    await expect.poll(() => names(ui)).toEqual(['Main scene', 'Pause']);
    await row(ui, 'Pause').focus();
    await ui.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => names(ui)).toEqual(['Pause', 'Main scene']);
    const from = await row(ui, 'Pause').boundingBox();
    const to = await row(ui, 'Main scene').boundingBox();
    if (!from || !to) throw new Error('no rows');
    await ui.mouse.move(from.x + 30, from.y + 20);
    await ui.mouse.down();
    await ui.mouse.move(from.x + 30, from.y + 40, { steps: 4 });
    await ui.mouse.move(to.x + 30, to.y + 30, { steps: 6 });
    await ui.mouse.up();
    await expect.poll(() => names(ui)).toEqual(['Main scene', 'Pause']);
    await row(ui, 'Pause').focus();
    await ui.keyboard.press('Delete');
    await expect.poll(() => names(ui)).toEqual(['Main scene']);
    await ui.getByRole('button', { name: /^Undo: Delete scene/ }).click();
    await expect.poll(() => names(ui)).toEqual(['Main scene', 'Pause']);
    expect(await findings(ui)).toEqual([]);

    // Two hundred of them scroll.
    await prepare(ui, scenes(198));
    const list = ui.getByRole('list', { name: en.scenes.title });
    await expect(list.getByRole('listitem')).toHaveCount(200);
    const last = row(ui, 'More 198');
    await last.scrollIntoViewIfNeeded();
    await last.click();
    await awaitState(ui, ({ show }) => show.canvases[0]?.programSceneId === 'more-198', 'the last');
  } finally {
    await app.close();
  }
});

test('studio mode: prepare, take, T-bar; on air a scene is not deleted', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  try {
    const ui = await app.settle();
    await prepare(ui, scenes(2));
    const canvas = async () => (await studioState(ui)).show.canvases[0];
    await ui.keyboard.press('Control+Shift+s');
    await expect(ui.getByTestId('programme')).toBeVisible();
    const [preview, programme] = await Promise.all([
      ui.getByTestId('preview').boundingBox(),
      ui.getByTestId('programme').boundingBox(),
    ]);
    expect((preview?.x ?? 0) + (preview?.width ?? 0)).toBeLessThanOrEqual(programme?.x ?? 0);

    // A click prepares, nothing goes on air; taking swaps the two.
    await row(ui, 'More 1').click();
    await expect.poll(async () => (await canvas())?.previewSceneId).toBe('more-1');
    expect((await canvas())?.programSceneId).toBe('scene-1');
    await ui.getByRole('button', { name: en.transitions.take, exact: true }).click();
    await expect.poll(async () => (await canvas())?.programSceneId).toBe('more-1');
    await expect.poll(async () => (await canvas())?.previewSceneId).toBe('scene-1');
    // A quick transition, a double click, a key.
    await ui.getByRole('button', { name: /^Switch with Fade/ }).click();
    await expect.poll(async () => (await canvas())?.programSceneId).toBe('scene-1');
    await row(ui, 'More 2').dblclick();
    await expect.poll(async () => (await canvas())?.programSceneId).toBe('more-2');
    await ui.keyboard.press('Control+1');
    await expect.poll(async () => (await canvas())?.previewSceneId).toBe('scene-1');
    // The T-bar by keyboard: half way and back, then all the way.
    const bar = ui.getByRole('slider', { name: en.transitions.tbar });
    await bar.focus();
    await ui.keyboard.press('ArrowRight');
    await awaitState(ui, ({ session }) => session.programme.transition?.byHand === true, 'by hand');
    await ui.keyboard.press('Escape');
    await awaitState(ui, ({ session }) => session.programme.transition === null, 'let go');
    expect((await canvas())?.programSceneId).toBe('more-2');
    await bar.focus();
    await ui.keyboard.press('End');
    await expect.poll(async () => (await canvas())?.programSceneId).toBe('scene-1');
    expect(await findings(ui)).toEqual([]);

    await ui.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await expect(ui.getByRole('button', { name: en.topbar.end, exact: true })).toBeVisible();
    await row(ui, 'Main scene').focus();
    await ui.keyboard.press('Delete');
    await expect(ui.getByRole('dialog', { name: /is on air$/ })).toBeVisible();
    await ui.keyboard.press('Escape');
    expect(await names(ui)).toHaveLength(3);
  } finally {
    await app.close();
  }
});
