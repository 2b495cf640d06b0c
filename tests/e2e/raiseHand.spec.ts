import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { enter, launchGuest } from '../support/cohost/guestBrowser.ts';
import { until } from '../support/nginxRtmp.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { Panels, stateOf } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';
import { openPage } from '../support/viewer.ts';

test('a viewer raises a hand, comes on air, is muted and sent away; on the app’s own server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hand-'));
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  const browser = await launchGuest(folder, { name: 'ana', colour: 'lime', tone: 1_500 });
  try {
    const studio = await app.settle();
    await studio.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await until(
      async () => (await stateOf(studio)).session.cohost.link.state === 'connected',
      'the desk',
    );
    await new Panels(studio).tab('room');
    const link = studio.getByRole('region', { name: en.room.invite }).locator('[title*="/room/"]');
    await expect(link).toBeVisible();
    const viewer = await openPage(browser, { locale: 'en-GB' });
    await viewer.goto((await link.getAttribute('title')) ?? '');
    await viewer.locator('#hand').click({ timeout: LONGEST_MS });
    const way = (await viewer.locator('#hand-go').getAttribute('href')) ?? '';
    const page = await openPage(browser, { locale: 'en-GB' });
    await enter(page, new URL(way, viewer.url()).href, 'Ana');

    await expect(studio.getByText(en.guests.asks.replace('{{name}}', 'Ana'))).toBeVisible();
    await studio.getByRole('tab', { name: en.shell.tabs.guests }).click();
    const of = (text: string) => text.replace('{{name}}', 'Ana');
    await studio.getByRole('button', { name: of(en.guests.acceptToAirFor) }).click();
    const person = async () => (await stateOf(studio)).session.cohost.desk?.people[0];
    await until(async () => (await person())?.stage === 'air', 'Ana on air');
    const statsOf = async () => Object.values((await stateOf(studio)).session.cohost.stats)[0];
    await until(async () => ((await statsOf())?.fps ?? 0) > 0, 'her picture');

    // Her strip in the mixer has one of that name, too.
    const panel = studio.getByRole('tabpanel', { name: en.shell.tabs.guests });
    await panel.getByRole('button', { name: of(en.guests.micOff), exact: true }).click();
    await until(async () => (await person())?.mic.host === true, 'Ana muted by the host');
    await page.locator('#cam').click();
    await until(async () => (await person())?.camera.guest === true, 'her camera off');
    await studio.getByRole('button', { name: of(en.guests.toGreenFor) }).click();
    await until(async () => (await person())?.stage === 'green', 'the green room');
    await page.locator('#leave').click();
    await until(async () => (await person()) === undefined, 'nobody');
    await expect(page.locator('#over-step')).toBeVisible();

    // She is invited from the audience, and says yes on the card: that is her answer.
    await studio.getByText(en.guests.inviteAudience, { exact: true }).click();
    const audience = studio.getByRole('list', { name: en.guests.inviteAudience });
    await audience.getByRole('button').first().click({ timeout: LONGEST_MS });
    const opened = viewer.context().waitForEvent('page', { timeout: LONGEST_MS });
    await viewer.locator('#hand-go', { hasText: 'Accept' }).click({ timeout: LONGEST_MS });
    await until(async () => (await person())?.stage === 'joining', 'her yes');
    const guest = await opened;
    await guest.locator('#name').fill('Anabel');
    expect(new URL(guest.url()).searchParams.get('invited')).toBe('1');
    await guest.locator('#consent').check();
    await guest.locator('#next').click();
    await guest.locator('#enter:enabled').click({ timeout: LONGEST_MS });
    await until(async () => (await person())?.name === 'Anabel', 'her name');
  } finally {
    await browser.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
});
