import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../../common/live/telemetry.ts';
import { Recorder, recoverRecordings } from '../../../main/output/recorder/index.ts';
import { makeProgramme, moved, type Programme, play } from '../../support/packets.ts';
import { decode, probe } from '../../support/probe.ts';

let folder: string;
let programme: Programme;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorder-disk-'));
  programme = await makeProgramme(folder, { seconds: 6 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const codeOf = (result: { ok: boolean; error?: { code: string } }) => result.error?.code;

describe('a place that cannot be written', () => {
  it('fails the start and stays silent afterwards', async () => {
    await writeFile(join(folder, 'plain'), '');
    for (const file of [join(folder, 'missing', 'a.mp4'), join(folder, 'plain', 'a.mp4')]) {
      const states: RecordingStatus[] = [];
      const recorder = new Recorder({ onStatus: (status) => states.push(status) });
      expect(codeOf(await recorder.start(file))).toBe('PATH_UNWRITABLE');
      play(recorder, programme);
      expect(codeOf(await recorder.stop())).toBe('PATH_UNWRITABLE');
      expect(states).toHaveLength(1);
      expect(states[0]).toMatchObject({ state: 'failed', file });
    }
  });

  it('is told while recording when its folder goes away', async () => {
    const place = join(folder, 'gone');
    await mkdir(place);
    const recorder = new Recorder({ diskCheckMs: 20 });
    expect((await recorder.start(join(place, 'a.mp4'))).ok).toBe(true);
    play(recorder, programme);
    await rm(place, { recursive: true });
    await expect.poll(() => recorder.status.state).toBe('failed');
    expect(codeOf(await recorder.stop())).toBe('PATH_UNWRITABLE');
  });
});

describe('a name that is taken', () => {
  it('is never written over, neither a finished file nor one being recorded', async () => {
    const file = join(folder, 'taken.mp4');
    await writeFile(file, 'precious');
    const recorder = new Recorder();
    expect(codeOf(await recorder.start(file))).toBe('FILE_EXISTS');
    expect(await readFile(file, 'utf8')).toBe('precious');

    const first = new Recorder();
    const second = new Recorder();
    const running = join(folder, 'running.mp4');
    expect((await first.start(running)).ok).toBe(true);
    expect(codeOf(await second.start(running))).toBe('FILE_EXISTS');
    play(first, programme);
    expect((await first.stop()).ok).toBe(true);
    expect((await probe(running)).videoFrames).toBe(180);
  });

  it('taken while recording leaves both files', async () => {
    const file = join(folder, 'late.mp4');
    const recorder = new Recorder();
    await recorder.start(file);
    play(recorder, programme);
    await writeFile(file, 'precious');
    const stopped = await recorder.stop();
    expect(stopped).toMatchObject({ ok: true, value: { file: join(folder, 'late-2.mp4') } });
    expect(await readFile(file, 'utf8')).toBe('precious');
  });
});

describe('a disk too slow', () => {
  it('fails at the bound and keeps what was written', async () => {
    const file = join(folder, 'slow.mp4');
    const recorder = new Recorder({ maxWaitingBytes: 200_000 });
    await recorder.start(file);
    play(recorder, programme);
    const stopped = await recorder.stop();
    expect(stopped).toMatchObject({ ok: false, error: { code: 'PATH_UNWRITABLE' } });
    expect(stopped.ok ? '' : stopped.error.message).toContain('too slow');
  });
});

/** A disk of so many MB, or null where mounting is not permitted. */
function mountSmallDisk(place: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  it('is refused at the start', async () => {
    const recorder = new Recorder({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    expect(codeOf(await recorder.start(join(folder, 'full.mp4')))).toBe('DISK_FULL');
    expect(await readdir(folder)).not.toContain('full.recording.mp4');
  });

  it.each([
    { what: 'when a write fails', minFreeBytes: 0 },
    { what: 'in good time, before a write fails', minFreeBytes: 1_000_000 },
  ])('ends the recording $what, playable to its last fragment', async (options) => {
    const place = await mkdtemp(join(folder, 'small-'));
    if (!mountSmallDisk(place, 4)) return;
    try {
      const states: RecordingStatus[] = [];
      const recorder = new Recorder({
        minFreeBytes: options.minFreeBytes,
        diskCheckMs: 10,
        onStatus: (status) => states.push(status),
      });
      const file = join(place, 'show.mp4');
      await recorder.start(file);
      recorder.setFormat(programme.video);
      recorder.setFormat(programme.audio);
      for (let loop = 0; recorder.status.state === 'recording' && loop < 100; loop += 1) {
        for (const packet of programme.packets) recorder.write(moved(packet, loop * 6_100_000));
        await setTimeout(20);
      }
      expect(codeOf(await recorder.stop())).toBe('DISK_FULL');
      const kept = join(place, 'show.recording.mp4');
      expect(states.map(({ state }) => state)).toEqual(['recording', 'failed']);
      expect(states[1]).toMatchObject({ file: kept });
      const probed = await probe(kept);
      expect(probed.videoFrames).toBeGreaterThan(60);
      expect(probed.videoFrames).toBe(recorder.figures.videoFrames);
      await decode(kept);

      const [left] = await recoverRecordings(place, { idleMs: 0 });
      expect(left?.result).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
      expect(await readdir(place)).toEqual(['show.recording.mp4']);
    } finally {
      execFileSync('umount', [place]);
    }
  });
});
