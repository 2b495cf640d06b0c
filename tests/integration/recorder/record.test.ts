import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FilePathSource, Input, MP4 } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../../common/live/telemetry.ts';
import { Recorder } from '../../../main/output/recorder/index.ts';
import { countOf, makeProgramme, moved, type Programme, play } from '../../support/packets.ts';
import { boxesOf, decode, probe } from '../../support/probe.ts';

type Stream = { codec_type: string; nb_read_packets: string };

let folder: string;
let programme: Programme;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorder-'));
  programme = await makeProgramme(folder, { seconds: 6 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Records into `name` what `feed` hands over; answers with the finished files. */
async function record(name: string, feed: (recorder: Recorder) => void) {
  const recorder = new Recorder();
  const started = await recorder.start(join(folder, name));
  expect(started.ok).toBe(true);
  feed(recorder);
  const stopped = await recorder.stop();
  if (!stopped.ok) throw new Error(stopped.error.message);
  for (const file of stopped.value.files) await decode(file);
  return { recorder, ...stopped.value };
}

describe('a recording', () => {
  it('becomes an ordinary seekable MP4 with every frame of both tracks', async () => {
    const states: RecordingStatus[] = [];
    const recorder = new Recorder({ onStatus: (status) => states.push(status) });
    const file = join(folder, 'whole.mp4');
    expect(await recorder.start(file)).toEqual({ ok: true, value: { file } });
    play(recorder, programme, 7_000_000);
    expect(await recorder.stop()).toEqual({ ok: true, value: { file, files: [file] } });

    expect(states.map(({ state }) => state)).toEqual(['recording', 'finishing', 'finished']);
    expect(await boxesOf(file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
    const probed = await probe(file);
    expect(probed.videoFrames).toBe(180);
    expect(probed.audioFrames).toBe(countOf(programme, 'audio'));
    expect(probed.seconds).toBeCloseTo(6, 1);
    expect(probed.videoStart).toBe(0);
    expect(probed.audioStart).toBe(0);
    await decode(file);
    await decode(file, '-ss', '4.5');
    expect(recorder.figures).toMatchObject({ videoFrames: 180, audioFrames: probed.audioFrames });
    expect(recorder.figures.durationMs).toBeGreaterThan(5_990);
    expect((await readdir(folder)).filter((name) => name.startsWith('whole'))).toEqual([
      'whole.mp4',
    ]);
  });

  it("holds the mixer's other tracks beside the programme's, each with a name", async () => {
    const { file } = await record('tracks.mp4', (recorder) => {
      recorder.setFormat(programme.video);
      recorder.setFormat(programme.audio);
      for (const track of ['audio2', 'audio5'] as const)
        recorder.setExtraFormat({ ...programme.audio, track });
      for (const packet of programme.packets) {
        recorder.write(packet);
        if (packet.track === 'audio')
          for (const track of ['audio5', 'audio2'] as const)
            recorder.writeExtra({ ...packet, track });
      }
    });
    const { stdout } = await promisify(execFile)('ffprobe', [
      ...['-v', 'error', '-count_packets', '-of', 'json', '-show_entries'],
      ...['stream=codec_type,nb_read_packets', file],
    ]);
    const sounds = (JSON.parse(stdout).streams as Stream[]).filter(
      ({ codec_type }) => codec_type === 'audio',
    );
    const count = countOf(programme, 'audio');
    expect(sounds.map(({ nb_read_packets }) => Number(nb_read_packets))).toEqual([
      count,
      count,
      count,
    ]);
    const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
    const names = (await input.getAudioTracks()).map(({ name }) => name);
    input.dispose();
    expect(names).toEqual(['Programme', 'Track 2', 'Track 5']);
  });

  it('is a playable fragmented MP4 while it runs', async () => {
    const file = join(folder, 'running.mp4');
    const recorder = new Recorder();
    await recorder.start(file);
    play(recorder, programme);
    const growing = join(folder, 'running.recording.mp4');
    await expect.poll(() => boxesOf(growing)).toHaveLength(6);
    expect(await boxesOf(growing)).toEqual(['ftyp', 'moov', 'moof', 'mdat', 'moof', 'mdat']);
    expect((await probe(growing)).videoFrames).toBe(120);
    await decode(growing);
    expect((await recorder.stop()).ok).toBe(true);
  });

  it('starts at the first keyframe, keeping the offset between picture and sound', async () => {
    const { file, recorder } = await record('late.mp4', (late) => {
      late.setFormat(programme.video);
      late.setFormat(programme.audio);
      for (const packet of programme.packets) if (packet.ptsUs >= 500_000) late.write(packet);
    });
    const probed = await probe(file);
    expect(probed.videoFrames).toBe(120);
    expect(probed.videoStart).toBe(0);
    const firstAudio = programme.packets.find(
      ({ track, ptsUs }) => track === 'audio' && ptsUs >= 2_000_000,
    );
    const offset = ((firstAudio?.ptsUs ?? 0) - 2_000_000) / 1e6;
    expect(probed.audioStart).toBeCloseTo(offset, 3);
    expect(recorder.dropped).toBe(45);
  });

  it('takes sound that comes before the picture of the same moment', async () => {
    const { file } = await record('sound-first.mp4', (recorder) => {
      recorder.setFormat(programme.video);
      recorder.setFormat(programme.audio);
      const isAudio = ({ track }: { track: string }) => track === 'audio';
      for (const packet of programme.packets.filter(isAudio)) recorder.write(packet);
      for (const packet of programme.packets.filter((it) => !isAudio(it))) recorder.write(packet);
    });
    expect((await probe(file)).audioFrames).toBe(countOf(programme, 'audio'));
  });

  it('goes on in the same file after a gap, with another stage of the same formats', async () => {
    const { file, files } = await record('gap.mp4', (recorder) => {
      play(recorder, programme);
      recorder.setFormat({ ...programme.video, description: programme.video.description.slice() });
      recorder.setFormat({ ...programme.audio });
      for (const packet of programme.packets) {
        if (packet.ptsUs >= 1_000_000) recorder.write(moved(packet, 7_000_000));
      }
    });
    expect(files).toHaveLength(1);
    const probed = await probe(file);
    expect(probed.videoFrames).toBe(180 + 120);
    expect(probed.seconds).toBeCloseTo(13, 1);
    await decode(file, '-ss', '10');
  });

  it('goes on in a second file when the picture changes so that one file cannot hold it', async () => {
    for (const other of [
      await makeProgramme(folder, { seconds: 4, profile: 'baseline' }),
      await makeProgramme(folder, { seconds: 4, size: '640x360' }),
    ]) {
      const name = `changed-${other.video.width}.mp4`;
      const { files, recorder } = await record(name, (changed) => {
        play(changed, programme);
        play(changed, other, 6_500_000);
      });
      expect(files).toEqual([join(folder, name), join(folder, name.replace('.mp4', '-part2.mp4'))]);
      const [first, second] = await Promise.all(files.map(probe));
      expect(first?.videoFrames).toBe(180);
      expect(second?.videoFrames).toBe(120);
      expect(second?.videoStart).toBe(0);
      expect(recorder.figures.videoFrames).toBe(300);
      expect(recorder.figures.durationMs).toBeGreaterThan(9_900);
    }
  });

  it('leaves out packets whose time goes backwards and counts them', async () => {
    const { file, recorder } = await record('backwards.mp4', (backwards) => {
      play(backwards, programme);
      play(backwards, programme, -3_000_000);
    });
    expect((await probe(file)).videoFrames).toBe(180);
    expect(recorder.dropped).toBe(programme.packets.length);
  });

  it('keeps the picture when the sound stops, and the sound when the picture stops', async () => {
    const { file } = await record('silent.mp4', (recorder) => {
      recorder.setFormat(programme.video);
      recorder.setFormat(programme.audio);
      for (const packet of programme.packets) {
        const lost = packet.track === 'audio' && packet.ptsUs > 1_000_000;
        if (!lost) recorder.write(packet);
      }
      for (let loop = 1; loop <= 4; loop += 1) {
        for (const packet of programme.packets) {
          if (packet.track === 'audio') recorder.write(moved(packet, loop * 6_100_000));
        }
      }
    });
    const probed = await probe(file);
    expect(probed.videoFrames).toBe(180);
    expect(probed.audioFrames).toBeGreaterThan(4 * countOf(programme, 'audio'));
  });

  it('of nothing fails and leaves no file', async () => {
    const recorder = new Recorder();
    await recorder.start(join(folder, 'nothing.mp4'));
    expect(await recorder.stop()).toMatchObject({ ok: false, error: { code: 'STAGE_LOST' } });
    expect((await readdir(folder)).filter((name) => name.startsWith('nothing'))).toEqual([]);
  });

  it('runs beside another one', async () => {
    const names = ['one.mp4', 'two.mp4'];
    const done = await Promise.all(
      names.map((name) => record(name, (recorder) => play(recorder, programme))),
    );
    for (const { file } of done) expect((await probe(file)).videoFrames).toBe(180);
  });

  it('stopped while it is still starting is stopped', async () => {
    const recorder = new Recorder();
    const starting = recorder.start(join(folder, 'short.mp4'));
    const stopped = await recorder.stop();
    expect((await starting).ok).toBe(true);
    expect(stopped.ok).toBe(false);
    expect(recorder.status.state).toBe('failed');
  });
});
