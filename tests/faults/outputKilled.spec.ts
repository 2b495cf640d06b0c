import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeErrors, probe } from '../support/ffprobe.ts';
import { NginxRtmp, until } from '../support/nginxRtmp.ts';
import { STRICT } from '../support/pace.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

/** Longest that a fragment of the recording stays open, ms: one group of pictures. */
const GOP_MS = 2_000;
/** Frames of such a group, 10 a second, of which a slow machine has skipped half. */
const GOP_FRAMES = 10;
/** Between a moment of the show and the test's hearing of it, ms. */
const SLACK_MS = 700;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first part, which nobody has finished, then `show.part-….mp4`. */
const partsIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort(byPart);
const byPart = (a: string, b: string) =>
  Number(a.includes('.part-')) - Number(b.includes('.part-'));

/** Whether there are so many parts of the recording, all with sound in a whole fragment. */
async function allHeard(folder: string, count: number): Promise<boolean> {
  const names = await partsIn(folder);
  const found = await Promise.all(names.map((name) => probe(join(folder, name)).catch(() => null)));
  const heard = found.filter((it) => (it?.audio?.packets.length ?? 0) > 0);
  return names.length === count && heard.length === count;
}

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
    await until(() => allHeard(app.folder, 1), 'a fragment with sound');
    await wait(1_000);
    const killedAtMs = performance.now();
    await app.killAndAwaitNext('output');
    await app.said('back on air');
    const backAtMs = performance.now();
    await until(() => allHeard(app.folder, 2), 'another part with sound');
    const endedAtMs = performance.now();
    await app.quit();

    const names = await partsIn(app.folder);
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
