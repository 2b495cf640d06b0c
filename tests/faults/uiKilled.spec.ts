import { expect, test } from '@playwright/test';
import { probe } from '../support/ffprobe.ts';
import { NginxRtmp, until } from '../support/nginxRtmp.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

test('the ui is killed on air: the window comes back by itself, not one frame is lost', async () => {
  const server = await NginxRtmp.create();
  const app = await StudioApp.launch({
    args: (folder) => [
      ...['--go-live', '--to', server.url('show'), '--seconds', '20'],
      ...['--record', `${folder}/show.mp4`, '--report', `${folder}/report.json`],
    ],
  });
  try {
    await app.said('on air: ');
    const first = await app.ui();
    await expect(first.getByTestId('preview')).toBeVisible();
    await first.waitForTimeout(4_000);
    const { before, after } = await app.killAndAwaitNext('ui');
    expect(after).not.toBe(before);
    await until(() => first.isClosed(), 'the old page to be gone');
    const second = await app.ui();
    await expect(second.getByTestId('preview')).toBeVisible();
    // It can be used: a menu opens, and it knows what is on air.
    await expect(second.getByRole('button', { name: 'Stop recording' })).toBeVisible();
    await second.getByRole('button', { name: 'Settings' }).click();
    await expect(second.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await second.keyboard.press('Escape');

    expect(await app.exited, app.printed).toBe(0);
    const receipt = await receiptOf(`${app.folder}/report.json`);
    expect(receipt.uiRestarts).toBe(1);
    expect(receipt.stageRestarts).toBe(0);
    const { encoded, composed, skipped } = receipt.video;
    expect(skipped).toBe(0);
    expect(composed).toBe(encoded);
    expect(encoded).toBeGreaterThanOrEqual(20 * 30);
    expect(receipt.destinations).toMatchObject([
      { videoPacketsSent: encoded, dropped: 0, reconnects: 0, offAirMs: 0 },
    ]);
    expect(receipt.recording?.videoFrames).toBe(encoded);
    const [arrived = ''] = await server.recordings('show');
    expect((await probe(arrived)).video?.packets).toHaveLength(encoded);
  } finally {
    await app.close();
    await server.remove();
  }
});
