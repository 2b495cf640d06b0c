import { expect, test } from '@playwright/test';
import { newDestination } from '../../common/show/new.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { awaitState, prepare, studioState } from '../support/floor.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { Panels } from '../support/panels.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';
import { openTencentChat } from '../support/tencentChat/inNode.ts';
import { TencentService } from '../support/tencentService.ts';

const t = en.settings.tencent;

test('a show on Tencent: set up, pushed, listed, talked in; a page that dies comes back', async () => {
  test.setTimeout(2 * LONGEST_MS);
  const service = await TencentService.start();
  const app = await StudioApp.launch({ args: [...SMALL_PICTURE, service.hostRules] });
  const viewer = await openTencentChat(service.standIn.url, 'lily', false);
  try {
    const page = await app.settle();
    const panels = new Panels(page);
    await app.electron.evaluate(({ session }) => {
      // The stand-in's certificate is its own.
      session.defaultSession.setCertificateVerifyProc((_request, trust) => trust(0));
    });

    await page.getByRole('button', { name: en.settings.title, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.title, { exact: true }).click();
    for (const [name, value] of [
      ['sdkAppId', String(service.sdkAppId)],
      ['userSigUrl', service.userSigUrl],
      ['userId', 'host'],
      ['roomServiceUrl', service.roomServiceUrl],
      ['pushDomain', service.pushDomain],
    ] as const)
      await dialog.getByLabel(t.fields[name], { exact: true }).fill(value);
    await dialog.getByRole('button', { name: en.common.save }).click();
    await expect(dialog.getByText(t.saved)).toBeVisible();
    await page.keyboard.press('Escape');

    const pgc = {
      ...{ pushDomain: service.pushDomain, playDomain: '', app: 'live', hash: 'md5' as const },
      ...{ stream: await service.streamOf('host'), validHours: 24 },
    };
    const destination = {
      ...newDestination('tencent', 'rtmp', 'Tencent', 'main'),
      ...{ service: 'tencent' as const, enabled: true, pgc },
    };
    await prepare(page, [{ type: 'destinations/destinationAdded', payload: { destination } }]);
    await page.evaluate(
      (key) =>
        window.studio.invoke('destination:setKey', {
          ...{ destinationId: 'tencent', key, which: 'pushKey' },
        }),
      service.pushKey,
    );
    await page.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await awaitState(page, ({ session }) => session.room?.state === 'active', 'a room on air');
    const { room } = (await studioState(page)).session;
    const roomId = room?.roomId ?? '';
    await expect
      .poll(() => service.rooms())
      .toMatchObject([{ roomID: roomId, roomName: room?.info.title }]);

    await panels.tab('chat');
    const lines = page.getByTestId('chat-list').getByRole('article');
    const field = page.getByPlaceholder(en.chat.write);
    await expect(field).toBeEnabled();
    const heard: string[] = [];
    viewer.on((event) => {
      if (event.type !== 'batch') return;
      for (const item of event.batch.items) if (item.kind === 'text') heard.push(item.text);
    });
    expect(await viewer.join(roomId)).toMatchObject({ ok: true });
    expect(await viewer.send({ kind: 'text', text: 'hi, host' })).toMatchObject({ ok: true });
    await expect(lines.filter({ hasText: 'hi, host' })).toContainText('lily');
    await field.fill('你好');
    await field.press('Enter');
    await expect(lines.filter({ hasText: '你好' })).toHaveCount(1);
    await expect.poll(() => heard).toEqual(['hi, host', '你好']);

    await app.electron.evaluate(({ webContents }) => {
      const pages = webContents.getAllWebContents();
      pages.find((it) => it.getURL().startsWith('app://sdk/'))?.forcefullyCrashRenderer();
    });
    const chatState = async () => (await studioState(page)).session.chat.state;
    await expect.poll(chatState).toBe('reconnecting');
    await expect.poll(chatState).toBe('connected');
    await field.fill('again');
    await field.press('Enter');
    await expect.poll(() => heard).toEqual(['hi, host', '你好', 'again']);
    expect(service.asked.filter((it) => it === 'host').length).toBeGreaterThan(2);

    await page.getByRole('button', { name: en.topbar.end, exact: true }).click();
    const sure = page.getByRole('alertdialog');
    await sure.getByRole('button', { name: en.topbar.end, exact: true }).click();
    await awaitState(page, ({ session }) => session.room === null, 'the room is closed');
    await expect.poll(() => service.rooms()).toEqual([]);
    const sdkPages = () =>
      app.electron.evaluate(
        ({ webContents }) =>
          webContents.getAllWebContents().filter((it) => it.getURL().startsWith('app://sdk/'))
            .length,
      );
    await expect.poll(sdkPages).toBe(0);
    expect(app.printed).not.toContain(service.pushKey);
  } finally {
    await viewer.close();
    await app.close();
    await service.close();
  }
});
