import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How a person is told from all others: the colour of the camera and the tone of the microphone. */
export type Looks = {
  readonly name: string;
  /** As ffmpeg names colours. */
  readonly colour: string;
  /** Its red, green and blue, each strong (true) or weak. */
  readonly rgb: readonly [boolean, boolean, boolean];
  /** Of the beeps, hertz. */
  readonly tone: number;
};

/** Switches that give Chromium a camera of one colour and a microphone of one tone. */
export async function madeUp(folder: string, { name, colour, tone }: Looks): Promise<string[]> {
  const [picture, sound] = [join(folder, `${name}.y4m`), join(folder, `${name}.wav`)];
  const source = `color=c=${colour}:size=320x240:rate=15:duration=1`;
  // Beeps: what sounds without an end is taken for noise and removed.
  const beeps = `aevalsrc=0.5*sin(2*PI*${tone}*t)*lt(mod(t\\,0.4)\\,0.2):s=48000:d=4`;
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', picture],
  ]);
  await run('ffmpeg', [...['-v', 'error', '-y', '-f', 'lavfi', '-i', beeps, '-ac', '1', sound]]);
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${picture}`,
    `--use-file-for-fake-audio-capture=${sound}`,
    '--allow-loopback-in-peer-connection',
  ];
}

/**
 * Whom a recording shows and lets be heard: parts of the picture in each one's colour at its most,
 * and the tone of each at its strongest second, dB.
 */
export async function foundIn(
  file: string,
  people: readonly Looks[],
): Promise<readonly { readonly share: number; readonly tone: number }[]> {
  const [pixels, samples] = await Promise.all([framesOf(file), soundOf(file)]);
  return people.map(({ rgb, tone }) => ({
    share: shareOf(pixels, rgb),
    tone: strongest(samples, tone),
  }));
}

const [WIDTH, HEIGHT] = [64, 36];

/** One small picture a second. */
async function framesOf(file: string): Promise<Buffer> {
  const scale = `fps=1,scale=${WIDTH}:${HEIGHT}:flags=neighbor`;
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', scale, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 },
  );
  return stdout;
}

async function soundOf(file: string): Promise<Float32Array> {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-map', '0:a:0', '-ac', '1', '-ar', '16000', '-f', 'f32le', '-'],
    { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 },
  );
  return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 4));
}

function shareOf(pixels: Buffer, rgb: Looks['rgb']): number {
  const size = WIDTH * HEIGHT * 3;
  let most = 0;
  for (let frame = 0; frame + size <= pixels.length; frame += size) {
    let count = 0;
    for (let at = frame; at < frame + size; at += 3)
      if (rgb.every((strong, channel) => isSo(pixels[at + channel] ?? 0, strong))) count++;
    most = Math.max(most, count / (WIDTH * HEIGHT));
  }
  return most;
}

const isSo = (value: number, strong: boolean) => (strong ? value > 140 : value < 110);

/** Goertzel's filter over each second. */
function strongest(samples: Float32Array, hertz: number): number {
  const length = 16_000;
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / length);
  let most = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let [before, last] = [0, 0];
    for (let at = start; at < start + length; at++)
      [before, last] = [last, (samples[at] ?? 0) + factor * last - before];
    const power = before * before + last * last - factor * before * last;
    most = Math.max(most, (2 * Math.sqrt(Math.max(0, power))) / length);
  }
  return 20 * Math.log10(most || 1e-9);
}
