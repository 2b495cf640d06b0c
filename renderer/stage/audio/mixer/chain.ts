import { gainOfDb } from '../../../../common/media/units.ts';
import type { Effect } from '../../../../common/show/mixer.ts';
import { type Block, newBlock, type Processor, QUANTUM } from '../dsp/block.ts';
import { Compressor } from '../dsp/compressor.ts';
import { Equaliser } from '../dsp/equaliser.ts';
import { Gate } from '../dsp/gate.ts';
import { Limiter } from '../dsp/limiter.ts';
import { SmoothGain } from '../dsp/smoothGain.ts';
import { Denoiser, type Denoisers } from './denoiser.ts';

/** A strip's limiter looks ahead less than the master's: voices stay close to their picture, ms. */
const LOOK_AHEAD_MS = 1.5;
/** A step comes and goes, and the chain dips for a new order, on ramps of this length, samples. */
const FADE = QUANTUM * 2;

type Working = Processor & { set(effect: Effect): void; dispose?(): void };

/** What does the work of a step; null while noise suppression has not been loaded. */
function workingOf(effect: Effect, denoisers: Denoisers): Working | null {
  switch (effect.kind) {
    case 'noiseSuppression': {
      const program = denoisers.get(effect.method);
      if (!program) return null;
      const denoiser = new Denoiser(program);
      return {
        process: (block) => denoiser.process(block),
        set: () => {},
        dispose: () => denoiser.dispose(),
      };
    }
    case 'gate':
      return settable(new Gate(effect), 'gate');
    case 'compressor':
      return settable(new Compressor(effect), 'compressor');
    case 'limiter':
      return settable(new Limiter(effect, { lookAheadMs: LOOK_AHEAD_MS }), 'limiter');
    case 'equaliser': {
      const equaliser = new Equaliser(effect.bands);
      return {
        process: (block) => equaliser.process(block),
        set: (it) => it.kind === 'equaliser' && equaliser.set(it.bands),
      };
    }
    case 'gain': {
      const gain = new SmoothGain(gainOfDb(effect.gainDb));
      return {
        process: (block) => gain.process(block),
        set: (it) => it.kind === 'gain' && gain.set(gainOfDb(it.gainDb)),
      };
    }
  }
}

function settable<K extends Effect['kind']>(
  processor: Processor & { set(settings: Extract<Effect, { kind: K }>): void },
  kind: K,
): Working {
  return {
    process: (block) => processor.process(block),
    set: (effect) => {
      if (effect.kind === kind) processor.set(effect as Extract<Effect, { kind: K }>);
    },
  };
}

type Step = { effect: Effect; working: Working | null; wet: number; failed: boolean };

/** What makes a step another one; all else is a setting of it. */
const keyOf = (effect: Effect): string =>
  `${effect.id}:${effect.kind}:${effect.kind === 'noiseSuppression' ? effect.method : ''}`;

/**
 * A strip's sound chain. New settings glide; a step that is switched comes in or goes out on a short
 * ramp and costs nothing while it is off; for another order the sound dips for some milliseconds.
 */
export class Chain {
  readonly #denoisers: Denoisers;
  readonly #dry = newBlock();
  #steps: Step[] = [];
  /** The order that follows when the dip is at its bottom. */
  #next: readonly Effect[] | null = null;
  #level = 1;

  constructor(denoisers: Denoisers) {
    this.#denoisers = denoisers;
  }

  set(effects: readonly Effect[]): void {
    const same =
      this.#next === null &&
      effects.length === this.#steps.length &&
      effects.every((it, index) => keyOf(it) === keyOf((this.#steps[index] as Step).effect));
    if (!same) {
      this.#next = effects;
      return;
    }
    for (const [index, step] of this.#steps.entries()) {
      const effect = effects[index] as Effect;
      if (effect !== step.effect) step.working?.set(effect);
      step.effect = effect;
    }
  }

  process(block: Block): void {
    for (const step of this.#steps)
      try {
        if (!step.failed) this.#run(step, block);
      } catch {
        // A foreign program gave up: the sound goes on without it.
        step.failed = true;
      }
    if (this.#next || this.#level < 1) this.#dip(block);
  }

  #run(step: Step, block: Block): void {
    const { effect } = step;
    if (!effect.enabled && step.wet === 0) {
      step.working?.dispose?.();
      step.working = null;
      return;
    }
    step.working ??= workingOf(effect, this.#denoisers);
    if (!step.working) return;
    if (effect.enabled && step.wet === 1) {
      step.working.process(block);
      return;
    }
    for (let index = 0; index < block.length; index++)
      this.#dry[index]?.set(block[index] as Float32Array);
    step.working.process(block);
    const from = step.wet;
    step.wet = Math.max(0, Math.min(1, from + (effect.enabled ? QUANTUM : -QUANTUM) / FADE));
    for (let index = 0; index < block.length; index++) {
      const wet = block[index] as Float32Array;
      const dry = this.#dry[index] as Float32Array;
      for (let i = 0; i < wet.length; i++) {
        const part = from + ((step.wet - from) * (i + 1)) / wet.length;
        wet[i] = (wet[i] as number) * part + (dry[i] as number) * (1 - part);
      }
    }
  }

  #dip(block: Block): void {
    const from = this.#level;
    this.#level = Math.max(0, Math.min(1, from + (this.#next ? -QUANTUM : QUANTUM) / FADE));
    for (const channel of block)
      for (let i = 0; i < channel.length; i++)
        channel[i] =
          (channel[i] as number) * (from + ((this.#level - from) * (i + 1)) / channel.length);
    if (this.#next && this.#level === 0) this.#rebuild(this.#next);
  }

  #rebuild(effects: readonly Effect[]): void {
    this.#next = null;
    const before = this.#steps;
    this.#steps = effects.map((effect) => {
      const step = before.find((it) => keyOf(it.effect) === keyOf(effect));
      if (!step) return { effect, working: null, wet: effect.enabled ? 1 : 0, failed: false };
      if (effect !== step.effect) step.working?.set(effect);
      step.effect = effect;
      return step;
    });
    for (const step of before) if (!this.#steps.includes(step)) step.working?.dispose?.();
  }

  dispose(): void {
    for (const { working } of this.#steps) working?.dispose?.();
    this.#steps = [];
  }
}
