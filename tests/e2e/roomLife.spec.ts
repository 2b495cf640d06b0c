import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import type { z } from 'zod';
import type { Channel, ChannelOutput, contract } from '../../common/ipc/contract.ts';
import type { Session } from '../../common/live/session.ts';
import type { Result } from '../../common/result.ts';
import { roomLimits } from '../../common/rooms/api.ts';
import { until } from '../support/nginxRtmp.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

/** Of `main/output/rtmp/publisher.ts`: a connection that ends sooner counts as refused, ms. */
const PROBATION_MS = 1_500;

type Bridge = { studio: { invoke(channel: string, input: unknown): Promise<unknown> } };

/** Asks main as the page does. */
function askerOf(ui: Page) {
  return async <C extends Channel>(
    channel: C,
    input: z.input<(typeof contract)[C]['input']>,
  ): Promise<ChannelOutput<C>> => {
    const answer = (await ui.evaluate(
      ([name, value]) => (globalThis as unknown as Bridge).studio.invoke(name, value),
      [channel, input] as const,
    )) as Result<ChannelOutput<C>>;
    if (!answer.ok) throw new Error(`${channel}: ${answer.error.code} ${answer.error.message}`);
    return answer.value;
  };
}

test('a room lives as long as the broadcast, over a crash of its server', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  try {
    const ui = await app.settle();
    const ask = askerOf(ui);
    const watching = ui.locator('header dl dd');
    await expect(watching).toHaveCount(0);
    const session = async (): Promise<Session> =>
      (await ask('state:snapshot', undefined)).state.session;
    const connected = async () => (await session()).chat.state === 'connected';
    // A big photograph, picked before the show.
    const photo = join(app.folder, 'photo.jpg');
    const picture = 'testsrc2=s=3000x2000,noise=alls=100';
    await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', picture, '-frames:v', '1', '-q:v', '2', photo],
    ]);
    const csv = join(app.folder, 'show');
    await app.electron.evaluate(
      ({ dialog }, paths) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [paths.photo] });
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: paths.csv });
      },
      { photo, csv },
    );
    const cover = (await ask('room:pickCover', undefined))?.cover ?? '';
    expect((await session()).roomInfo.cover).toBe(cover);

    await ask('live:start', undefined);
    await until(async () => (await session()).room?.state === 'active', 'a room on air');
    await until(connected, 'the chat');
    const { room } = await session();
    const origin = new URL(room?.inviteUrl ?? '').origin;
    const shown = await fetch(origin + cover);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect((await shown.arrayBuffer()).byteLength).toBeLessThanOrEqual(roomLimits.coverBytes);

    await expect(watching).toHaveText(['0', '0']);
    await ask('chat:send', { kind: 'text', text: '=1+1' });
    await ask('chat:window', { open: true });
    await until(async () => (await session()).chatWindow, 'the chat window');
    await ask('chat:window', { open: false });
    await until(async () => !(await session()).chatWindow, 'the chat window closed');

    const { live } = await session();
    const startedAtMs = live.state === 'live' ? live.startedAtMs : Number.NaN;
    await until(() => Date.now() - startedAtMs > PROBATION_MS + 500, 'a connection that stands');
    await app.killAndAwaitNext('server');
    await until(connected, 'the chat again', LONGEST_MS);
    await ask('chat:send', { kind: 'text', text: 'still here' });
    await until(
      async () => (await ask('room:list', {})).rooms.some((it) => it.roomId === room?.roomId),
      'the same room in the list',
      LONGEST_MS,
    );
    // Its page opens in the system's browser, which is not opened here.
    await app.electron.evaluate(({ shell }) => {
      shell.openExternal = async (url) => {
        Object.assign(globalThis, { opened: url });
      };
    });
    await ask('room:open', { roomId: room?.roomId ?? '' });
    const opened = () =>
      app.electron.evaluate(() => (globalThis as { opened?: string }).opened ?? '');
    await expect.poll(opened).toBe(room?.inviteUrl);
    await ask('live:stop', undefined);
    await until(async () => (await session()).room === null, 'the room is closed');
    const summary = await ask('room:summary', undefined);
    expect(summary).toMatchObject({ roomId: room?.roomId, stats: { messages: 2 } });
    await expect(watching).toHaveCount(0);
    expect(await ask('room:export', { format: 'csv' })).toEqual({ file: `${csv}.csv` });
    const lines = await readFile(`${csv}.csv`, 'utf8');
    expect(lines).toContain(",text,'=1+1,");
    expect(lines).toContain(',text,still here,');
  } finally {
    await app.close();
  }
});
