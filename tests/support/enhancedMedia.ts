import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Programme, readProgramme } from './packets.ts';

const run = promisify(execFile);

const ENCODERS = {
  hevc: [
    'libx265',
    '-preset',
    'ultrafast',
    '-tag:v',
    'hvc1',
    '-x265-params',
    'bframes=0:log-level=none',
  ],
  av1: ['libaom-av1', '-cpu-used', '8', '-usage', 'realtime'],
} as const;

/** A second of HEVC or AV1 with AAC, small, made by ffmpeg. */
export async function makeEnhanced(folder: string, codec: 'hevc' | 'av1'): Promise<Programme> {
  const file = join(folder, `${codec}.mp4`);
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=30:duration=1'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=1'],
    ...['-pix_fmt', 'yuv420p', '-g', '15', '-c:v', ...ENCODERS[codec]],
    ...['-c:a', 'aac', '-ac', '2', file],
  ]);
  const programme = await readProgramme(file);
  if (codec === 'hevc') return programme;
  return { ...programme, video: { ...programme.video, description: await av1c(file) } };
}

/** What ffmpeg wrote into the file's `av1C` box: the reader of MP4 keeps it to itself. */
async function av1c(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  const at = bytes.indexOf('av1C', 0, 'latin1');
  return Uint8Array.from(bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4)));
}
