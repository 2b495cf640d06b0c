import { dbOfGain, gainOfDb, SAMPLE_RATE } from '../../../../common/media/units.ts';
import type { MixerGroup, Strip } from '../../../../common/show/mixer.ts';
import { addTo, type Block, newBlock, peakOf, QUANTUM, silenceBadSamples } from '../dsp/block.ts';
import { DelayLine } from '../dsp/delayLine.ts';
import { Ducker } from '../dsp/ducker.ts';
import { SmoothGain } from '../dsp/smoothGain.ts';
import { Chain } from './chain.ts';
import type { Denoisers } from './denoiser.ts';

/** Peaks since they were last taken, linear, left and right. */
export class Peaks {
  #left = 0;
  #right = 0;

  add([left, right]: Block): void {
    this.#left = peakOf(left, this.#left);
    this.#right = peakOf(right, this.#right);
  }

  takeDb(): readonly [number, number] {
    const peaks = [dbOfGain(this.#left), dbOfGain(this.#right)] as const;
    this.#left = 0;
    this.#right = 0;
    return peaks;
  }
}

/** Gains of the channels at a place from -1 (left) to 1 (right); the middle leaves the sound as it is. */
export function panGains(pan: number): readonly [number, number] {
  if (pan === 0) return [1, 1];
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
}

/** What is heard of a strip by its fader, mute and group, linear. */
export const faderGain = (strip: Strip, group: MixerGroup | undefined): number =>
  strip.muted || group?.muted ? 0 : gainOfDb(strip.gainDb) * gainOfDb(group?.gainDb ?? 0);

/** After so much silence nothing of a strip rings on: its longest delay and a hall, samples. */
const RINGS_ON = 8 * SAMPLE_RATE;

/** One channel of the mixer: chain, delay, mono, pan, then fader and ducking. */
export class StripPath {
  /** Before the fader and the mute. */
  readonly input = newBlock();
  /** After the fader. */
  readonly output = newBlock();
  readonly inputPeaks = new Peaks();
  readonly outputPeaks = new Peaks();
  settings: Strip;
  /** Largest magnitude of the last output block, for those that listen to this one. */
  level = 0;
  readonly #chain: Chain;
  readonly #delay = new DelayLine();
  /** 1 where both channels become their mean. */
  readonly #mono = new SmoothGain(0, 1);
  readonly #pan = new SmoothGain();
  readonly #fader = new SmoothGain(0);
  /** 0 while what is said is for somebody alone. */
  readonly #kept = new SmoothGain();
  readonly #ducker = new Ducker();
  readonly #difference = [new Float32Array(QUANTUM)];
  #silentSamples = RINGS_ON;

  constructor(settings: Strip, denoisers: Denoisers) {
    this.settings = settings;
    this.#chain = new Chain(denoisers);
  }

  /** `earlierMs`: what all strips are held back by, so that one of them can be earlier than the picture. */
  set(settings: Strip, group: MixerGroup | undefined, earlierMs: number): void {
    this.settings = settings;
    this.#chain.set(settings.chain);
    this.#delay.set(Math.round(((settings.delayMs + earlierMs) * SAMPLE_RATE) / 1000));
    this.#mono.set(settings.mono ? 1 : 0);
    this.#pan.set(...panGains(settings.pan));
    this.#fader.set(faderGain(settings, group));
    this.#ducker.set(settings.ducking);
  }

  /** What comes in goes nowhere but where `input` is taken. */
  setPrivate(on: boolean): void {
    this.#kept.set(on ? 0 : 1);
  }

  /** Fades out; the strip may be dropped once `isSilent`. */
  leave(): void {
    this.#fader.set(0);
  }

  get isSilent(): boolean {
    return this.#fader.isSilent;
  }

  dispose(): void {
    this.#chain.dispose();
  }

  /** Works on `input`, which holds what came in; `sounds` is false where that is all silence. */
  process(sounds: boolean, voiceLevel: number): void {
    const { input, output } = this;
    this.#silentSamples = sounds ? 0 : this.#silentSamples + QUANTUM;
    if (this.#silentSamples > RINGS_ON) {
      for (const channel of output) channel.fill(0);
      this.level = 0;
      return;
    }
    silenceBadSamples(input);
    this.#chain.process(input);
    this.#delay.process(input);
    this.inputPeaks.add(input);
    this.#makeMono(input);
    this.#pan.process(input);
    for (let index = 0; index < output.length; index++)
      output[index]?.set(input[index] as Float32Array);
    this.#ducker.process(output, voiceLevel);
    this.#fader.process(output);
    this.#kept.process(output);
    this.outputPeaks.add(output);
    this.level = Math.max(peakOf(output[0]), peakOf(output[1]));
  }

  /** Moves both channels to their mean by taking half their difference away from it. */
  #makeMono([left, right]: Block): void {
    if (this.#mono.isSilent || !left || !right) return;
    const half = this.#difference[0] as Float32Array;
    for (let i = 0; i < half.length; i++)
      half[i] = ((left[i] as number) - (right[i] as number)) / 2;
    this.#mono.process(this.#difference);
    for (let i = 0; i < half.length; i++) {
      left[i] = (left[i] as number) - (half[i] as number);
      right[i] = (right[i] as number) + (half[i] as number);
    }
  }

  addTo(bus: Block): void {
    addTo(bus, this.output);
  }
}
