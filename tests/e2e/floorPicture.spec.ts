import { expect, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { awaitState, itemOf, LivePicture, prepare, studioState } from '../support/floor.ts';
import { StudioApp } from '../support/studioApp.ts';

/** The logo of the ready-made show stands at 1104, 32 and is 144 large; the title at 48, 592. */
const LOGO = 'item-image';
const TITLE = 'item-title';

const press = async (ui: Page, key: string, times = 1) => {
  for (let time = 0; time < times; time++) await ui.keyboard.press(key);
};

/** Waits until an item is so, and gives it. */
async function item(
  ui: Page,
  id: string,
  holds: (it: Awaited<ReturnType<typeof itemOf>>) => boolean,
) {
  await expect.poll(async () => holds(await itemOf(ui, id)), `${id}`).toBe(true);
  return itemOf(ui, id);
}

test('things are moved, scaled, turned and cropped right on the picture, and all can be undone', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    const picture = await LivePicture.of(ui);

    // Moved: one pull is one step of undo.
    await picture.click(1170, 100);
    await picture.drag([1170, 100], [870, 320]);
    const moved = await item(ui, LOGO, ({ rect }) => rect.x < 900);
    expect(Math.abs(moved.rect.x - 804)).toBeLessThan(12);
    expect(Math.abs(moved.rect.y - 252)).toBeLessThan(12);
    expect(moved.rect.width).toBe(144);
    expect((await studioState(ui)).session.history.undo?.key).toBe('move');
    await press(ui, 'Control+z');
    await item(ui, LOGO, ({ rect }) => rect.x === 1104 && rect.y === 32);
    await press(ui, 'Control+y');
    await item(ui, LOGO, ({ rect }) => rect.x === moved.rect.x);

    // Drawn in to the middle of the picture, but not with Ctrl.
    const { x, y } = moved.rect;
    await picture.drag([x + 72, y + 72], [643, 500]);
    await item(ui, LOGO, ({ rect }) => rect.x === 640 - 72);
    await ui.keyboard.down('Control');
    await picture.drag([640, 500], [654, 500]);
    await ui.keyboard.up('Control');
    const free = await item(ui, LOGO, ({ rect }) => rect.x !== 640 - 72);
    expect(free.rect.x).toBeGreaterThan(640 - 72);

    // By keys: 1 and 10 pixels, and a burst is one step of undo.
    await ui.getByTestId('surface').focus();
    const before = (await itemOf(ui, LOGO)).rect;
    await press(ui, 'ArrowRight', 3);
    await press(ui, 'Shift+ArrowDown', 2);
    await item(ui, LOGO, ({ rect }) => rect.x === before.x + 3 && rect.y === before.y + 20);
    await press(ui, 'Control+z');
    await item(ui, LOGO, ({ rect }) => rect.x === before.x && rect.y === before.y);

    // A corner keeps a picture's shape; with Shift it does not.
    await picture.pull('se', 100, 40);
    const grown = await item(ui, LOGO, ({ rect }) => rect.width > 150);
    expect(Math.abs(grown.rect.width - grown.rect.height)).toBeLessThanOrEqual(1);
    await ui.keyboard.down('Shift');
    await picture.pull('se', 100, 0);
    await ui.keyboard.up('Shift');
    await item(ui, LOGO, ({ rect }) => rect.width > rect.height + 50);

    // Alt at a side cuts it.
    await ui.keyboard.down('Alt');
    await picture.pull('e', -60, 0);
    await ui.keyboard.up('Alt');
    const cut = await item(ui, LOGO, ({ crop }) => crop.right > 0.05);
    expect(cut.crop.left).toBe(0);

    // Turned in steps of 15 degrees with Shift; the numbers say the same.
    await ui.keyboard.down('Shift');
    await picture.pull('rotate', 120, 60);
    await ui.keyboard.up('Shift');
    const turned = await item(ui, LOGO, ({ rotationDegrees }) => rotationDegrees !== 0);
    expect(turned.rotationDegrees % 15).toBe(0);

    // Esc lets go of everything, Delete removes and undo brings back.
    await press(ui, 'Escape');
    await expect(ui.locator('[data-handle]')).toHaveCount(0);
    await picture.click(640, 500);
    await press(ui, 'Delete');
    await awaitState(
      ui,
      ({ show }) => !show.scenes[0]?.items.some(({ id }) => id === LOGO),
      'gone',
    );
    await press(ui, 'Control+z');
    await item(ui, LOGO, () => true).catch(() => {});
    await awaitState(ui, ({ show }) => show.scenes[0]?.items.length === 3, 'back again');
  } finally {
    await app.close();
  }
});

test('several at once, the one below, locked ones, the menu, groups and layouts', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    const picture = await LivePicture.of(ui);

    // A click chooses the topmost, a click again what lies below it.
    await picture.click(300, 630);
    await expect(ui.locator('[data-handle]')).toHaveCount(7);
    await picture.click(300, 630);
    await ui.keyboard.press('Control+l');
    await awaitState(ui, ({ show }) => show.scenes[0]?.items[0]?.locked === true, 'camera locked');
    // A locked one is not touched any more: the band goes over it.
    await picture.click(640, 300);
    await expect(ui.locator('[data-handle]')).toHaveCount(0);
    await picture.drag([20, 560], [1240, 20]);
    await expect(ui.locator('[data-handle]')).not.toHaveCount(0);
    await picture.click(640, 300);
    await ui.keyboard.down('Shift');
    await picture.click(300, 630);
    await picture.click(1170, 100);
    await ui.keyboard.up('Shift');
    await expect(ui.locator('[data-handle]')).toHaveCount(5);
    // Both can be moved together now, or put into a group.
    await ui.getByTestId('surface').focus();
    await ui.keyboard.press('Control+a');
    await expect(ui.locator('[data-handle]')).toHaveCount(5);
    await ui.keyboard.press('Control+g');
    await awaitState(ui, ({ show }) => show.scenes.some(({ group }) => group), 'a group');
    await ui.keyboard.press('Control+Shift+g');
    await awaitState(ui, ({ show }) => !show.scenes.some(({ group }) => group), 'no group');
    const { show } = await studioState(ui);
    expect(show.scenes[0]?.items).toHaveLength(3);
    expect(show.scenes[0]?.items[1]?.rect).toEqual({ x: 1104, y: 32, width: 144, height: 144 });

    // The menu of the right button.
    await ui.keyboard.press('Escape');
    await picture.click(1170, 100, { button: 'right' });
    await ui.getByRole('menuitem', { name: en.commands.names.place.fill }).click();
    await awaitState(
      ui,
      (state) => state.show.scenes[0]?.items[1]?.rect.width === 1280,
      'the logo fills the picture',
    );
    await ui.keyboard.press('Control+z');

    // A layout glides; a locked item keeps its place.
    await ui.getByRole('button', { name: en.layouts.title }).click();
    await ui.getByRole('button', { name: en.layouts.names.sideBySide }).click();
    await awaitState(ui, (state) => state.show.scenes[0]?.items[2]?.rect.x === 644, 'side by side');
    expect((await studioState(ui)).session.history.undo?.key).toBe('layout');
  } finally {
    await app.close();
  }
});

test('items are copied into another scene and keep their places', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    const picture = await LivePicture.of(ui);
    await prepare(ui, [
      {
        type: 'scenes/sceneAdded',
        payload: {
          scene: {
            id: 'other',
            name: 'Other',
            items: [],
            size: null,
            group: false,
            transition: null,
          },
          index: null,
        },
      },
    ]);
    await picture.click(1170, 100);
    await ui.keyboard.press('Control+c');
    await ui.keyboard.press('Control+2');
    await awaitState(ui, ({ show }) => show.canvases[0]?.programSceneId === 'other', 'other scene');
    await ui.keyboard.press('Control+v');
    await awaitState(ui, ({ show }) => show.scenes[1]?.items.length === 1, 'pasted');
    const { show } = await studioState(ui);
    expect(show.scenes[1]?.items[0]).toMatchObject({
      sourceId: 'image',
      rect: { x: 1104, y: 32, width: 144, height: 144 },
    });
    expect(show.scenes[0]?.items.some(({ id }) => id === TITLE)).toBe(true);
    // Twice in one scene, one beside the other.
    await ui.keyboard.press('Control+d');
    await awaitState(ui, (state) => state.show.scenes[1]?.items.length === 2, 'duplicated');
  } finally {
    await app.close();
  }
});
