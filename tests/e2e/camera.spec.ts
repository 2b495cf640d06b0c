import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { HandsFree } from '../support/handsFree.ts';
import { median } from '../support/onsets.ts';

const run = promisify(execFile);

/** The camera's picture: a colour in each quarter. BT.601 as a y4m is; the default camera fills the canvas. */
const QUARTERS = [
  { name: 'top left', colour: '0xc02020', x: 0.25, y: 0.25 },
  { name: 'top right', colour: '0x20a020', x: 0.65, y: 0.25 },
  { name: 'bottom left', colour: '0x2040c0', x: 0.25, y: 0.65 },
  { name: 'bottom right', colour: '0xc0c0c0', x: 0.75, y: 0.75 },
] as const;
const SIZE = { width: 640, height: 360 };
/** Frequency of the sound at the microphone, hertz; the stand-in tone is 440. */
const MICROPHONE_HZ = 1_000;

async function makeDevices(folder: string): Promise<{ camera: string; microphone: string }> {
  const camera = join(folder, 'camera.y4m');
  const microphone = join(folder, 'microphone.wav');
  const parts = QUARTERS.flatMap(({ colour }) => [
    ...['-f', 'lavfi', '-i', `color=${colour}:size=320x180:rate=30:duration=1`],
  ]);
  const stack = 'xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0,format=yuv420p';
  await run('ffmpeg', ['-v', 'error', ...parts, '-filter_complex', stack, camera]);
  const sine = `sine=frequency=${MICROPHONE_HZ}:sample_rate=48000:duration=5`;
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', sine, '-ac', '2', microphone]);
  return { camera, microphone };
}

/** The colours of the recorded picture at second 2, in the middle of each quarter. */
async function coloursOf(file: string): Promise<[number, number, number][]> {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-ss', '2', '-i', file, '-frames:v', '1'],
      ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 },
  );
  expect(stdout).toHaveLength(SIZE.width * SIZE.height * 3);
  return QUARTERS.map(({ x, y }) => {
    const at = (Math.round(y * SIZE.height) * SIZE.width + Math.round(x * SIZE.width)) * 3;
    return [stdout[at] ?? 0, stdout[at + 1] ?? 0, stdout[at + 2] ?? 0];
  });
}

/** Samples in a window of 50 ms, and in the parts of it that must all be heard. */
const WINDOW = 2_400;
const PART = 240;

/** The pitch (zero crossings upwards) of each window that is heard from end to end, and the loudest sample. */
async function soundOf(file: string): Promise<{ hertz: number[]; peak: number }> {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 's16le', '-'],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 },
  );
  const samples = Array.from({ length: stdout.length / 2 }, (_, at) => stdout.readInt16LE(at * 2));
  const peakOf = (from: number, length: number) =>
    samples.slice(from, from + length).reduce((most, it) => Math.max(most, Math.abs(it)), 0);
  const peak = peakOf(0, samples.length);
  const hertz: number[] = [];
  for (let start = 0; start + WINDOW <= samples.length; start += WINDOW) {
    const parts = Array.from({ length: WINDOW / PART }, (_, at) => peakOf(start + at * PART, PART));
    if (Math.min(...parts) < peak * 0.8) continue;
    const heard = samples.slice(start, start + WINDOW);
    const crossings = heard.filter((it, at) => at > 0 && it >= 0 && (heard[at - 1] ?? 0) < 0);
    hertz.push((crossings.length * 48_000) / WINDOW);
  }
  return { hertz, peak: peak / 32_768 };
}

test('the picture of the camera and the sound of the microphone are what is recorded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'devices-'));
  const { camera, microphone } = await makeDevices(folder);
  const app = await HandsFree.start([
    ...['--use-fake-device-for-media-stream=fps=30', '--use-fake-ui-for-media-stream'],
    `--use-file-for-fake-video-capture=${camera}`,
    `--use-file-for-fake-audio-capture=${microphone}`,
    ...['--size', `${SIZE.width}x${SIZE.height}`, '--record', 'show.mp4', '--seconds', '4'],
    '--no-window',
  ]);
  try {
    expect(await app.exited, app.stderr).toBe(0);
    const colours = await coloursOf(app.path('show.mp4'));
    for (const [index, { name, colour }] of QUARTERS.entries()) {
      const wanted = Number(colour);
      for (const [channel, shift] of [16, 8, 0].entries()) {
        const difference = (colours[index]?.[channel] ?? 0) - ((wanted >> shift) & 0xff);
        expect(Math.abs(difference), `${name}: ${colours[index]} for ${colour}`).toBeLessThan(16);
      }
    }
    const { hertz, peak } = await soundOf(app.path('show.mp4'));
    // Chromium's made-up microphone leaves out what a busy machine is late for: there are holes then,
    // but what is heard has its pitch.
    expect(hertz.length * WINDOW, 'samples heard').toBeGreaterThan(48_000);
    const told = `pitches: ${hertz.join(' ')}`;
    expect(Math.abs(median(hertz) - MICROPHONE_HZ), told).toBeLessThanOrEqual(20);
    const off = hertz.filter((hz) => Math.abs(hz - MICROPHONE_HZ) > 40);
    expect(off.length, told).toBeLessThan(hertz.length / 10);
    expect(peak).toBeGreaterThan(0.05);
  } finally {
    await app.remove();
    await rm(folder, { recursive: true, force: true });
  }
});
