import { performance } from 'node:perf_hooks';
import { run } from './run.mjs';

/** Frames of the camera that the calibration job encodes. */
export const CALIBRATION_FRAMES = 60;

/**
 * A fixed job that tells how fast the machine is at this moment: x264 veryfast on one thread over
 * the first two seconds of the camera.
 * @param {string} camera
 * @returns {Promise<{ cpuSeconds: number, wallSeconds: number }>}
 */
export async function calibrate(camera) {
  const start = performance.now();
  const { stderr } = await run('ffmpeg', [
    ...['-v', 'info', '-nostats', '-benchmark', '-threads', '1', '-i', camera],
    ...['-frames:v', String(CALIBRATION_FRAMES), '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-tune', 'zerolatency', '-b:v', '3000k', '-threads', '1', '-f', 'null', '-'],
  ]);
  const spent = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  return {
    cpuSeconds: Number(spent?.[1] ?? Number.NaN) + Number(spent?.[2] ?? Number.NaN),
    wallSeconds: (performance.now() - start) / 1000,
  };
}
