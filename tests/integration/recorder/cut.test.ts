import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EncodedPacket } from '../../../common/media/packet.ts';
import { cutRecording, Recorder } from '../../../main/output/recorder/index.ts';
import { within } from '../../support/pace.ts';
import {
  makeProgramme,
  moved,
  type Programme,
  play,
  readProgramme,
} from '../../support/packets.ts';
import { decode, probe } from '../../support/probe.ts';

let folder: string;
let programme: Programme;
let recorded: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cut-'));
  programme = await makeProgramme(folder, { seconds: 8 });
  recorded = join(folder, 'show.mp4');
  const recorder = new Recorder();
  await recorder.start(recorded);
  play(recorder, programme, 5_000_000);
  await recorder.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bytesOf = (packets: readonly EncodedPacket[]) =>
  packets.map(({ track, data }) => `${track} ${Buffer.from(data).toString('base64')}`).sort();
const of = (packets: readonly EncodedPacket[], track: string) =>
  packets.filter((packet) => packet.track === track);

/** Cuts, and expects each packet to be that of the recording, moved by the same time in both tracks. */
async function expectCut(file: string, fromSeconds: number, toSeconds: number) {
  const target = join(folder, `cut ${fromSeconds}.mp4`);
  const result = await cutRecording({ file, fromSeconds, toSeconds, target, waitMs: 5_000 });
  if (!result.ok) throw new Error(result.error.message);
  await decode(result.value.file);
  const { packets } = await readProgramme(result.value.file);
  const [zeroUs, endUs] = [result.value.fromSeconds * 1e6, result.value.toSeconds * 1e6];
  const wanted = programme.packets.filter(
    ({ ptsUs }) => ptsUs >= zeroUs - 1 && ptsUs < endUs - 1_000,
  );
  expect(bytesOf(packets)).toEqual(bytesOf(wanted));
  for (const track of ['video', 'audio']) {
    const before = of(wanted, track);
    for (const [at, packet] of of(packets, track).entries())
      expect(Math.abs(packet.ptsUs + zeroUs - (before[at]?.ptsUs ?? 0))).toBeLessThan(30);
  }
  return { ...result.value, packets };
}

describe('a stretch cut out of a recording', () => {
  it('begins at the keyframe before, ends with the first frame after, and is the same bytes', async () => {
    const cut = await expectCut(recorded, 3.2, 5.05);
    expect(cut.fromSeconds).toBe(2);
    expect(cut.toSeconds).toBeCloseTo(5.1, 3);
    expect(of(cut.packets, 'video')).toHaveLength(93);
    const probed = await probe(cut.file);
    expect(probed.videoStart).toBe(0);
    expect(probed.audioStart).toBeGreaterThanOrEqual(0);
    expect(probed.audioStart).toBeLessThan(0.022);
  });

  it('is cut while the recording runs, as soon as its end is on disk', async () => {
    const recorder = new Recorder();
    const file = join(folder, 'running.mp4');
    await recorder.start(file);
    recorder.setFormat(programme.video);
    recorder.setFormat(programme.audio);
    for (const packet of programme.packets) if (packet.ptsUs < 5_000_000) recorder.write(packet);
    const cutting = expectCut(file, 2.5, 5.5);
    for (const packet of programme.packets) if (packet.ptsUs >= 5_000_000) recorder.write(packet);
    for (const packet of programme.packets) recorder.write(moved(packet, 9_000_000));
    const cut = await cutting;
    expect(cut.fromSeconds).toBe(2);
    expect(cut.toSeconds).toBeCloseTo(5.533, 2);
    expect((await recorder.stop()).ok).toBe(true);
    expect((await probe(file)).videoFrames).toBe(480);
    await decode(file);
  });

  it('reaches to the end of a recording that ended sooner, and takes a free name', async () => {
    const first = await expectCut(recorded, 7, 60);
    expect(first.toSeconds).toBeCloseTo(8, 2);
    const second = await expectCut(recorded, 7, 60);
    expect(second.file).not.toBe(first.file);
    expect((await readdir(folder)).filter((name) => name.includes('cutting'))).toEqual([]);
  });

  it('of a file that is gone or broken says so, and leaves nothing', async () => {
    const order = { fromSeconds: 0, toSeconds: 1, target: join(folder, 'no.mp4'), waitMs: 100 };
    const gone = await cutRecording({ ...order, file: join(folder, 'gone.mp4') });
    expect(gone).toMatchObject({ ok: false, error: { code: 'FILE_MISSING' } });
    const broken = join(folder, 'broken.mp4');
    await writeFile(broken, Buffer.alloc(4_000, 7));
    const read = await cutRecording({ ...order, file: broken });
    expect(read).toMatchObject({ ok: false, error: { code: 'FILE_UNREADABLE' } });
    expect((await readdir(folder)).filter((name) => name.startsWith('no'))).toEqual([]);
  });

  it('stands in time where its frames came from the encoder', async () => {
    const recorder = new Recorder();
    await recorder.start(join(folder, 'clock.mp4'));
    const beganMs = Date.now();
    play(recorder, programme, 3_600_000_000);
    const { parts } = recorder.figures;
    // All frames came at once: the last is the least delayed of them.
    const lastSeconds = (of(programme.packets, 'video').at(-1)?.ptsUs ?? 0) / 1e6;
    expect(parts).toHaveLength(1);
    const ageMs = beganMs - (parts?.[0]?.startedAtEpochMs ?? 0) - lastSeconds * 1000;
    expect(Math.abs(ageMs)).toBeLessThan(within(1_000));
    expect(parts?.[0]?.seconds).toBeCloseTo(8, 1);
    await recorder.stop();
    expect(recorder.figures.parts?.[0]?.file).toBe(join(folder, 'clock.mp4'));
  });
});
