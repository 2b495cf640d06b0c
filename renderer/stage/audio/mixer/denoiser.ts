import type { Effect } from '../../../../common/show/mixer.ts';
import type { Block, Processor } from '../dsp/block.ts';

/** Kinds of noise suppression. */
export type DenoiseMethod = Extract<Effect, { kind: 'noiseSuppression' }>['method'];
/** Programs as far as they have been loaded. */
export type Denoisers = Map<DenoiseMethod, DenoiseProgram>;

/** How a program of @sapphi-red/web-noise-suppressor 0.4.1 is spoken to. */
type Dialect = {
  readonly frameSamples: number;
  /** Its samples at full scale. */
  readonly fullScale: number;
  readonly names: {
    readonly [K in 'memory' | 'init' | 'malloc' | 'create' | 'destroy']: string;
  };
  readonly imports: (copy: Copy) => WebAssembly.Imports;
  process(exports: Functions, state: number, input: number, output: number): void;
};

type Copy = (to: number, from: number, bytes: number) => void;
type Functions = Record<string, (...args: number[]) => number>;

const fail = (): never => {
  throw new Error('the noise suppression gave up');
};

/** Memory may not grow: a frame needs none, and a state little. */
const noMore = () => 0;

const DIALECTS: Readonly<Record<DenoiseMethod, Dialect>> = {
  rnnoise: {
    frameSamples: 480,
    fullScale: 32_768,
    names: {
      ...{ memory: 'memory', init: '__wasm_call_ctors', malloc: 'malloc' },
      ...{ create: 'rnnoise_create', destroy: 'rnnoise_destroy' },
    },
    imports: (copy) => ({
      env: { emscripten_memcpy_big: copy, emscripten_resize_heap: noMore, __assert_fail: fail },
    }),
    process: (call, state, input, output) => call.rnnoise_process_frame?.(state, output, input),
  },
  gtcrn: {
    // 256 samples at 16 kHz.
    frameSamples: 768,
    fullScale: 1,
    // The program's own names are shortened in the package.
    names: { memory: 'c', init: 'd', malloc: 'k', create: 'e', destroy: 'g' },
    imports: () => ({ a: { a: fail, b: noMore } }),
    process: (call, state, input, output) => call.j?.(state, input, output),
  },
};

/** One of the programs, with the states of all channels that use it. */
export class DenoiseProgram {
  readonly frameSamples: number;
  readonly #dialect: Dialect;
  readonly #call: Functions;
  readonly #memory: WebAssembly.Memory;
  readonly #input: number;
  readonly #output: number;

  constructor(method: DenoiseMethod, module: WebAssembly.Module) {
    const dialect = DIALECTS[method];
    const copy: Copy = (to, from, bytes) => {
      new Uint8Array(this.#memory.buffer).copyWithin(to, from, from + bytes);
    };
    const { exports } = new WebAssembly.Instance(module, dialect.imports(copy));
    this.#dialect = dialect;
    this.frameSamples = dialect.frameSamples;
    this.#call = exports as Functions;
    this.#memory = exports[dialect.names.memory] as WebAssembly.Memory;
    this.#call[dialect.names.init]?.();
    this.#input = this.#call[dialect.names.malloc]?.(this.frameSamples * 4) || fail();
    this.#output = this.#call[dialect.names.malloc]?.(this.frameSamples * 4) || fail();
  }

  /** A channel's state; whoever opens closes. */
  open(): number {
    return this.#call[this.#dialect.names.create]?.(0) || fail();
  }

  close(state: number): void {
    this.#call[this.#dialect.names.destroy]?.(state);
  }

  /** Works on one frame of `frameSamples` in place. */
  process(state: number, frame: Float32Array): void {
    const { fullScale } = this.#dialect;
    const samples = new Float32Array(this.#memory.buffer, this.#input, this.frameSamples);
    for (let i = 0; i < samples.length; i++) samples[i] = (frame[i] as number) * fullScale;
    this.#dialect.process(this.#call, state, this.#input, this.#output);
    const made = new Float32Array(this.#memory.buffer, this.#output, this.frameSamples);
    for (let i = 0; i < made.length; i++) frame[i] = (made[i] as number) / fullScale;
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
  readonly #program: DenoiseProgram;
  readonly #states: readonly number[];
  readonly #frames: readonly Float32Array[];
  readonly #size: number;
  #at = 0;

  constructor(program: DenoiseProgram, channels = 2) {
    this.#program = program;
    this.#size = program.frameSamples;
    this.#states = Array.from({ length: channels }, () => program.open());
    this.#frames = this.#states.map(() => new Float32Array(this.#size));
  }

  dispose(): void {
    for (const state of this.#states) this.#program.close(state);
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
      else this.#program.process(this.#states[index] as number, frame);
    }
  }
}
