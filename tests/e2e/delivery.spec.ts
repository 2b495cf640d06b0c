import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { newDestination } from '../../common/show/new.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { decodeErrors, probe } from '../support/ffprobe.ts';
import { prepare } from '../support/floor.ts';
import { freeTcpPort, NginxRtmp, until } from '../support/nginxRtmp.ts';
import { answerDialogs, stateOf } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

const t = en.destinations;
const secrets = { far: 'far-5ecre7', relayed: 'relayed-5ecre7' };

const card = (page: Page, name: string): Locator =>
  page.getByRole('listitem', { name, exact: true });
const save = async (app: StudioApp, page: Page, format: 'csv' | 'json'): Promise<string> => {
  const file = join(app.folder, `health.${format}`);
  await answerDialogs(app, { save: file });
  await page.getByRole('button', { name: en.health.export, exact: true }).click();
  const item = format === 'csv' ? en.health.exportCsv : en.health.exportJson;
  await page.getByRole('menuitem', { name: item }).click();
  await expect(page.getByText(`health.${format}`).first()).toBeVisible();
  return readFile(file, 'utf8');
};

test('a broadcast before, during and after trouble: checks, relay, chart, drill, outage and what fills it', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  const far = await NginxRtmp.create();
  const other = await NginxRtmp.create();
  try {
    const page = await app.settle();
    const dialog = page.getByRole('dialog');
    const state = async () => (await stateOf(page)).session;
    const server = (port: number) => `rtmp://127.0.0.1:${port}/live`;
    await prepare(page, [
      {
        type: 'destinations/destinationAdded',
        payload: {
          destination: {
            ...newDestination('far', 'rtmp', 'Far', 'main'),
            server: server(far.port),
            backupServer: server(await freeTcpPort()),
            enabled: true,
          },
        },
      },
      {
        type: 'destinations/destinationAdded',
        payload: {
          destination: {
            ...newDestination('nobody', 'rtmp', 'Nobody', 'main'),
            server: server(await freeTcpPort()),
            enabled: true,
          },
        },
      },
    ]);
    for (const destinationId of ['far', 'nobody'])
      await page.evaluate((input) => window.studio.invoke('destination:setKey', input), {
        destinationId,
        key: secrets.far,
        which: 'key',
      } as const);
    expect(await findings(page)).toEqual([]);

    // By a command, as by the button in the top bar: each finding with its colour and its cure.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(en.preflight.open);
    await page.keyboard.press('Enter');
    const verdict = dialog.getByTestId('verdict');
    await expect(verdict).toContainText(/to solve before going live/);
    const machine = dialog.getByRole('list', { name: en.preflight.machine });
    await expect(machine.locator('[data-state=running]')).toHaveCount(0);
    const rowsOf = (name: string, colour: string) =>
      dialog.getByRole('list', { name }).locator(`[data-state=${colour}]`);
    const red = rowsOf('Nobody', 'red').first();
    await expect(red).toContainText(en.preflight.areas.connect);
    await expect(red).toContainText(en.preflight.states.red);
    await expect(red).toContainText(en.preflight.cure.network);
    await expect(rowsOf('Far', 'amber')).toContainText(en.preflight.cure.backup);
    await expect(rowsOf('Far', 'green')).toHaveCount(3);
    expect(await findings(page)).toEqual([]);
    // Once more; leaving ends it.
    const firstLook = (await state()).preflight?.startedAtMs;
    await dialog.getByRole('button', { name: en.preflight.again }).click();
    await expect.poll(async () => (await state()).preflight?.startedAtMs).not.toBe(firstLook);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await state()).preflight?.finishedAtMs ?? null).not.toBeNull();
    await prepare(page, [
      { type: 'destinations/destinationRemoved', payload: { destinationId: 'nobody' } },
    ]);

    // The server of this computer sends on; the key is typed, and never seen again.
    const here = (await stateOf(page)).show.destinations[0]?.name ?? '';
    await page.getByRole('button', { name: t.more.replace('{{name}}', here), exact: true }).click();
    await page.getByRole('menuitem', { name: t.relay.open }).click();
    await dialog.getByRole('button', { name: t.addConfirm, exact: true }).click();
    await expect(dialog.getByText(t.faults.url.missing)).toBeVisible();
    await dialog.getByLabel(t.serverUrl, { exact: true }).fill(server(other.port));
    await dialog.getByLabel(t.key, { exact: true }).fill(secrets.relayed);
    await dialog.getByRole('button', { name: t.addConfirm, exact: true }).click();
    const relay = dialog.getByRole('listitem', { name: server(other.port) });
    await expect(relay).toContainText(t.relay.waits);
    await expect(dialog.getByLabel(t.key, { exact: true })).toHaveValue('');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: en.common.done, exact: true }).click();
    await expect(card(page, here)).toContainText('Sent on to 1 server');

    await page.getByRole('button', { name: en.topbar.record, exact: true }).click();
    await page.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await expect(card(page, 'Far')).toContainText(t.states.live);
    await expect.poll(async () => (await state()).relays[0]?.status.state).toBe('live');

    // The chart, its figures in words, and both exports.
    await page.getByRole('button', { name: en.health.open }).click();
    await expect(dialog.getByTestId('health-chart')).toBeVisible();
    await dialog.getByText(en.health.asTable).click();
    await expect(dialog.getByRole('cell', { name: t.states.live }).first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
    const csv = await save(app, page, 'csv');
    expect(csv.split('\r\n')[0]).toContain('time,seconds,fps');
    expect(csv).toMatch(/,far,Far,live,/);
    const json = JSON.parse(await save(app, page, 'json'));
    expect(json).toMatchObject({ format: 'anchor-studio-health', destinations: { far: 'Far' } });
    expect(json.samples.at(-1).destinations.far.state).toBe('live');
    await page.keyboard.press('Escape');

    // One cable is cut on purpose. A machine that stood still meanwhile proves nothing: then again.
    const report = dialog.getByRole('region', { name: en.drill.result.replace('{{name}}', 'Far') });
    for (let tries = 1; ; tries++) {
      const cut = en.drill.buttonOf.replace('{{name}}', 'Far');
      await page.getByRole('button', { name: cut, exact: true }).click();
      if (tries === 1) expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: en.drill.confirm, exact: true }).click();
      await expect(dialog.getByText(/^Drill: the cable of Far is cut/)).toBeVisible();
      await expect(report).toContainText(en.drill.output);
      const isWell = (await state()).drill?.result?.others.every(({ missed }) => missed === 0);
      if (isWell || tries === 3) break;
      await page.keyboard.press('Escape');
      await expect(card(page, 'Far')).toContainText(t.states.live);
    }
    const log = await page.evaluate(() =>
      window.studio.invoke('destination:log', { destinationId: 'embedded' }),
    );
    await expect(report, `what befell the other: ${JSON.stringify(log)}`).toContainText(
      en.drill.allWell,
    );
    await expect(report.getByRole('row')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await expect(card(page, 'Far')).toContainText(t.states.live);

    // Its server is killed, and comes back.
    await far.kill();
    await expect(card(page, 'Far')).toContainText(t.states.reconnecting);
    await until(
      async () => ((await state()).outages[0]?.offAirMs ?? 0) > 1_000,
      'a second off air',
    );
    await far.start();
    await expect(card(page, 'Far')).toContainText(t.states.live);
    await page.getByRole('button', { name: new RegExp(en.health.unseen) }).click();
    const outage = dialog.getByRole('listitem', { name: /^Far, / }).first();
    await expect(outage).toContainText(/Off air\s*\d+\.\d s/);
    const { cause } = (await state()).outages[0] ?? {};
    await expect(outage).toContainText(en.errors[cause?.code ?? 'INTERNAL']);
    expect(await findings(page)).toEqual([]);
    await outage.getByRole('button', { name: en.outages.cut }).click();
    await expect(outage.getByRole('button', { name: en.outages.reveal })).toBeVisible();
    const cut = (await state()).outages[0]?.cutFile ?? '';
    expect(await decodeErrors(cut)).toBe('');
    const { video, audio } = await probe(cut);
    // From the keyframe before the gap, which is longer than a second.
    expect(video?.packets.length).toBeGreaterThan(10);
    expect(audio?.packets.length).toBeGreaterThan(30);
    await page.keyboard.press('Escape');

    const said = JSON.stringify(await stateOf(page)) + (await page.content()) + app.printed;
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
    await page.evaluate(() => window.studio.invoke('live:stop', undefined));
    const [relayed = ''] = await other.recordings(secrets.relayed);
    expect(await decodeErrors(relayed)).toBe('');
  } finally {
    await app.close();
    await Promise.all([far.remove(), other.remove()]);
  }
});
