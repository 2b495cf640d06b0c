import { expect, test } from '@playwright/test';
import { HandsFree } from '../support/handsFree.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { median, soundDelays } from '../support/onsets.ts';

/** Sound and picture of one moment may be so far apart at the viewer, ms. */
const TOLERANCE_MS = 40;
/** How long is measured; `SYNC_SECONDS=60` looks for drift. */
const SECONDS = Number(process.env.SYNC_SECONDS ?? 8);

/** How much later the sound is at the end than at the beginning, ms. */
const driftMs = (delays: readonly number[]) =>
  median(delays.slice(-5)) - median(delays.slice(0, 5));

test('sound and picture arrive within 40 ms of each other', async () => {
  test.setTimeout(120_000 + SECONDS * 2000);
  const server = await NginxRtmp.create();
  const run = await HandsFree.start([
    ...['--go-live', '--to', server.url('sync'), '--seconds', String(SECONDS)],
    ...['--record', 'sync.mp4', '--no-window'],
  ]);
  try {
    expect(await run.exited, run.stderr).toBe(0);
    const [arrived = ''] = await server.recordings('sync');
    for (const [what, file] of [
      ['at the server', arrived],
      ['in the recording', run.path('sync.mp4')],
    ] as const) {
      const delays = (await soundDelays(file)).map(({ delayMs }) => delayMs);
      const middle = median(delays);
      process.stdout.write(
        `sound after picture, ${what}: median ${middle.toFixed(1)} ms of ${delays.map((it) => it.toFixed(1)).join(' ')}\n`,
      );
      if (SECONDS >= 30) expect(Math.abs(driftMs(delays)), 'drift').toBeLessThanOrEqual(20);
      test.info().annotations.push({ type: 'a/v offset', description: `${what}: ${middle} ms` });
      expect(delays.length).toBeGreaterThanOrEqual(SECONDS - 3);
      expect(Math.abs(middle)).toBeLessThanOrEqual(TOLERANCE_MS);
    }
  } finally {
    await run.remove();
    await server.remove();
  }
});
