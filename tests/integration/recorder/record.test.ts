import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../../common/live/telemetry.ts';
import { Recorder } from '../../../main/output/recorder/index.ts';
import { countOf, makeProgramme, moved, type Programme, play } from '../../support/packets.ts';
import { boxesOf, decode, probe } from '../../support/probe.ts';

let folder: string;
let programme: Programme;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorder-'));
  programme = await makeProgramme(folder, { seconds: 6 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

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
    expect(probed.videoFrames).toBe(countOf(programme, 'video'));
    expect(probed.audioFrames).toBe(countOf(programme, 'audio'));
    expect(probed.seconds).toBeCloseTo(6, 1);
    expect(probed.videoStart).toBe(0);
    expect(probed.audioStart).toBe(0);
    await decode(file);
    await decode(file, '-ss', '4.5');
    expect(recorder.figures).toMatchObject({
      videoFrames: 180,
      audioFrames: probed.audioFrames,
    });
    expect(recorder.figures.durationMs).toBeGreaterThan(5_990);
    expect(existsSync(join(folder, 'whole.recording.mp4'))).toBe(false);
  });
});
