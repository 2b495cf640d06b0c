import { join } from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import zhCN from '../../resources/locales/zh-CN.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import {
  anchor,
  deskOf,
  OWN_ROOM,
  person,
  pkOf,
  stats,
  studioOnAir,
} from '../support/cohostSamples.ts';
import { projectRoot } from '../support/electronPath.ts';
import { UiPage } from '../support/uiPage.ts';
import { launchViewer } from '../support/viewer.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchViewer();
});
test.afterAll(() => browser.close());

const people = () => [
  person('li', '李雷', { endsAtMs: null }),
  person('ann', 'Annabelle Featherstonehaugh-Cholmondeley the Third'),
  person('mei', '韩梅梅', { stage: 'green', way: 'link', media: true }),
  person('eva', '伊娃 Eva', {
    ...{ stage: 'green', way: 'hand', media: true },
    camera: { guest: true, host: false },
  }),
  person('bob', 'Bob', { stage: 'joining', endsAtMs: Date.now() + 42_000, toAir: true }),
  person('cat', 'Cathy', { stage: 'air', seat: 1, media: true }),
  person('dan', 'Daniel', {
    ...{ stage: 'air', seat: 2, media: true, lostAtMs: Date.now() },
    mic: { guest: false, host: true },
  }),
];
const cohost = () => ({
  desk: deskOf(people(), { blocked: [{ userId: 'eve', name: 'Eve' }] }),
  stats: {
    'guest:cat': stats({ speaking: true }),
    'guest:dan': stats({ loss: 0.12, rttMs: 640, freezeMs: 3_200 }),
    'guest:mei': stats({ loss: 0.03 }),
    'guest:eva': stats({ fps: 0, width: 0, height: 0 }),
  },
});

/** The stage tells how somebody who waits looks, and how loud they are. */
const waits = (ui: UiPage, id: string) =>
  ui.page.evaluate(async (who) => {
    const canvas = new OffscreenCanvas(192, 108);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    const sky = context.createLinearGradient(0, 0, 0, 108);
    for (const [at, colour] of ['#3b6ea5', '#9cc3dd', '#6a4c2f'].entries())
      sky.addColorStop(at / 2, colour);
    context.fillStyle = sky;
    context.fillRect(0, 0, 192, 108);
    context.fillStyle = '#e3b58d';
    context.beginPath();
    context.arc(96, 50, 26, 0, 7);
    context.fill();
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    const jpeg = new Uint8Array(await blob.arrayBuffer());
    const { port1, port2 } = new MessageChannel();
    const message = { kind: 'anchor-studio:port', name: 'stage' };
    window.postMessage(message, location.origin, [port1]);
    port2.postMessage({ kind: 'guestPicture', id: who, jpeg });
    port2.postMessage({ kind: 'guestLevels', levels: { [who]: -18 } });
  }, id);

/** Nothing of the panel stands out at its side. */
const overflows = (ui: UiPage) =>
  ui.page.evaluate(() => {
    const root = document.documentElement;
    const panel = document.querySelector('[role=tabpanel][data-state=active]');
    return {
      page: root.scrollWidth > root.clientWidth,
      panel: panel ? panel.scrollWidth > panel.clientWidth : false,
      tabs: [...document.querySelectorAll('[role=tablist]')].some(
        (it) => it.scrollWidth > it.clientWidth,
      ),
    };
  });
const fits = { page: false, panel: false, tabs: false };
const keep = (ui: UiPage, name: string) =>
  ui.page.screenshot({ path: join(projectRoot, 'test-results/screenshots', `${name}.png`) });

for (const [lang, t] of [
  ['zh-CN', zhCN],
  ['en', en],
] as const) {
  test(`guests are let in, taken on air and sent away (${lang})`, async () => {
    const ui = await UiPage.open(browser, studioOnAir(lang, cohost()));
    const { page } = ui;
    try {
      // A raised hand is seen from any tab.
      await expect(page.getByText(t.guests.asks.replace('{{name}}', '李雷'))).toBeVisible();
      await page.getByRole('tab', { name: t.shell.tabs.guests }).click();
      await expect(page.getByText('Cathy')).toBeVisible();
      await waits(ui, 'guest:mei');
      const picture = page.getByRole('img', {
        name: t.guests.pictureOf.replace('{{name}}', '韩梅梅'),
      });
      await expect(picture).toBeVisible();
      await expect(page.getByLabel(t.guests.noPicture)).toBeVisible();
      await keep(ui, `guests-top-${lang}`);
      await page.getByText('Bob').scrollIntoViewIfNeeded();
      await keep(ui, `guests-green-${lang}`);

      // Heard by a press, spoken to for as long as it is held.
      await page
        .getByRole('button', { name: t.guests.listenFor.replace('{{name}}', '韩梅梅') })
        .click();
      await page
        .getByRole('button', { name: t.guests.talkFor.replace('{{name}}', '韩梅梅') })
        .focus();
      await page.keyboard.down('Space');
      await page.keyboard.up('Space');
      const privately = (await ui.asked()).filter(
        ([, input]) => input && 'userId' in (input as object),
      );
      expect(privately).toEqual([
        ['cohost:listen', { userId: 'mei' }],
        ['cohost:talk', { userId: 'mei' }],
        ['cohost:talk', { userId: null }],
      ]);
      expect(await ui.asked()).toContainEqual(['cohost:see', { seen: true }]);
      const both = { listen: 'mei', talk: 'mei' };
      const { cohost: now } = studioOnAir(lang, cohost()).session;
      await ui.session('cohost', { ...now, backstage: both });
      await expect(page.getByText(t.guests.talking)).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await keep(ui, `guests-talk-${lang}`);
      const link = { url: 'https://192.168.1.20:8443/guest/room-a?link=abcdefgh', expiresAtMs: 1 };
      await ui.answer('cohost:guestLink', { ok: true, value: link });
      await page.getByRole('button', { name: t.guests.makeLink }).click();
      await expect(page.getByRole('img', { name: t.guests.qrTitle })).toBeVisible();
      expect(await overflows(ui)).toEqual(fits);
      expect(await findings(page)).toEqual([]);
      await keep(ui, `guests-${lang}`);

      const accept = t.guests.acceptFor.replace('{{name}}', '李雷');
      await page.getByRole('button', { name: accept }).focus();
      await page.keyboard.press('Enter');
      await page
        .getByRole('button', { name: t.guests.micOff.replace('{{name}}', 'Cathy') })
        .click();
      await page.getByRole('button', { name: t.guests.more.replace('{{name}}', 'Cathy') }).click();
      await page.getByRole('menuitem', { name: t.guests.block }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: t.guests.block }).click();
      const asked = (await ui.asked()).filter(([channel]) => channel === 'cohost:host');
      expect(asked.map(([, input]) => input)).toEqual([
        { do: 'accept', userId: 'li', ticket: 't-li', toAir: false },
        { do: 'turn', userId: 'cat', track: 'mic', off: true },
        { do: 'block', userId: 'cat' },
      ]);

      const tencent = { state: 'failed', error: { code: 'COHOST_MISSING', message: 'none' } };
      await ui.session('cohost', {
        ...studioOnAir(lang, {}).session.cohost,
        ...{ link: tencent, desk: null },
      });
      await expect(page.getByText(t.guests.failed)).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await keep(ui, `guests-failed-${lang}`);
    } finally {
      await ui.close();
    }
  });

  test(`a PK goes from the invitation to its result (${lang})`, async () => {
    const ui = await UiPage.open(browser, studioOnAir(lang, { desk: deskOf([]) }));
    const { page } = ui;
    const base = studioOnAir(lang, { desk: deskOf([]) }).session.cohost;
    let rev = 1;
    const show = (pk: ReturnType<typeof pkOf> | null) =>
      ui.session('cohost', { ...base, pk: { rev: ++rev, pk } });
    try {
      await page.getByRole('tab', { name: t.shell.tabs.pk }).click();
      await page.getByLabel(t.pk.roomNumber).fill('room-b');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: t.pk.invite }).click();
      expect(await ui.asked()).toEqual([
        [
          'cohost:pk',
          {
            ...{ do: 'invite', rooms: ['room-b'] },
            rules: { roundSeconds: 300, penaltySeconds: 60, likePoints: 1 },
          },
        ],
      ]);
      expect(await overflows(ui)).toEqual(fits);
      expect(await findings(page)).toEqual([]);
      await keep(ui, `pk-start-${lang}`);

      const me = anchor(OWN_ROOM, 'Me', { answer: 'waiting' });
      const other = anchor('room-b', '小明的直播间', {
        readiness: {
          ...{ headroomKbps: 900, loudnessLufs: -11, clockOffsetMs: -3 },
          ...{ width: 1920, height: 1080 },
        },
      });
      await show(pkOf([other, me], { endsAtMs: Date.now() + 10_000 }));
      const dialog = page.getByRole('alertdialog');
      await expect(dialog).toContainText('小明的直播间');
      expect(await findings(page)).toEqual([]);
      await keep(ui, `pk-incoming-${lang}`);
      // By chance it does not go away.
      await page.keyboard.press('Escape');
      await expect(dialog).toBeVisible();
      await dialog.getByRole('button', { name: t.pk.accept, exact: true }).focus();
      await page.keyboard.press('Enter');
      expect((await ui.asked()).at(-1)).toEqual(['cohost:pk', { do: 'accept', pkId: 'pk1' }]);

      const both = [
        { ...other, points: 1_280 },
        { ...me, answer: 'accepted' as const, points: 2_350 },
      ];
      await show(pkOf(both, { phase: 'running', round: 1, endsAtMs: Date.now() + 182_000 }));
      await expect(page.getByRole('list', { name: t.pk.score })).toContainText('2,350');
      expect(await overflows(ui)).toEqual(fits);
      expect(await findings(page)).toEqual([]);
      await keep(ui, `pk-running-${lang}`);

      const result = { round: 1, by: 'score' as const, winners: [OWN_ROOM], points: {} };
      await show(
        pkOf(both, {
          ...{ phase: 'settling', round: 1, endsAtMs: Date.now() + 50_000 },
          results: [result],
        }),
      );
      await expect(page.getByText(t.pk.outcomes.win)).toBeVisible();
      await page.getByRole('button', { name: t.pk.rematch }).click();
      expect((await ui.asked()).at(-1)?.[1]).toEqual({ do: 'rematch', pkId: 'pk1', round: 1 });
      expect(await findings(page)).toEqual([]);
      await keep(ui, `pk-result-${lang}`);
    } finally {
      await ui.close();
    }
  });
}
