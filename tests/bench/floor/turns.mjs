import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { broadcast, END_SECONDS } from '../broadcast.mjs';
import { calibrate } from '../calibrate.mjs';
import { median } from '../summary.mjs';

/** Seconds after the first picture that do not count. */
export const SETTLE_SECONDS = 2;

/**
 * @typedef {object} Place what all turns share
 * @property {string} folder
 * @property {import('../media.mjs').Media} media
 * @property {import('../scene.mjs').Scene} scene
 * @property {{ port: number, recordingOf: (key: string) => Promise<string> }} server
 * @property {{ display: string, cpuSeconds: () => number }} display
 */

/**
 * One contestant with one layout, once, after the calibration job.
 * @param {import('../contestants/contestant.mjs').Contestant} contestant
 * @param {number} seconds that count
 * @param {Place} place
 * @param {AbortSignal} signal
 * @param {number} [settleSeconds]
 */
export async function takeTurn(contestant, seconds, place, signal, settleSeconds = SETTLE_SECONDS) {
  const { media, scene, server, display } = place;
  const folder = await mkdtemp(join(place.folder, 'turn-'));
  const key = folder.slice(folder.lastIndexOf('-') + 1);
  try {
    const { cpuSeconds: calibration } = await calibrate(media.camera);
    const job = {
      ...{ scene, media, key, folder, settleSeconds, display: display.display },
      seconds: settleSeconds + seconds + END_SECONDS,
    };
    const began = Date.now();
    const live = await broadcast(contestant, job, server.port, display.cpuSeconds, signal);
    await rm(await server.recordingOf(key), { force: true });
    return { calibration, ...figuresOf(live, began + live.firstPictureMs + settleSeconds * 1000) };
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * What counts of a turn. `compose…` are of the stage's own medians of half a second each.
 * @param {Awaited<ReturnType<typeof broadcast>>} live
 * @param {number} fromMs milliseconds since the epoch from which on it counts
 */
export function figuresOf(live, fromMs) {
  const own = /** @type {any} */ (live.own);
  /** @type {{ atMs: number, composeMs: number, encodeMs: number }[]} */
  const told = (own.figures ?? []).filter((it) => it.atMs > fromMs && it.composeMs > 0);
  const compose = told.map((it) => it.composeMs);
  return {
    cores: live.cpuSeconds / live.steadySeconds,
    framesPercent: (100 * live.frames) / live.expectedFrames,
    // An inspector makes a start slower: only those without one are told.
    firstPacketMs: own.isInspected ? null : live.firstPacketMs,
    firstPictureMs: own.isInspected ? null : live.firstPictureMs,
    peakPssMb: live.peakPssMb,
    composeMs: median(compose),
    composeWorstMs: compose.length > 0 ? Math.max(...compose) : null,
    encodeMs: median(told.map((it) => it.encodeMs)),
    skipped: own.skipped,
    lagged: own.lagged,
    cpuByRole: live.cpuByRole,
  };
}
