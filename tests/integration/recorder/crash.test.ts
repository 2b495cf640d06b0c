import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recoverRecordings } from '../../../main/output/recorder/index.ts';
import { bundle } from '../../support/bundle.ts';
import { makeProgramme } from '../../support/packets.ts';
import { boxesOf, decode, probe } from '../../support/probe.ts';

const GOP_SECONDS = 2;

let folder: string;
let child: string;
let source: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorder-crash-'));
  await makeProgramme(folder, { seconds: 10, gopSeconds: GOP_SECONDS });
  source = join(folder, (await readdir(folder))[0] ?? '');
  child = await bundle('tests/support/recordChild.ts', folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Records in another process, kills it once it was handed so many seconds, and tells how many it was in the end. */
async function recordAndKill(file: string, speed: number, seconds: number): Promise<number> {
  const recording = spawn(process.execPath, [child, source, file, String(speed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let handedMs = 0;
  recording.stdout.setEncoding('utf8').on('data', (lines: string) => {
    handedMs = Number(lines.trim().split('\n').at(-1));
    if (handedMs >= seconds * 1_000) recording.kill('SIGKILL');
  });
  const [, signal] = await once(recording, 'close');
  expect(signal).toBe('SIGKILL');
  return handedMs / 1_000;
}

describe.concurrent('a recorder killed with SIGKILL', () => {
  it('at 15 s leaves a file ffprobe reads that misses at most one GOP', async () => {
    const place = await mkdtemp(join(folder, 'real-time-'));
    // Six times real time: what is on the disk follows the recording's time, not the wall's.
    const handed = await recordAndKill(join(place, 'show.mp4'), 6, 15);

    expect(await readdir(place)).toEqual(['show.recording.mp4']);
    const left = join(place, 'show.recording.mp4');
    const probed = await probe(left);
    expect(probed.seconds).toBeGreaterThan(handed - GOP_SECONDS - 0.1);
    expect(probed.videoFrames % (30 * GOP_SECONDS)).toBe(0);
    await decode(left);

    // One that was written to a moment ago may still be under way.
    expect(await recoverRecordings(place, { idleMs: 120_000 })).toEqual([]);
    const [recovered] = await recoverRecordings(place, { idleMs: 0 });
    expect(recovered?.result.ok).toBe(true);
    expect(await readdir(place)).toEqual(['show.mp4']);
    const file = join(place, 'show.mp4');
    expect(await boxesOf(file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
    const finished = await probe(file);
    expect(finished.videoFrames).toBe(probed.videoFrames);
    expect(finished.audioFrames).toBe(probed.audioFrames);
    await decode(file);
  });

  it('at full speed leaves whole fragments only, or a tail that recovery cuts off', async () => {
    const place = await mkdtemp(join(folder, 'fast-'));
    await recordAndKill(join(place, 'show.mp4'), 40, 60);
    const [recovered] = await recoverRecordings(place, { idleMs: 0 });
    expect(recovered?.result.ok).toBe(true);
    const file = join(place, 'show.mp4');
    await decode(file);
    // How far behind the disk is, is the machine's.
    const { videoFrames } = await probe(file);
    expect(videoFrames).toBeGreaterThan(0);
    expect(videoFrames % (30 * GOP_SECONDS)).toBe(0);
  });
});

describe('recovery', () => {
  it('cuts off half a fragment, drops what never began, and never touches other files', async () => {
    const place = await mkdtemp(join(folder, 'tail-'));
    const left = join(place, 'show.recording.mp4');
    await recordAndKill(join(place, 'show.mp4'), 40, 20);
    const { videoFrames } = await probe(left);
    const { size } = await stat(left);
    const handle = await open(left, 'r+');
    await handle.truncate(size - 1_000);
    await handle.close();
    await writeFile(join(place, 'empty.recording.mp4'), '');
    await writeFile(join(place, 'show.mp4'), 'an older one');
    await writeFile(join(place, 'notes.txt'), 'notes');

    const recovered = await recoverRecordings(place, { idleMs: 0 });
    expect(recovered).toHaveLength(1);
    expect((await readdir(place)).sort()).toEqual(['notes.txt', 'show-2.mp4', 'show.mp4']);
    expect((await stat(join(place, 'show.mp4'))).size).toBe('an older one'.length);
    const file = join(place, 'show-2.mp4');
    expect((await probe(file)).videoFrames).toBe(videoFrames - 30 * GOP_SECONDS);
    await decode(file);
  });

  it('has nothing to do in a folder that is not there', async () => {
    expect(await recoverRecordings(join(folder, 'missing'))).toEqual([]);
  });
});
