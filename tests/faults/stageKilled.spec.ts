import { stat } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { decodeErrors, type ProbedTrack, probe, stepsBack } from '../support/ffprobe.ts';
import { NginxRtmp, until } from '../support/nginxRtmp.ts';
import { STRICT } from '../support/pace.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { receiptOf, StudioApp } from '../support/studioApp.ts';

/** The picture is back within this where the machine is the studio's own, ms. */
const BACK_MS = 2_000;
/** Sound and a picture that barely moves, at the bitrate of `SMALL_PICTURE`. */
const BYTES_OF_A_SECOND = 60_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const longestGapMs = ({ packets }: ProbedTrack): number =>
  packets.reduce(
    (longest, { ptsMs }, at) => Math.max(longest, ptsMs - (packets[at - 1]?.ptsMs ?? ptsMs)),
    0,
  );

/** Waits until a file has grown by so many bytes. */
async function grown(file: string, bytes: number): Promise<void> {
  const { size: before } = await stat(file);
  await until(async () => (await stat(file)).size > before + bytes, `${file} to grow`);
}

test('the stage is killed on air: the connection stays, the picture is back', async () => {
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
    const [file = ''] = await server.recordings('show');
    await grown(file, BYTES_OF_A_SECOND);
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
      const lastMs = (track: ProbedTrack) => track.packets.at(-1)?.ptsMs ?? 0;
      if (STRICT) {
        expect(gapMs).toBeLessThan(BACK_MS);
        expect(lastMs(video)).toBeGreaterThan(endedAtMs - onAirAtMs - 1_000);
      }
      expect(Math.abs(lastMs(video) - lastMs(audio))).toBeLessThan(500);
    }
  } finally {
    await app.close();
    await server.remove();
  }
});
