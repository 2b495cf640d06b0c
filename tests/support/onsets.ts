import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SAMPLE_RATE = 48_000;
/** Quiet before a beep, samples: 300 ms. The beep itself has zero crossings. */
const QUIET = 0.3 * SAMPLE_RATE;
/** The beep is at -20 dBFS (0.1); this is well above what coding leaves of silence. */
const HEARD = 0.02;
/** Luma half way between the test picture's white bar (75 %) and its flash (100 %). */
const FLASH_LUMA = 208;

/** Flash and beep come once a second: those that are further apart do not belong together, ms. */
const APART_MS = 500;

export type SoundDelay = { readonly delayMs: number; readonly atSeconds: number };

type Frames = { readonly startsMs: number[]; readonly samples: number[] };

/** Times and lengths of the decoded frames of a track, as the container, its edit list and the decoder's skipping say. */
async function framesOf(file: string, track: 'v' | 'a'): Promise<Frames> {
  const { stdout } = await run(
    'ffprobe',
    [
      ...['-v', 'error', '-select_streams', `${track}:0`, '-of', 'json'],
      ...['-show_entries', 'frame=pts_time,nb_samples', file],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const { frames } = JSON.parse(stdout) as { frames: { pts_time: string; nb_samples?: number }[] };
  return {
    startsMs: frames.map((frame) => Number(frame.pts_time) * 1000),
    samples: frames.map((frame) => frame.nb_samples ?? 0),
  };
}

async function decode(file: string, args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, ...args, '-'], {
    encoding: 'buffer',
    maxBuffer: 512 * 1024 * 1024,
  });
  return stdout;
}

/** The middle of the test picture's flash, which is 8 % × 14 % of the picture at 2 % / 4 %. */
const FLASH = 'iw*0.04:ih*0.08:iw*0.04:ih*0.07';

/** When the test picture's flash begins, ms of the file's time. The picture must fill the canvas, or `crop` says where the flash is. */
export async function flashOnsets(file: string, crop = FLASH): Promise<number[]> {
  const middle = `crop=${crop},scale=2:2:flags=area,format=gray`;
  const args = ['-map', '0:v:0', '-vf', middle, '-fps_mode', 'passthrough', '-f', 'rawvideo'];
  const [{ startsMs }, luma] = await Promise.all([framesOf(file, 'v'), decode(file, args)]);
  if (luma.length !== startsMs.length * 4)
    throw new Error(`${luma.length / 4} pictures decoded of ${startsMs.length}`);
  const bright = startsMs.map((_, index) => (luma[index * 4] ?? 0) > FLASH_LUMA);
  return startsMs.filter((_, index) => index > 0 && bright[index] && !bright[index - 1]);
}

/** When each beep begins, ms of the file's time. */
export async function beepOnsets(file: string): Promise<number[]> {
  const args = ['-map', '0:a:0', '-ac', '1', '-f', 'f32le', '-c:a', 'pcm_f32le'];
  const [{ startsMs, samples }, bytes] = await Promise.all([
    framesOf(file, 'a'),
    decode(file, args),
  ]);
  const sound = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const onsets: number[] = [];
  let lastHeard = 0;
  let at = 0;
  for (const [index, length] of samples.entries()) {
    for (let offset = 0; offset < length; offset++, at++) {
      if (Math.abs(sound[at] ?? 0) < HEARD) continue;
      if (at - lastHeard > QUIET)
        onsets.push((startsMs[index] ?? 0) + offset / (SAMPLE_RATE / 1000));
      lastHeard = at;
    }
  }
  if (at !== sound.length) throw new Error(`${sound.length} samples decoded of ${at}`);
  return onsets;
}

/** For each beep, how much later than the nearest flash it is heard, ms, and when, s; a flash that is further off is not its own. */
export async function soundDelays(file: string, crop?: string): Promise<SoundDelay[]> {
  const [flashes, beeps] = await Promise.all([flashOnsets(file, crop), beepOnsets(file)]);
  return beeps.flatMap((beep) => {
    const delays = flashes.map((flash) => beep - flash);
    const delayMs = delays.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a), APART_MS);
    return Math.abs(delayMs) < APART_MS ? [{ delayMs, atSeconds: beep / 1000 }] : [];
  });
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
