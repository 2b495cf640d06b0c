import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type BandKind, Biquad, bandCoefficients } from './biquad.ts';
import { type Block, decayOf, type Processor } from './block.ts';

export type EqualiserBand = {
  readonly kind: BandKind;
  /** Middle of a peak, edge of a shelf or cut, Hz. */
  readonly frequencyHz: number;
  /** 0 leaves the sound as it is, dB; a cut has none. */
  readonly gainDb: number;
  /** Width; 0.7 is a shelf or cut without a bump, larger is narrower. */
  readonly q: number;
};

/** Settings glide to their new place with this time constant, ms. */
const GLIDE_MS = 20;

const isCut = ({ kind }: EqualiserBand) => kind === 'lowCut' || kind === 'highCut';

/** The band as it is when nobody hears it. */
function unheard(band: EqualiserBand): EqualiserBand {
  if (band.kind === 'lowCut') return { ...band, frequencyHz: 2 };
  if (band.kind === 'highCut') return { ...band, frequencyHz: 23_000 };
  return { ...band, gainDb: 0 };
}

type Band = {
  readonly filter: Biquad;
  now: EqualiserBand;
  wanted: EqualiserBand;
  moving: boolean;
  leaving: boolean;
};

/** Parametric equaliser: a filter a band, one after the other. A band without gain costs nothing. */
export class Equaliser implements Processor {
  readonly #sampleRate: number;
  readonly #channels: number;
  #bands: Band[] = [];

  constructor(bands: readonly EqualiserBand[], channels = 2, sampleRate = SAMPLE_RATE) {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.set(bands);
  }

  /** Bands are known by their place in the list: the same kind glides to its new settings; others come and go without a click. */
  set(bands: readonly EqualiserBand[]): void {
    const before = this.#bands.filter(({ leaving }) => !leaving);
    const kept = bands.map((wanted, index) => {
      const band = before[index];
      if (band?.wanted.kind !== wanted.kind) return this.#begin(wanted);
      band.wanted = wanted;
      band.moving = true;
      return band;
    });
    const leaving = this.#bands.filter((band) => !kept.includes(band));
    for (const band of leaving) {
      band.wanted = unheard(band.wanted);
      band.moving = true;
      band.leaving = true;
    }
    this.#bands = [...kept, ...leaving];
  }

  #begin(wanted: EqualiserBand): Band {
    const now = unheard(wanted);
    const filter = new Biquad(this.#coefficients(now), this.#channels);
    return { filter, now, wanted, moving: true, leaving: false };
  }

  #coefficients({ kind, frequencyHz, gainDb, q }: EqualiserBand) {
    return bandCoefficients(kind, frequencyHz, gainDb, q, this.#sampleRate);
  }

  process(block: Block): void {
    const samples = block[0]?.length ?? 0;
    let gone = false;
    for (const band of this.#bands) {
      if (band.moving) this.#move(band, samples);
      if (band.moving || band.now.gainDb !== 0 || isCut(band.now)) band.filter.process(block);
      gone ||= band.leaving && !band.moving;
    }
    if (gone) this.#bands = this.#bands.filter(({ leaving, moving }) => moving || !leaving);
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
          kind: wanted.kind,
          frequencyHz: Math.exp(glide(Math.log(now.frequencyHz), Math.log(wanted.frequencyHz))),
          gainDb: glide(now.gainDb, wanted.gainDb),
          q: Math.exp(glide(Math.log(now.q), Math.log(wanted.q))),
        };
    band.filter.coefficients = this.#coefficients(band.now);
    if (isThere && wanted.gainDb === 0 && !isCut(wanted)) band.filter.reset();
  }
}
