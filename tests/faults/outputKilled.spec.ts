import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeErrors, probe } from '../support/ffprobe.ts';
import { NginxRtmp, until } from '../support/nginxRtmp.ts';
import { STRICT } from '../support/pace.ts';
import { boxesOf } from '../support/probe.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

/** Longest that a fragment of the recording stays open, ms: one group of pictures. */
const GOP_MS = 2_000;
/** Frames of such a group from which a slow machine has skipped half. */
const GOP_FRAMES = 30;
/** Between a moment of the show and the test's hearing of it, ms. */
const SLACK_MS = 700;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('the output is killed on air: the push comes back, what was recorded can be read', async () => {
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
    const onAirAtMs = performance.now();
    const first = join(app.folder, 'show.recording.mp4');
    await until(async () => (await boxesOf(first)).includes('moof'), 'the first fragment');
    await wait(1_000);
    const killedAtMs = performance.now();
    await app.killAndAwaitNext('output');
    await app.said('back on air');
    const backAtMs = performance.now();
    await wait(1_000);
    const endedAtMs = performance.now();
    await app.quit();

    const names = (await readdir(app.folder)).filter((name) => name.endsWith('.mp4')).sort();
    expect(names).toHaveLength(2);
    const tracks = await Promise.all(
      names.map(async (name) => {
        const file = join(app.folder, name);
        expect(await decodeErrors(file)).toBe('');
        const { video, audio } = await probe(file);
        expect(audio?.packets.length).toBeGreaterThan(0);
        return video?.packets ?? [];
      }),
    );
    // The first part lost what its last fragment held, and no whole one; the second has all there was.
    const [before = [], after = []] = tracks;
    expect(before.length).toBeGreaterThanOrEqual(GOP_FRAMES);
    const receipt = await receiptOf(join(app.folder, 'report.json'));
    expect(after).toHaveLength(receipt.recording?.videoFrames ?? -1);
    if (STRICT) {
      const lastMs = (packets: typeof before) => packets.at(-1)?.ptsMs ?? 0;
      expect(lastMs(before)).toBeGreaterThan(killedAtMs - onAirAtMs - GOP_MS - SLACK_MS);
      expect(lastMs(after)).toBeGreaterThan(endedAtMs - backAtMs - SLACK_MS);
    }
    const arrived = await server.recordings('show');
    expect(arrived).toHaveLength(2);
    for (const file of arrived) expect(await decodeErrors(file)).toBe('');
  } finally {
    await app.close();
    await server.remove();
  }
});
