import type { Effect } from '../../../../common/show/mixer.ts';
import type { Block, Processor } from '../dsp/block.ts';

/** Kinds of noise suppression. */
export type DenoiseMethod = Extract<Effect, { kind: 'noiseSuppression' }>['method'];
/** The compiled programs, as far as they have been loaded. */
export type DenoiseModules = Map<DenoiseMethod, WebAssembly.Module>;

/** How a program of @sapphi-red/web-noise-suppressor 0.4.1 is spoken to. */
type Dialect = {
  readonly frameSamples: number;
  /** Its samples at full scale. */
  readonly fullScale: number;
  readonly names: {
    readonly [K in 'memory' | 'init' | 'malloc' | 'free' | 'create' | 'destroy']: string;
  };
  readonly imports: (fail: () => never) => WebAssembly.Imports;
  process(exports: Functions, state: number, input: number, output: number): void;
};

type Functions = Record<string, (...args: number[]) => number>;

/** Memory may not grow: a frame needs none, and a state little. */
const noMore = () => 0;

const DIALECTS: Readonly<Record<DenoiseMethod, Dialect>> = {
  rnnoise: {
    frameSamples: 480,
    fullScale: 32_768,
    names: {
      ...{ memory: 'memory', init: '__wasm_call_ctors', malloc: 'malloc', free: 'free' },
      ...{ create: 'rnnoise_create', destroy: 'rnnoise_destroy' },
    },
    imports: (fail) => ({
      env: { emscripten_memcpy_big: fail, emscripten_resize_heap: noMore, __assert_fail: fail },
    }),
    process: (call, state, input, output) => call.rnnoise_process_frame?.(state, output, input),
  },
  gtcrn: {
    // 256 samples at 16 kHz.
    frameSamples: 768,
    fullScale: 1,
    // The program's own names are shortened in the package.
    names: { memory: 'c', init: 'd', malloc: 'k', free: 'f', create: 'e', destroy: 'g' },
    imports: (fail) => ({ a: { a: fail, b: noMore } }),
    process: (call, state, input, output) => call.j?.(state, input, output),
  },
};

const fail = (): never => {
  throw new Error('the noise suppression gave up');
};

/** One channel's suppression: a program of its own, so that it goes with the step. */
class Channel {
  readonly #dialect: Dialect;
  readonly #call: Functions;
  readonly #memory: WebAssembly.Memory;
  readonly #state: number;
  readonly #input: number;
  readonly #output: number;

  constructor(dialect: Dialect, module: WebAssembly.Module) {
    this.#dialect = dialect;
    const { exports } = new WebAssembly.Instance(module, dialect.imports(fail));
    const { names, frameSamples } = dialect;
    this.#call = exports as Functions;
    this.#memory = exports[names.memory] as WebAssembly.Memory;
    this.#call[names.init]?.();
    this.#state = this.#call[names.create]?.(0) ?? 0;
    this.#input = this.#call[names.malloc]?.(frameSamples * 4) ?? 0;
    this.#output = this.#call[names.malloc]?.(frameSamples * 4) ?? 0;
    if (!this.#state || !this.#input || !this.#output) fail();
  }

  process(frame: Float32Array): void {
    const { fullScale, frameSamples } = this.#dialect;
    const samples = new Float32Array(this.#memory.buffer, this.#input, frameSamples);
    for (let i = 0; i < frameSamples; i++) samples[i] = (frame[i] as number) * fullScale;
    this.#dialect.process(this.#call, this.#state, this.#input, this.#output);
    const made = new Float32Array(this.#memory.buffer, this.#output, frameSamples);
    for (let i = 0; i < frameSamples; i++) frame[i] = (made[i] as number) / fullScale;
  }
}

const isSame = (left: Float32Array, right: Float32Array): boolean => {
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
};

/**
 * Takes noise out of voices, by RNNoise or GTCRN. The sound leaves about 20 ms (32 ms) later. A
 * stereo source with one sound on both channels is worked on once.
 */
export class Denoiser implements Processor {
  readonly #channels: readonly Channel[];
  readonly #frames: readonly Float32Array[];
  readonly #size: number;
  #at = 0;

  constructor(method: DenoiseMethod, module: WebAssembly.Module, channels = 2) {
    const dialect = DIALECTS[method];
    this.#size = dialect.frameSamples;
    this.#channels = Array.from({ length: channels }, () => new Channel(dialect, module));
    this.#frames = this.#channels.map(() => new Float32Array(this.#size));
  }

  process(block: Block): void {
    const samples = block[0]?.length ?? 0;
    for (let done = 0; done < samples; ) {
      const count = Math.min(samples - done, this.#size - this.#at);
      for (let index = 0; index < block.length; index++) {
        const channel = block[index] as Float32Array;
        const frame = this.#frames[index] as Float32Array;
        for (let i = 0; i < count; i++) {
          const ready = frame[this.#at + i] as number;
          frame[this.#at + i] = channel[done + i] as number;
          channel[done + i] = ready;
        }
      }
      this.#at += count;
      done += count;
      if (this.#at === this.#size) this.#work();
    }
  }

  #work(): void {
    this.#at = 0;
    const [left, right] = this.#frames;
    const once = left && right && isSame(left, right);
    for (let index = 0; index < this.#frames.length; index++) {
      const frame = this.#frames[index] as Float32Array;
      if (once && index > 0) frame.set(left);
      else this.#channels[index]?.process(frame);
    }
  }
}
