import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SAMPLE_RATE = 48_000;
/** Quiet before a beep, samples: 300 ms. The beep itself has zero crossings. */
const QUIET = 0.3 * SAMPLE_RATE;
/** The beep is at -20 dBFS (0.1); this is well above what coding leaves of silence. */
const HEARD = 0.02;
/** Shortest beep that lacks nothing, samples: it lasts 100 ms. Silence may stand in for sound that came too late. */
const WHOLE = 0.095 * SAMPLE_RATE;
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

/** When each picture is shown, ms of the file's time, and how bright (0..255) a part of it is. */
export async function lumaOf(
  file: string,
  crop: string,
): Promise<{ readonly atMs: number; readonly luma: number }[]> {
  const middle = `crop=${crop},scale=2:2:flags=area,format=gray`;
  const args = ['-map', '0:v:0', '-vf', middle, '-fps_mode', 'passthrough', '-f', 'rawvideo'];
  const [{ startsMs }, luma] = await Promise.all([framesOf(file, 'v'), decode(file, args)]);
  if (luma.length !== startsMs.length * 4)
    throw new Error(`${luma.length / 4} pictures decoded of ${startsMs.length}`);
  return startsMs.map((atMs, index) => ({ atMs, luma: luma[index * 4] ?? 0 }));
}

/**
 * When the test picture's flash begins, ms of the file's time. The picture must fill the canvas, or
 * `crop` says where the flash is. Where the picture before it was skipped nobody knows when it began:
 * such a flash is left out where `exact`.
 */
async function flashOnsets(file: string, crop: string, exact: boolean): Promise<number[]> {
  const pictures = await lumaOf(file, crop);
  const stepMs = median(pictures.map(({ atMs }, at) => atMs - (pictures[at - 1]?.atMs ?? 0)));
  return pictures.flatMap(({ atMs, luma }, at) => {
    const before = pictures[at - 1];
    const begins = before && luma > FLASH_LUMA && before.luma <= FLASH_LUMA;
    return begins && (!exact || atMs - before.atMs < 1.5 * stepMs) ? [atMs] : [];
  });
}

/** When each beep begins, ms of the file's time; one that is not whole, whose beginning may be lost, is left out where `exact`. */
async function beepOnsets(file: string, exact: boolean): Promise<number[]> {
  const args = ['-map', '0:a:0', '-ac', '1', '-f', 'f32le', '-c:a', 'pcm_f32le'];
  const [{ startsMs, samples }, bytes] = await Promise.all([
    framesOf(file, 'a'),
    decode(file, args),
  ]);
  const sound = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const beeps: { readonly atMs: number; readonly from: number; to: number }[] = [];
  let at = 0;
  for (const [index, length] of samples.entries()) {
    for (let offset = 0; offset < length; offset++, at++) {
      if (Math.abs(sound[at] ?? 0) < HEARD) continue;
      const last = beeps.at(-1);
      if (at - (last?.to ?? 0) > QUIET) {
        const atMs = (startsMs[index] ?? 0) + offset / (SAMPLE_RATE / 1000);
        beeps.push({ atMs, from: at, to: at });
      } else if (last) last.to = at;
    }
  }
  if (at !== sound.length) throw new Error(`${sound.length} samples decoded of ${at}`);
  return beeps.filter(({ from, to }) => !exact || to - from > WHOLE).map(({ atMs }) => atMs);
}

/**
 * For each beep, how much later than the nearest flash it is heard, ms, and when, s; a flash that is
 * further off is not its own. `exact`: only what a machine that was too slow for it has not cut.
 */
export async function soundDelays(
  file: string,
  { crop = FLASH, exact = false } = {},
): Promise<SoundDelay[]> {
  const [flashes, beeps] = await Promise.all([
    flashOnsets(file, crop, exact),
    beepOnsets(file, exact),
  ]);
  return beeps.flatMap((beep) => {
    const delays = flashes.map((flash) => beep - flash);
    const delayMs = delays.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a), APART_MS);
    return Math.abs(delayMs) < APART_MS ? [{ delayMs, atSeconds: beep / 1000 }] : [];
  });
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
