import { expect, test } from '@playwright/test';
import { HandsFree } from '../support/handsFree.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { median, soundDelays } from '../support/onsets.ts';

/** Sound and picture of one moment may be so far apart at the viewer, ms. */
const TOLERANCE_MS = 40;

test('sound and picture arrive within 40 ms of each other', async () => {
  const server = await NginxRtmp.create();
  const run = await HandsFree.start([
    ...['--go-live', '--to', server.url('sync'), '--seconds', '8'],
    ...['--record', 'sync.mp4', '--no-window'],
  ]);
  try {
    expect(await run.exited, run.stderr).toBe(0);
    const [arrived = ''] = await server.recordings('sync');
    for (const [what, file] of [
      ['at the server', arrived],
      ['in the recording', run.path('sync.mp4')],
    ] as const) {
      const delays = await soundDelays(file);
      const middle = median(delays);
      process.stdout.write(
        `sound after picture, ${what}: median ${middle.toFixed(1)} ms of ${delays.map((it) => it.toFixed(1)).join(' ')}\n`,
      );
      test.info().annotations.push({ type: 'a/v offset', description: `${what}: ${middle} ms` });
      expect(delays.length).toBeGreaterThanOrEqual(5);
      expect(Math.abs(middle)).toBeLessThanOrEqual(TOLERANCE_MS);
    }
  } finally {
    await run.remove();
    await server.remove();
  }
});
