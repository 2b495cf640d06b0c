// Runs in the AudioWorkletGlobalScope, whose types no TypeScript library has.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor(options?: { processorOptions?: unknown });
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions?: unknown }) => AudioWorkletProcessor,
): void;
declare const currentFrame: number;
declare const sampleRate: number;

/** Samples in one message of sound: two AAC access units, 43 ms. */
const CHUNK = 2048;
/** Meters tick at 20 Hz. */
const METER_SAMPLES = sampleRate / 20;

type Channels = readonly Float32Array[];

const peakOf = (channel: Float32Array | undefined, before: number): number => {
  let peak = before;
  if (channel)
    for (let i = 0; i < channel.length; i++) {
      const value = channel[i] as number;
      if (value > peak) peak = value;
      else if (-value > peak) peak = -value;
    }
  return peak;
};

/** Hands the master's samples to the programme worker over the port it is given. */
class Capture extends AudioWorkletProcessor {
  #sink: MessagePort | null = null;
  #planar = new Float32Array(CHUNK * 2);
  #filled = 0;
  #start = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      this.#sink = data as MessagePort;
    };
  }

  process([input]: [Channels]): boolean {
    const left = input[0];
    const right = input[1] ?? left;
    const samples = left?.length ?? 128;
    if (this.#filled === 0) this.#start = currentFrame;
    if (left) this.#planar.set(left, this.#filled);
    if (right) this.#planar.set(right, CHUNK + this.#filled);
    this.#filled += samples;
    if (this.#filled >= CHUNK) {
      const planar = this.#planar;
      this.#sink?.postMessage({ frame: this.#start, planar }, [planar.buffer]);
      this.#planar = new Float32Array(CHUNK * 2);
      this.#filled = 0;
    }
    return true;
  }
}

/** Posts the peak of each channel of each input, linear, 20 times a second: `[left0, right0, left1, …]`. */
class Meter extends AudioWorkletProcessor {
  #peaks: number[] = [];
  #samples = 0;

  process(inputs: readonly Channels[]): boolean {
    inputs.forEach((input, index) => {
      this.#peaks[index * 2] = peakOf(input[0], this.#peaks[index * 2] ?? 0);
      this.#peaks[index * 2 + 1] = peakOf(input[1] ?? input[0], this.#peaks[index * 2 + 1] ?? 0);
    });
    this.#samples += 128;
    if (this.#samples >= METER_SAMPLES) {
      this.port.postMessage(this.#peaks);
      this.#peaks = [];
      this.#samples = 0;
    }
    return true;
  }
}

/** Settings of the tone generator; a new message replaces them. */
type ToneSettings = {
  frequencyHz: number;
  pattern: 'steady' | 'beep';
  /** Programme time zero on the graph's clock; null until it is known, and so long there is silence. */
  originFrame: number | null;
};

/** A sine at -20 dBFS, steady or as a 100 ms beep at each whole second of programme time. */
class Tone extends AudioWorkletProcessor {
  #settings: ToneSettings = { frequencyHz: 1000, pattern: 'beep', originFrame: null };

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      this.#settings = data as ToneSettings;
    };
  }

  process(_inputs: unknown, [output]: [Channels]): boolean {
    const { frequencyHz, pattern, originFrame } = this.#settings;
    if (originFrame === null) return true;
    const first = output[0];
    if (!first) return true;
    for (let i = 0; i < first.length; i++) {
      const at = currentFrame + i - originFrame;
      const inSecond = ((at % sampleRate) + sampleRate) % sampleRate;
      const sounds = pattern === 'steady' || inSecond < sampleRate / 10;
      const value = sounds
        ? 0.1 * Math.sin((2 * Math.PI * frequencyHz * inSecond) / sampleRate)
        : 0;
      for (const channel of output) channel[i] = value;
    }
    return true;
  }
}

registerProcessor('capture', Capture as never);
registerProcessor('meter', Meter as never);
registerProcessor('tone', Tone as never);
