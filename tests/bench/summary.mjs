/**
 * @typedef {object} Round one contestant's turn with one scene
 * @property {number} round from 1
 * @property {string} scene
 * @property {string} contestant
 * @property {string} [error] why there are no figures
 * @property {{ cpuSeconds: number }} [calibration] mean of the job before and the one after
 * @property {boolean} [cold]
 * @property {Awaited<ReturnType<import('./broadcast.mjs').broadcast>>} [live]
 * @property {Awaited<ReturnType<import('./picture.mjs').comparePictures>>} [picture]
 * @property {{ video: string, audio: string, frames: number }} [recorded]
 */

/** The figures of the table: how each is read from a round. */
const FIGURES = {
  cpuPerSecond: (it) => it.live.cpuSeconds / it.live.programmeSeconds,
  cores: (it) => it.live.cpuSeconds / it.live.steadySeconds,
  cpuPerCalibration: (it) =>
    it.live.cpuSeconds / it.live.programmeSeconds / it.calibration.cpuSeconds,
  cpuTotalSeconds: (it) => it.live.cpuTotalSeconds,
  displayCpuPerSecond: (it) => it.live.displayCpuSeconds / it.live.steadySeconds,
  peakPssMb: (it) => it.live.peakPssMb,
  framesPercent: (it) => (100 * it.live.frames) / it.live.expectedFrames,
  fps: (it) => it.live.fps,
  freshPercent: (it) => (100 * it.picture.fresh) / it.picture.settled,
  ssim: (it) => it.picture.ssim,
  ssimLuma: (it) => it.picture.ssimLuma,
  ssimWithoutTitle: (it) => it.picture.ssimWithoutTitle,
  videoKbps: (it) => it.live.videoKbps,
  firstPacketMs: (it) => it.live.firstPacketMs,
  firstPictureMs: (it) => it.live.firstPictureMs,
  skipped: (it) => it.live.own.skipped,
  lagged: (it) => it.live.own.lagged,
  calibrationCpuSeconds: (it) => it.calibration.cpuSeconds,
};

/** Figures that are compared as ratios. */
const RATIOS = ['cpuPerSecond', 'cpuPerCalibration', 'peakPssMb', 'firstPacketMs'];

/** @returns {number | null} */
export function median(/** @type {(number | null | undefined)[]} */ values) {
  const sorted = values.filter((it) => Number.isFinite(it)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const read = (figure, round) => {
  try {
    return FIGURES[figure](round);
  } catch {
    return null;
  }
};

/** Medians by scene and contestant. */
export function summarise(/** @type {Round[]} */ rounds) {
  /** @type {Record<string, Record<string, Record<string, number | null>>>} */
  const result = {};
  for (const { scene, contestant } of rounds) {
    result[scene] ??= {};
    if (result[scene][contestant]) continue;
    const own = rounds.filter(
      (it) => it.scene === scene && it.contestant === contestant && it.live,
    );
    result[scene][contestant] = {
      rounds: own.length,
      ...Object.fromEntries(
        Object.keys(FIGURES).map((name) => [name, median(own.map((it) => read(name, it)))]),
      ),
    };
  }
  return result;
}

/**
 * Medians, over the rounds, of ours divided by the peer's in the same round.
 * @param {Round[]} rounds
 * @param {string[]} ours
 * @param {string[]} peers
 */
export function ratios(rounds, ours, peers) {
  const result = [];
  for (const scene of new Set(rounds.map((it) => it.scene)))
    for (const our of ours)
      for (const peer of peers) {
        const pairs = rounds
          .filter((it) => it.scene === scene && it.contestant === our && it.live)
          .flatMap((mine) => {
            const other = rounds.find(
              (it) =>
                it.scene === scene && it.contestant === peer && it.round === mine.round && it.live,
            );
            return other ? [{ mine, other }] : [];
          });
        if (pairs.length === 0) continue;
        const values = RATIOS.map((name) => [
          name,
          median(pairs.map(({ mine, other }) => read(name, mine) / read(name, other))),
        ]);
        result.push({ scene, ours: our, peer, ...Object.fromEntries(values) });
      }
  return result;
}
