import { cell } from '../page.mjs';
import { median } from '../summary.mjs';

/**
 * @typedef {object} Turn
 * @property {number} round from 1
 * @property {string} load
 * @property {'ours' | 'peer'} who
 * @property {string} [error]
 * @property {number} [calibration] CPU seconds of the fixed job just before
 * @property {number} [cores]
 */

const FIGURES = [
  'cores',
  'framesPercent',
  'firstPacketMs',
  'firstPictureMs',
  'peakPssMb',
  'composeMs',
  'composeWorstMs',
  'encodeMs',
  'skipped',
  'lagged',
  'calibration',
];

/** Cores over the calibration's CPU seconds, which follow the machine's speed. */
const perCalibration = (turn) => turn.cores / turn.calibration;

/**
 * Medians by load, the CPU that each adds to the base of its own round, and ours over the peer's in
 * the same round.
 * @param {Turn[]} turns
 */
export function summarise(turns) {
  const good = turns.filter((it) => it.error === undefined);
  const find = (who, load, round) =>
    good.find((it) => it.who === who && it.load === load && it.round === round);
  const of = (who, load) => {
    const own = good.filter((it) => it.who === who && it.load === load);
    if (own.length === 0) return null;
    const added = own.flatMap((it) => {
      const base = find(who, 'base', it.round);
      return base ? [it.cores - base.cores] : [];
    });
    return {
      rounds: own.length,
      ...Object.fromEntries(FIGURES.map((name) => [name, median(own.map((it) => it[name]))])),
      coresPerCalibration: median(own.map(perCalibration)),
      addedCores: median(added),
    };
  };
  return [...new Set(turns.map(({ load }) => load))].map((load) => {
    const pairs = good
      .filter((it) => it.who === 'ours' && it.load === load)
      .flatMap((ours) => {
        const peer = find('peer', load, ours.round);
        return peer ? [{ ours, peer }] : [];
      });
    return {
      load,
      ours: of('ours', load),
      peer: of('peer', load),
      ratio: {
        cores: median(pairs.map(({ ours, peer }) => ours.cores / peer.cores)),
        perCalibration: median(
          pairs.map(({ ours, peer }) => perCalibration(ours) / perCalibration(peer)),
        ),
        firstPictureMs: median(
          pairs.map(({ ours, peer }) => ours.firstPictureMs / peer.firstPictureMs),
        ),
      },
    };
  });
}

/** One line about one turn, printed as it ends. */
export function formatTurn(turn) {
  const head = `round ${turn.round} ${turn.load} ${turn.who}:`;
  if (turn.error) return `${head} FAILED: ${turn.error}`;
  return [
    head,
    `${turn.cores.toFixed(2)} cores (calibration ${turn.calibration.toFixed(2)} s),`,
    ...(turn.composeMs ? [`compose ${turn.composeMs.toFixed(2)} ms,`] : []),
    `${turn.framesPercent.toFixed(1)} % of frames, first picture ${cell(turn.firstPictureMs, 0)} ms,`,
    `skipped ${cell(turn.skipped, 0)}, lagged ${cell(turn.lagged, 0)}`,
  ].join(' ');
}
