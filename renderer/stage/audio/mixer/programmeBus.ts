import type { Strip } from '../../../../common/show/mixer.ts';
import { type Block, newBlock } from '../dsp/block.ts';
import { Limiter } from '../dsp/limiter.ts';
import { LoudnessMeter } from '../dsp/loudness.ts';
import { SmoothGain } from '../dsp/smoothGain.ts';
import { TruePeakMeter } from '../dsp/truePeak.ts';
import { Chain } from './chain.ts';
import type { Denoisers } from './denoiser.ts';
import { Peaks, panGains } from './strip.ts';

const RELEASE_MS = 80;

/** Every bus ends in a limiter, so that all are late by the same: its look-ahead. */
export const newBusLimiter = (): Limiter => new Limiter({ ceilingDb: 0, releaseMs: RELEASE_MS });

/** The programme: the master's chain, pan and fader, then the limiter and the meters. */
export class ProgrammeBus {
  readonly block: Block = newBlock();
  readonly inputPeaks = new Peaks();
  readonly outputPeaks = new Peaks();
  readonly loudness = new LoudnessMeter();
  readonly limiter = newBusLimiter();
  readonly #truePeak = new TruePeakMeter();
  readonly #chain: Chain;
  readonly #pan = new SmoothGain();
  readonly #fader = new SmoothGain();
  #largest = 0;
  #isMono = false;

  constructor(denoisers: Denoisers) {
    this.#chain = new Chain(denoisers);
  }

  set(strip: Strip, gain: number, limiterDb: number | null): void {
    this.#chain.set(strip.chain);
    this.#pan.set(...panGains(strip.pan));
    this.#fader.set(gain);
    this.#isMono = strip.mono;
    this.limiter.set({ ceilingDb: limiterDb ?? Number.POSITIVE_INFINITY, releaseMs: RELEASE_MS });
  }

  process(): void {
    const { block } = this;
    this.#chain.process(block);
    this.inputPeaks.add(block);
    if (this.#isMono) toMean(block);
    this.#pan.process(block);
    this.#fader.process(block);
    this.limiter.process(block);
    this.outputPeaks.add(block);
    this.loudness.measure(block);
    this.#truePeak.measure(block);
  }

  /** Greatest since the last reset, linear. */
  get truePeak(): number {
    this.#largest = Math.max(this.#largest, this.#truePeak.take());
    return this.#largest;
  }

  resetLoudness(): void {
    this.loudness.reset();
    this.#truePeak.take();
    this.#largest = 0;
  }
}

function toMean([left, right]: Block): void {
  if (!left || !right) return;
  for (let i = 0; i < left.length; i++) {
    const mean = ((left[i] as number) + (right[i] as number)) / 2;
    left[i] = mean;
    right[i] = mean;
  }
}
