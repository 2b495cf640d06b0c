import { open, readFile, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { readCounter, STRIP_BYTES, stripFilter } from './counter.mjs';
import { run } from './run.mjs';
import { CAMERA } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

/**
 * What was recorded of a stream, by ffprobe.
 * @param {string} file
 */
export async function probe(file) {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-of', 'json', '-show_entries', 'packet=stream_index,pts_time,size'],
    ...['-show_entries', 'stream=index,codec_type,codec_name,profile,width,height', file],
  ]);
  const { streams, packets } = JSON.parse(stdout.toString());
  const video = streams.find((it) => it.codec_type === 'video');
  const audio = streams.find((it) => it.codec_type === 'audio');
  const times = packets
    .filter((it) => it.stream_index === video?.index)
    .map((it) => Number(it.pts_time))
    .sort((a, b) => a - b);
  return {
    video: video && `${video.codec_name} ${video.profile} ${video.width}x${video.height}`,
    audio: audio && `${audio.codec_name} ${audio.profile}`,
    /** Seconds at which each picture is shown. */
    times,
  };
}

/**
 * Compares what arrived with the composition, picture by picture: the camera's frame number is
 * read from each, and ffmpeg's `ssim` sees it beside the reference of that number.
 * @param {string} file the recording
 * @param {string} reference raw frames of `makeReference`
 * @param {Scene} scene
 * @param {number} skipped pictures left out at the start, while the contestant settles
 */
export async function comparePictures(file, reference, scene, skipped) {
  const strips = await run('ffmpeg', [
    ...['-v', 'error', '-i', file, '-map', '0:v', '-fps_mode', 'passthrough'],
    ...['-vf', stripFilter(scene.width / CAMERA.width), '-f', 'rawvideo', '-'],
  ]);
  /** @type {(number | null)[]} */
  const numbers = [];
  for (let at = 0; at + STRIP_BYTES <= strips.stdout.length; at += STRIP_BYTES) {
    const number = readCounter(strips.stdout.subarray(at, at + STRIP_BYTES));
    numbers.push(number !== null && number < CAMERA.frames ? number : null);
  }

  const stats = `${file}.ssim`;
  const statsAbove = `${file}.ssim-above`;
  const alike = `settb=1/${scene.fps},setpts=N`;
  await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', basename(file), '-f', 'rawvideo', '-pix_fmt', 'yuv420p'],
      ...['-s', `${scene.width}x${scene.height}`, '-r', String(scene.fps), '-i', 'pipe:0'],
      '-lavfi',
      `[0:v]${alike},format=yuv420p,split[a][b];[1:v]${alike},split[c][d]` +
        `;[a][c]ssim=stats_file=${basename(stats)}[whole]` +
        `;[b]crop=${scene.width}:${scene.plate.y}:0:0[e];[d]crop=${scene.width}:${scene.plate.y}:0:0[f]` +
        `;[e][f]ssim=stats_file=${basename(statsAbove)}[above]`,
      ...['-map', '[whole]', '-f', 'null', '-', '-map', '[above]', '-f', 'null', '-'],
    ],
    { input: (stdin) => feed(stdin, reference, scene, numbers), cwd: dirname(file) },
  );
  const whole = await readStats(stats);
  const above = await readStats(statsAbove);
  await Promise.all([rm(stats), rm(statsAbove)]);

  const counted = numbers
    .map((number, index) => ({ number, index }))
    .filter((it) => it.number !== null && it.index >= skipped);
  const settled = numbers.slice(skipped);
  return {
    /** Mean over luma and chroma, whole picture. */
    ssim: mean(counted.map((it) => whole[it.index]?.all)),
    ssimLuma: mean(counted.map((it) => whole[it.index]?.luma)),
    /** Above the title, whose letters every contestant draws in its own way. */
    ssimWithoutTitle: mean(counted.map((it) => above[it.index]?.all)),
    compared: counted.length,
    /** Pictures without a readable frame number, the settling time left out. */
    unread: settled.filter((it) => it === null).length,
    /** Pictures that show another camera frame than the one before. */
    fresh: settled.filter((it, index) => it !== null && it !== settled[index - 1]).length,
    settled: settled.length,
  };
}

/** Writes the reference of each picture's number; pictures without one get frame 0 and are not counted. */
async function feed(stdin, reference, /** @type {Scene} */ scene, numbers) {
  const bytes = (scene.width * scene.height * 3) / 2;
  const file = await open(reference);
  try {
    for (const number of numbers) {
      const frame = Buffer.allocUnsafe(bytes);
      await file.read(frame, 0, bytes, (number ?? 0) * bytes);
      // Rejects where ffmpeg has ended early, and its exit status says why.
      await new Promise((done, fail) => {
        stdin.write(frame, (error) => (error ? fail(error) : done(undefined)));
      });
    }
    stdin.end();
  } finally {
    await file.close();
  }
}

/** The lines of ffmpeg's `stats_file`: `n:1 Y:0.98 U:0.99 V:0.99 All:0.98 (18.3)`. */
async function readStats(/** @type {string} */ file) {
  const text = await readFile(file, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => ({
      luma: Number(/ Y:([\d.]+)/.exec(line)?.[1]),
      all: Number(/ All:([\d.]+)/.exec(line)?.[1]),
    }));
}

const mean = (/** @type {(number | undefined)[]} */ values) => {
  const known = values.filter((it) => it !== undefined && !Number.isNaN(it));
  return known.length === 0 ? null : known.reduce((sum, it) => sum + it, 0) / known.length;
};
