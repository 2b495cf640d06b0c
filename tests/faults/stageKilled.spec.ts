import { expect, test } from '@playwright/test';
import { decodeErrors, type ProbedTrack, probe, stepsBack } from '../support/ffprobe.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

/** The picture is back within this, ms. */
const BACK_MS = 2_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const longestGapMs = ({ packets }: ProbedTrack): number =>
  packets.reduce(
    (longest, { ptsMs }, at) => Math.max(longest, ptsMs - (packets[at - 1]?.ptsMs ?? ptsMs)),
    0,
  );

test('the stage is killed on air: the connection stays, the picture is back in 2 s', async () => {
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
    await wait(2_000);
    await app.killAndAwaitNext('stage');
    await wait(BACK_MS + 1_000);
    const endedAtMs = performance.now();
    await app.quit();
    expect(await app.exited, app.printed).toBe(0);

    const receipt = await receiptOf(`${app.folder}/report.json`);
    expect(receipt.stageRestarts).toBe(1);
    const { encoded } = receipt.video;
    expect(receipt.destinations).toMatchObject([
      { videoPacketsSent: encoded, dropped: 0, reconnects: 0, offAirMs: 0 },
    ]);
    expect(receipt.recording?.videoFrames).toBe(encoded);
    const arrived = await server.recordings('show');
    expect(arrived).toHaveLength(1);
    for (const file of [arrived[0] ?? '', `${app.folder}/show.mp4`]) {
      expect(await decodeErrors(file)).toBe('');
      const { video, audio } = await probe(file);
      if (!video || !audio) throw new Error(`${file} lacks a track`);
      expect(video.packets).toHaveLength(encoded);
      expect([...stepsBack(video), ...stepsBack(audio)]).toEqual([]);
      const gapMs = longestGapMs(video);
      process.stdout.write(`picture back after ${gapMs.toFixed(0)} ms\n`);
      expect(gapMs).toBeGreaterThan(34);
      expect(gapMs).toBeLessThan(BACK_MS);
      const lastMs = (track: ProbedTrack) => track.packets.at(-1)?.ptsMs ?? 0;
      expect(lastMs(video)).toBeGreaterThan(endedAtMs - onAirAtMs - 1_000);
      expect(Math.abs(lastMs(video) - lastMs(audio))).toBeLessThan(500);
    }
  } finally {
    await app.close();
    await server.remove();
  }
});
