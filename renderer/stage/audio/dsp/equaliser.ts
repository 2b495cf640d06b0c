import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type BandShape, Biquad, bandCoefficients } from './biquad.ts';
import { type Block, decayOf, type Processor } from './block.ts';

export type EqualiserBand = {
  readonly shape: BandShape;
  /** Middle of a peak, edge of a shelf, Hz. */
  readonly frequencyHz: number;
  /** 0 leaves the sound as it is, dB. */
  readonly gainDb: number;
  /** Width; 0.7 is a shelf without a bump, larger is narrower. */
  readonly q: number;
};

/** Settings glide to their new place with this time constant, ms. */
const GLIDE_MS = 20;

type Band = {
  readonly filter: Biquad;
  now: EqualiserBand;
  wanted: EqualiserBand;
  moving: boolean;
};

const FLAT = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/** Parametric equaliser: a filter a band, one after the other. A band without gain costs nothing. */
export class Equaliser implements Processor {
  readonly latencySamples = 0;
  readonly #sampleRate: number;
  readonly #channels: number;
  #bands: Band[] = [];

  constructor(bands: readonly EqualiserBand[], channels = 2, sampleRate = SAMPLE_RATE) {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.set(bands);
  }

  /** A band whose place in the list and shape stay glides to its new settings. */
  set(bands: readonly EqualiserBand[]): void {
    this.#bands = bands.map((wanted, index) => {
      const band = this.#bands[index];
      if (band?.wanted.shape !== wanted.shape) return this.#begin(wanted);
      band.wanted = wanted;
      band.moving = true;
      return band;
    });
  }

  /** New bands begin without gain, so that they come in without a click. */
  #begin(wanted: EqualiserBand): Band {
    const filter = new Biquad(FLAT, this.#channels);
    return { filter, now: { ...wanted, gainDb: 0 }, wanted, moving: true };
  }

  process(block: Block): void {
    const samples = block[0]?.length ?? 0;
    for (const band of this.#bands) {
      if (band.moving) this.#move(band, samples);
      if (band.moving || band.now.gainDb !== 0) band.filter.process(block);
    }
  }

  #move(band: Band, samples: number): void {
    const { now, wanted } = band;
    const left = decayOf(GLIDE_MS, this.#sampleRate) ** samples;
    const glide = (from: number, to: number) => to + (from - to) * left;
    const isThere =
      Math.abs(now.gainDb - wanted.gainDb) < 0.01 &&
      Math.abs(Math.log(now.frequencyHz / wanted.frequencyHz)) < 1e-3 &&
      Math.abs(Math.log(now.q / wanted.q)) < 1e-3;
    band.moving = !isThere;
    band.now = isThere
      ? wanted
      : {
          shape: wanted.shape,
          frequencyHz: Math.exp(glide(Math.log(now.frequencyHz), Math.log(wanted.frequencyHz))),
          gainDb: glide(now.gainDb, wanted.gainDb),
          q: Math.exp(glide(Math.log(now.q), Math.log(wanted.q))),
        };
    const { shape, frequencyHz, gainDb, q } = band.now;
    band.filter.coefficients = bandCoefficients(shape, frequencyHz, gainDb, q, this.#sampleRate);
    if (isThere && gainDb === 0) band.filter.reset();
  }
}
