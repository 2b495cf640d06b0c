import { expect, test } from '@playwright/test';
import { decodeErrors, probe } from '../support/ffprobe.ts';
import { NginxRtmp, until } from '../support/nginxRtmp.ts';
import { STRICT } from '../support/pace.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

/** The push is back within this of the server's return where the machine is the studio's own, ms. */
const BACK_MS = 3_000;
/** How long the server is away, ms. */
const OFF_AIR_MS = 2_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('the server is killed and comes back: so does the push, and the recording has it all', async () => {
  const server = await NginxRtmp.create();
  const app = await StudioApp.launch({
    args: (folder) => [
      ...SMALL_PICTURE,
      ...['--go-live', '--to', server.url('show'), '--no-window'],
      ...['--record', `${folder}/show.mp4`, '--report', `${folder}/report.json`],
    ],
  });
  try {
    await app.said('on air: ');
    // A server that ends a first connection within 1.5 s is taken for one that refuses the key.
    await wait(2_000);
    await server.kill();
    await wait(OFF_AIR_MS);
    await server.start();
    const returnedAtMs = performance.now();
    await app.said('back on air');
    const backMs = performance.now() - returnedAtMs;
    process.stdout.write(`push back ${backMs.toFixed(0)} ms after the server\n`);
    if (STRICT) expect(backMs).toBeLessThan(BACK_MS);
    await wait(1_000);
    await app.quit();

    // A destination missed frames: the status and one line say so.
    expect(await app.exited).toBe(1);
    expect(app.printed).toMatch(/^error: .*missed \d+ of \d+ frames/m);
    const receipt = await receiptOf(`${app.folder}/report.json`);
    const { encoded } = receipt.video;
    expect(receipt.recording?.videoFrames).toBe(encoded);
    const recorded = await probe(`${app.folder}/show.mp4`);
    expect(recorded.video?.packets).toHaveLength(encoded);
    expect(await decodeErrors(`${app.folder}/show.mp4`)).toBe('');
    expect(receipt.destinations).toMatchObject([{ state: 'stopped', reconnects: 1 }]);
    const { offAirMs = 0 } = receipt.destinations[0] ?? {};
    expect(offAirMs).toBeGreaterThan(OFF_AIR_MS - 100);
    const arrived = await server.recordings('show');
    expect(arrived).toHaveLength(2);
    expect(await decodeErrors(arrived[1] ?? '')).toBe('');
  } finally {
    await app.close();
    await server.remove();
  }
});

test('the embedded server is killed: it is back at the same address, and so is the push', async () => {
  const app = await StudioApp.launch({
    args: (folder) => [
      ...SMALL_PICTURE,
      ...['--go-live', '--no-window'],
      ...['--record', `${folder}/show.mp4`, '--report', `${folder}/report.json`],
    ],
  });
  try {
    await app.said('watch: ');
    const watchUrl = /watch: (\S+)/.exec(app.printed)?.[1] ?? '';
    // One that ends in its first three seconds is started again only after one more.
    await wait(3_000);
    await app.killAndAwaitNext('server');
    await until(
      () =>
        fetch(watchUrl).then(
          ({ ok }) => ok,
          () => false,
        ),
      'the watch page at its old address',
    );
    const returnedAtMs = performance.now();
    await app.said('back on air');
    if (STRICT) expect(performance.now() - returnedAtMs).toBeLessThan(BACK_MS);
    await wait(1_000);
    await app.quit();
    expect(await app.exited).toBe(1);
    const receipt = await receiptOf(`${app.folder}/report.json`);
    expect(receipt.recording?.videoFrames).toBe(receipt.video.encoded);
    expect(receipt.destinations).toMatchObject([{ state: 'stopped', reconnects: 1 }]);
  } finally {
    await app.close();
  }
});
