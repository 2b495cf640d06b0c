import { expect, test } from '@playwright/test';
import { newDestination } from '../../common/show/new.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { awaitState, prepare, studioState } from '../support/floor.ts';
import { Panels } from '../support/panels.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';
import { openTencentChat } from '../support/tencentChat/inNode.ts';
import { TencentService } from '../support/tencentService.ts';

const t = en.settings.tencent;

test('a show on Tencent: set up, pushed, listed, talked in; a page that dies comes back', async () => {
  test.setTimeout(500_000);
  const service = await TencentService.start();
  const app = await StudioApp.launch({ args: [...SMALL_PICTURE, service.hostRules] });
  const viewer = await openTencentChat(service.standIn.url, 'lily', false);
  try {
    const page = await app.settle();
    console.log('STEP 19', Math.round(performance.now()));
    const panels = new Panels(page);
    console.log('STEP 20', Math.round(performance.now()));
    await app.electron.evaluate(({ session }) => {
      // The stand-in's certificate is its own.
      session.defaultSession.setCertificateVerifyProc((_request, trust) => trust(0));
    });

    await page.getByRole('button', { name: en.settings.title, exact: true }).click();
    console.log('STEP 26', Math.round(performance.now()));
    const dialog = page.getByRole('dialog');
    console.log('STEP 27', Math.round(performance.now()));
    await dialog.getByText(t.title, { exact: true }).click();
    console.log('STEP 28', Math.round(performance.now()));
    for (const [name, value] of [
      ['sdkAppId', String(service.sdkAppId)],
      ['userSigUrl', service.userSigUrl],
      ['userId', 'host'],
      ['roomServiceUrl', service.roomServiceUrl],
      ['pushDomain', service.pushDomain],
    ] as const)
      await dialog.getByLabel(t.fields[name], { exact: true }).fill(value);
    await dialog.getByRole('button', { name: en.common.save }).click();
    console.log('STEP 37', Math.round(performance.now()));
    await expect(dialog.getByText(t.saved)).toBeVisible();
    console.log('STEP 38', Math.round(performance.now()));
    await page.keyboard.press('Escape');
    console.log('STEP 39', Math.round(performance.now()));

    const pgc = {
      ...{ pushDomain: service.pushDomain, playDomain: '', app: 'live', hash: 'md5' as const },
      ...{ stream: await service.streamOf('host'), validHours: 24 },
    };
    const destination = {
      ...newDestination('tencent', 'rtmp', 'Tencent', 'main'),
      ...{ service: 'tencent' as const, enabled: true, pgc },
    };
    await prepare(page, [{ type: 'destinations/destinationAdded', payload: { destination } }]);
    console.log('STEP 49', Math.round(performance.now()));
    await page.evaluate(
      (key) =>
        window.studio.invoke('destination:setKey', {
          ...{ destinationId: 'tencent', key, which: 'pushKey' },
        }),
      service.pushKey,
    );
    await page.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    console.log('STEP 57', Math.round(performance.now()));
    await awaitState(page, ({ session }) => session.room?.state === 'active', 'a room on air');
    console.log('STEP 58', Math.round(performance.now()));
    const { room } = (await studioState(page)).session;
    console.log('STEP 59', Math.round(performance.now()));
    const roomId = room?.roomId ?? '';
    console.log('STEP 60', Math.round(performance.now()));
    await expect
      .poll(() => service.rooms())
      .toMatchObject([{ roomID: roomId, roomName: room?.info.title }]);

    await panels.tab('chat');
    console.log('STEP 65', Math.round(performance.now()));
    const lines = page.getByTestId('chat-list').getByRole('article');
    console.log('STEP 66', Math.round(performance.now()));
    const field = page.getByPlaceholder(en.chat.write);
    console.log('STEP 67', Math.round(performance.now()));
    await expect(field).toBeEnabled();
    console.log('STEP 68', Math.round(performance.now()));
    const heard: string[] = [];
    console.log('STEP 69', Math.round(performance.now()));
    viewer.on((event) => {
      if (event.type !== 'batch') return;
      for (const item of event.batch.items) if (item.kind === 'text') heard.push(item.text);
    });
    expect(await viewer.join(roomId)).toMatchObject({ ok: true });
    console.log('STEP 74', Math.round(performance.now()));
    expect(await viewer.send({ kind: 'text', text: 'hi, host' })).toMatchObject({ ok: true });
    console.log('STEP 75', Math.round(performance.now()));
    await expect(lines.filter({ hasText: 'hi, host' })).toContainText('lily');
    console.log('STEP 76', Math.round(performance.now()));
    await field.fill('你好');
    console.log('STEP 77', Math.round(performance.now()));
    await field.press('Enter');
    console.log('STEP 78', Math.round(performance.now()));
    await expect(lines.filter({ hasText: '你好' })).toHaveCount(1);
    console.log('STEP 79', Math.round(performance.now()));
    await expect.poll(() => heard).toEqual(['hi, host', '你好']);
    console.log('STEP 80', Math.round(performance.now()));

    await app.electron.evaluate(({ webContents }) => {
      const pages = webContents.getAllWebContents();
      pages.find((it) => it.getURL().startsWith('app://sdk/'))?.forcefullyCrashRenderer();
    });
    const chatState = async () => (await studioState(page)).session.chat.state;
    console.log('STEP 86', Math.round(performance.now()));
    await expect.poll(chatState).toBe('reconnecting');
    console.log('STEP 87', Math.round(performance.now()));
    await expect.poll(chatState, { timeout: 20_000 }).toBe('connected');
    console.log('STEP 88', Math.round(performance.now()));
    await field.fill('again');
    console.log('STEP 89', Math.round(performance.now()));
    await field.press('Enter');
    console.log('STEP 90', Math.round(performance.now()));
    await expect.poll(() => heard).toEqual(['hi, host', '你好', 'again']);
    console.log('STEP 91', Math.round(performance.now()));
    expect(service.asked.filter((it) => it === 'host').length).toBeGreaterThan(2);
    console.log('STEP 92', Math.round(performance.now()));

    await page.getByRole('button', { name: en.topbar.end, exact: true }).click();
    console.log('STEP 94', Math.round(performance.now()));
    const sure = page.getByRole('alertdialog');
    console.log('STEP 95', Math.round(performance.now()));
    await sure.getByRole('button', { name: en.topbar.end, exact: true }).click();
    console.log('STEP 96', Math.round(performance.now()));
    await awaitState(page, ({ session }) => session.room === null, 'the room is closed');
    console.log('STEP 97', Math.round(performance.now()));
    await expect.poll(() => service.rooms()).toEqual([]);
    console.log('STEP 98', Math.round(performance.now()));
    const sdkPages = () =>
      app.electron.evaluate(
        ({ webContents }) =>
          webContents.getAllWebContents().filter((it) => it.getURL().startsWith('app://sdk/'))
            .length,
      );
    await expect.poll(sdkPages).toBe(0);
    console.log('STEP 105', Math.round(performance.now()));
    expect(app.printed).not.toContain(service.pushKey);
    console.log('STEP 106', Math.round(performance.now()));
  } finally {
    await viewer.close();
    console.log('STEP 108', Math.round(performance.now()));
    await app.close();
    console.log('STEP 109', Math.round(performance.now()));
    await service.close();
    console.log('STEP 110', Math.round(performance.now()));
  }
});
