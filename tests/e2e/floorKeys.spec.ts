import { expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { awaitState, studioState } from '../support/floor.ts';
import { StudioApp } from '../support/studioApp.ts';

test('every command is found in the palette, and keys can be set, clash and go back', async () => {
  const app = await StudioApp.launch();
  try {
    const ui = await app.settle();
    await ui.keyboard.press('Control+k');
    const search = ui.getByPlaceholder(en.palette.placeholder);
    await expect(search).toBeFocused();
    // In either language.
    await search.fill('导播');
    await expect(ui.getByRole('option').first()).toContainText(en.commands.names.studioMode);
    await search.fill('studio');
    await ui.keyboard.press('Enter');
    await awaitState(ui, ({ show }) => show.canvases[0]?.studioMode === true, 'studio mode');
    await ui.keyboard.press('Control+k');
    await search.fill('mute micro');
    await ui.keyboard.press('Enter');
    await awaitState(ui, ({ show }) => show.mixer.strips.microphone?.muted === true, 'muted');
    await ui.keyboard.press('Control+m');
    await awaitState(ui, ({ show }) => show.mixer.strips.microphone?.muted === false, 'heard');

    await ui.keyboard.press('Control+/');
    const dialog = ui.getByRole('dialog', { name: en.hotkeys.title });
    await dialog.getByRole('searchbox').fill('record');
    await dialog.getByRole('button', { name: /^Set the key of Record/ }).click();
    await ui.keyboard.press('F9');
    await awaitState(
      ui,
      ({ show }) =>
        show.hotkeys.some((it) => it.command === 'recording' && it.accelerator === 'F9'),
      'the key is kept',
    );
    // The same key for another command: both are told.
    await dialog.getByRole('searchbox').fill('next scene');
    await dialog.getByRole('button', { name: /^Set the key of Next scene/ }).click();
    await ui.keyboard.press('F9');
    await expect(dialog.getByText(/^Also: Record/)).toBeVisible();
    await dialog.getByRole('button', { name: /usual key of Next scene/ }).click();
    await expect(dialog.getByText(/^Also: Record/)).toBeHidden();
    await dialog.getByRole('searchbox').fill('record');
    await dialog.getByRole('switch', { name: /Record.*system-wide/ }).click();
    await awaitState(ui, ({ show }) => show.hotkeys[0]?.systemWide === true, 'system-wide');
    await ui.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    // Typing a name is no command.
    const before = (await studioState(ui)).show.scenes.length;
    await ui.getByRole('button', { name: en.scenes.add }).click();
    await ui.keyboard.type('Delete me');
    await ui.keyboard.press('Control+a');
    await ui.keyboard.press('Delete');
    await ui.keyboard.type('Kept');
    await ui.keyboard.press('Enter');
    await awaitState(ui, ({ show }) => show.scenes.at(-1)?.name === 'Kept', 'named');
    expect((await studioState(ui)).show.scenes).toHaveLength(before + 1);
    expect((await studioState(ui)).show.scenes[0]?.items).toHaveLength(3);
  } finally {
    await app.close();
  }
});
