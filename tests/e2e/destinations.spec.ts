import { expect, type Locator, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { stateOf } from '../support/panels.ts';
import { StudioApp } from '../support/studioApp.ts';

const t = en.destinations;
const secrets = { key: 'room1?txSecret=5ecre7', token: 't0ken-5ecre7', pushKey: 'pu5hkey-5ecre7' };

const card = (page: Page, name: string): Locator =>
  page.getByRole('listitem', { name, exact: true });
const menuOf = async (page: Page, name: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: t.more.replace('{{name}}', name), exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
/** Opens the editor for a new one of a service. */
async function begin(page: Page, service: keyof typeof en.destinations.services): Promise<Locator> {
  await page.getByRole('button', { name: t.add, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(en.destinations.services[service], { exact: true }).click();
  return dialog;
}
const confirm = (dialog: Locator) =>
  dialog.getByRole('button', { name: t.addConfirm, exact: true }).click();

test('each kind of destination is added, and no secret stays in the page', async () => {
  // The steps of the bitrate are those of a picture of 30 frames a second.
  const app = await StudioApp.launch({ args: [] });
  try {
    const page = await app.settle();
    const dialog = page.getByRole('dialog');

    // RTMP: what is wrong is said at its field; a whole address is taken apart.
    await begin(page, 'custom');
    await confirm(dialog);
    const server = dialog.getByLabel(t.serverUrl, { exact: true });
    await expect(server).toBeFocused();
    await expect(dialog.getByText(t.faults.url.missing)).toBeVisible();
    await server.fill('http://127.0.0.1/live');
    await expect(dialog.getByText(t.faults.url.rtmp)).toBeVisible();
    await server.fill(`rtmp://127.0.0.1:1/live/${secrets.key}`);
    await expect(server).toHaveValue('rtmp://127.0.0.1:1/live');
    await expect(dialog.getByText(t.keyMoved)).toBeVisible();
    await dialog.getByRole('tab', { name: t.tabs.backup }).click();
    await dialog.getByLabel(t.backupServer, { exact: true }).fill('rtmp://127.0.0.1:2/live');
    await dialog.getByRole('tab', { name: t.tabs.picture }).click();
    await expect(dialog.getByRole('table')).toContainText('360p · 15 fps');
    await dialog.getByRole('radio', { name: 'AV1' }).click();
    await expect(dialog.getByText(t.codecHints.av1)).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await confirm(dialog);
    await expect(dialog).toHaveCount(0);
    await expect(card(page, 'Custom')).toContainText(t.secrets.keyStored);

    // WHIP: never over an open line.
    await begin(page, 'custom');
    await dialog.getByLabel(t.name, { exact: true }).fill('Whip');
    await dialog.getByRole('radio', { name: t.kinds.whip }).click();
    await dialog.getByLabel(t.endpoint, { exact: true }).fill('http://whip.example.com/room');
    await dialog.getByLabel(t.token, { exact: true }).fill(secrets.token);
    await confirm(dialog);
    await expect(dialog.getByText(t.faults.url.https)).toBeVisible();
    await dialog.getByLabel(t.endpoint, { exact: true }).fill('https://127.0.0.1:1/room');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(card(page, 'Whip')).toContainText(t.secrets.tokenStored);

    // A file.
    await begin(page, 'custom');
    await dialog.getByLabel(t.name, { exact: true }).fill('A file');
    await dialog.getByRole('radio', { name: t.kinds.file }).click();
    await confirm(dialog);
    await expect(card(page, 'A file')).toBeVisible();

    // Tencent: the addresses are made of their parts, and shown at once.
    await begin(page, 'tencent');
    await dialog.getByLabel(t.pgc.pushDomain, { exact: true }).fill('push.example.com');
    await dialog.getByLabel(t.pgc.playDomain, { exact: true }).fill('play.example.com');
    await dialog.getByLabel(t.pgc.stream, { exact: true }).fill('room8021');
    await dialog.getByLabel(t.pgc.pushKey, { exact: true }).fill(secrets.pushKey);
    await confirm(dialog);
    const addresses = page.getByRole('dialog', {
      name: t.addressesOf.replace('{{name}}', en.destinations.services.tencent),
    });
    await expect(addresses.getByText('play.example.com/live/room8021').first()).toBeVisible();
    for (const protocol of ['rtmp', 'flv', 'hls', 'webrtc'] as const) {
      const name = t.play.protocols[protocol];
      await addresses
        .getByRole('button', { name: t.play.qrOf.replace('{{protocol}}', name) })
        .click();
      await expect(
        addresses.getByRole('img', { name: t.play.qrTitle.replace('{{protocol}}', name) }),
      ).toBeVisible();
    }
    const clipboard = () => app.electron.evaluate(({ clipboard: board }) => board.readText());
    await addresses.getByRole('button', { name: t.copyServer }).click();
    await expect.poll(clipboard).toMatch(/^rtmp:\/\/push\.example\.com\/live\/?$/);
    await addresses.getByRole('button', { name: t.copyKey }).click();
    await expect.poll(clipboard).toMatch(/^room8021\?txSecret=[0-9a-f]{32}&txTime=[0-9A-F]+$/);
    // As a QR code only in a window of main's own, after a warning, and not in this page.
    const codes = () =>
      app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          // One that is just closing is listed for a moment.
          .filter((it) => !it.isDestroyed() && !it.webContents.isDestroyed())
          .filter((it) => it.webContents.getURL().startsWith('data:text/html'))
          .map((it) => it.getTitle()),
      );
    const answer = (response: number) =>
      app.electron.evaluate(({ dialog: system }, chosen) => {
        system.showMessageBox = async () => ({ response: chosen, checkboxChecked: false });
      }, response);
    const pushQr = addresses.getByRole('button', { name: t.pushQr });
    await answer(0);
    await pushQr.click();
    expect(await codes()).toEqual([]);
    await answer(1);
    await pushQr.click();
    await expect.poll(codes).toEqual([t.services.tencent]);
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const it of BrowserWindow.getAllWindows())
        if (it.webContents.getURL().startsWith('data:text/html')) it.close();
    });
    await expect.poll(codes).toEqual([]);
    await expect(addresses.getByText(/good until/)).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await addresses.getByRole('button', { name: en.common.done }).click();

    // No secret is in what main tells the page, in the page, or in the store behind it.
    const state = await stateOf(page);
    expect(state.session.keysStored).toHaveLength(3);
    const said = JSON.stringify(state) + (await page.content());
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
    expect(said).not.toContain('txSecret');
    const kinds = state.show.destinations.map(({ kind }) => kind);
    expect(kinds).toEqual(['embedded', 'rtmp', 'whip', 'file', 'rtmp']);

    // Another like it, with a key of its own; and the order.
    await menuOf(page, 'Custom', t.duplicate);
    await expect(dialog.getByText(t.keyNotCopied)).toBeVisible();
    await confirm(dialog);
    await expect(card(page, 'Custom 2')).toContainText(t.secrets.noKey);
    await menuOf(page, 'A file', t.moveUp);
    const names = async () => (await stateOf(page)).show.destinations.map(({ name }) => name);
    await expect
      .poll(async () => (await names()).slice(1, 4))
      .toEqual(['Custom', 'A file', 'Whip']);
    await menuOf(page, 'Custom 2', t.removeConfirm);
    await page.getByRole('alertdialog').getByRole('button', { name: t.removeConfirm }).click();
    await expect(card(page, 'Custom 2')).toHaveCount(0);
  } finally {
    await app.close();
  }
});
