import { createHash } from 'node:crypto';
import { type ElectronApplication, expect, test } from '@playwright/test';
import type { Channel, ChannelInput, StudioState } from '../../common/ipc/contract.ts';
import { newDestination } from '../../common/show/new.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

type Answer = { ok: boolean; value?: unknown; error?: { code: string } };

const clipboardOf = (electron: ElectronApplication) =>
  electron.evaluate(({ clipboard }) => clipboard.readText());

test('looks before going live; one destination that cannot be made stops no other; addresses are copied unseen', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  const nginx = await NginxRtmp.create();
  try {
    const ui = await app.settle();
    const ask = <C extends Channel>(channel: C, input?: ChannelInput<C>): Promise<Answer> =>
      ui.evaluate(
        ([name, sent]) =>
          (
            window as unknown as { studio: { invoke(name: string, sent: unknown): Promise<never> } }
          ).studio.invoke(name, sent),
        [channel, input] as const,
      );
    const state = async () =>
      ((await ask('state:snapshot')).value as { state: StudioState }).state.session;
    const add = (id: string, change: object) =>
      ask('show:edit', {
        commands: [
          {
            type: 'destinations/destinationAdded',
            payload: {
              destination: { ...newDestination(id, 'rtmp', id, 'main'), enabled: true, ...change },
            },
          },
        ],
      });
    const pgc = {
      pushDomain: 'push.invalid',
      playDomain: 'play.invalid',
      app: 'live',
      stream: 's1',
      hash: 'md5',
      validHours: 24,
    } as const;
    await add('good', { server: `rtmp://127.0.0.1:${nginx.port}/live` });
    await add('keyless', { server: 'rtmp://127.0.0.1:1/live' });
    await add('tencent', { service: 'tencent', server: '', pgc, enabled: false });
    await ask('destination:setKey', { destinationId: 'good', key: 'Hunter2', which: 'key' });
    await ask('destination:setKey', { destinationId: 'tencent', key: 'Hunter3', which: 'pushKey' });

    await expect.poll(async () => (await state()).stage.state).toBe('running');
    expect((await ask('preflight:run', { upload: true })).ok).toBe(true);
    await expect.poll(async () => (await state()).preflight?.finishedAtMs ?? null).not.toBeNull();
    const { checks } = (await state()).preflight ?? { checks: [] };
    const found = (id: string) => checks.find((check) => check.id === id);
    expect(found('auth:good')?.state).toBe('green');
    expect(found('upload:good')?.found).toBe('uploadMeasured');
    expect(found('dns:keyless')).toMatchObject({ state: 'red', error: { code: 'KEY_MISSING' } });
    expect(found('encoder')?.found).toMatch(/^encoder(Measured|Missing)$/);
    expect(found('connect:embedded')?.state).toBe('green');
    expect(found('room')).toMatchObject({ state: 'green', found: 'roomNoCover', cure: 'cover' });

    expect((await ask('live:start')).ok).toBe(true);
    const { live, destinations } = await state();
    expect(live.state).toBe('live');
    expect(destinations['good']?.state).toBe('live');
    expect(destinations['keyless']).toMatchObject({
      state: 'failed',
      error: { code: 'KEY_MISSING' },
    });
    expect(await ask('preflight:run', { upload: false })).toMatchObject({
      error: { code: 'BUSY' },
    });
    await ask('live:stop');

    expect((await ask('destination:copy', { destinationId: 'tencent', what: 'server' })).ok).toBe(
      true,
    );
    expect(await clipboardOf(app.electron)).toBe('rtmp://push.invalid/live/');
    const copied = await ask('destination:copy', { destinationId: 'tencent', what: 'key' });
    expect(copied).toEqual({ ok: true, value: null });
    const [, secret, txTime] =
      /^s1\?txSecret=([0-9a-f]{32})&txTime=([0-9A-F]{8})$/.exec(await clipboardOf(app.electron)) ??
      [];
    expect(secret).toBe(createHash('md5').update(`Hunter3s1${txTime}`).digest('hex'));
    expect(await ask('destination:playUrls', { destinationId: 'tencent' })).toMatchObject({
      value: [
        { protocol: 'rtmp', url: 'rtmp://play.invalid/live/s1' },
        { protocol: 'flv' },
        { protocol: 'hls' },
        { protocol: 'webrtc' },
      ],
    });
    expect(JSON.stringify(await ask('state:snapshot')) + app.printed).not.toMatch(/Hunter[23]/);
  } finally {
    await app.close();
    await nginx.remove();
  }
});
