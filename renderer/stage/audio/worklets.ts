import { SAMPLE_RATE } from '../../../common/media/units.ts';
import { type Block, QUANTUM } from './dsp/block.ts';
import { AdaptiveResampler } from './dsp/resampler.ts';
import { DenoiseProgram } from './mixer/denoiser.ts';
import type { FromMixer, ToMixer, ToTap } from './mixer/messages.ts';
import { Mixer } from './mixer/mixer.ts';
import { EchoRecorder } from './mixer/ownEcho.ts';
import type { MixerSettings } from './mixer/settings.ts';
import type { SoundMessage } from './mixer/source.ts';
import { TrackTap } from './mixer/trackTap.ts';

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

/** Samples from one tick to the next. */
const METERS = SAMPLE_RATE / 25;
const LOUDNESS = SAMPLE_RATE / 10;
const DRIFT = SAMPLE_RATE;
/** Quanta that are mixed beyond its own in one turn of the graph, while there is something to make up for. */
const MOST_EXTRA = 8;
/** Samples in one message to the monitor: short, for a person hears the delay. */
const MONITOR_CHUNK = QUANTUM * 4;

/** True once in every `period` samples. */
const isDue = (frame: number, period: number): boolean =>
  Math.floor(frame / period) !== Math.floor((frame + QUANTUM) / period);

/** The whole mixer in one node: its sources come by ports, and so do its tracks leave. */
class MixerProcessor extends AudioWorkletProcessor {
  readonly #mixer = new Mixer();
  readonly #ports = new Map<string, MessagePort>();
  #settings: MixerSettings | null = null;
  #tap: TrackTap | null = null;
  #monitor: MessagePort | null = null;
  #listened: MessagePort | null = null;
  #monitored: Float32Array<ArrayBuffer>[] = [];
  #monitoredSamples = 0;
  #plays = false;
  readonly #echoes = new Map<number, EchoRecorder>();
  /** Samples that the graph stood still for and that are still to be mixed; below zero, to be waited for. */
  #behind = 0;
  /** Samples by which the mixer's clock is on from the graph's. */
  #madeUp = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToMixer>) => this.#take(data);
  }

  #take(message: ToMixer): void {
    switch (message.type) {
      case 'settings':
        return this.#set(message.settings, message.gone);
      case 'origin':
        this.#mixer.origin = message.frame;
        return;
      case 'plug':
        return this.#plug(message.sourceId, message.port);
      case 'pcm':
        this.#tap = new TrackTap((chunk) => message.port.postMessage(chunk, [chunk.planar.buffer]));
        message.port.onmessage = ({ data }: MessageEvent<ToTap>) => {
          this.#behind += data.behindSamples;
        };
        return;
      case 'monitor':
        this.#monitor?.close();
        this.#monitor = message.port;
        return;
      case 'play':
        this.#plays = message.on;
        return;
      case 'returns':
        this.#mixer.setReturns(message.seats);
        this.#echoes.clear();
        for (const seat of this.#mixer.returns.keys()) this.#echoes.set(seat, new EchoRecorder());
        return;
      case 'listen':
        return this.#listen(message.port);
      case 'talk':
        return this.#mixer.setTalk(message.strips);
      case 'denoiser': {
        const module = new WebAssembly.Module(message.program);
        this.#mixer.denoisers.set(message.method, new DenoiseProgram(message.method, module));
        return;
      }
      case 'resetLoudness':
        return this.#mixer.resetLoudness();
    }
  }

  #set(changed: MixerSettings, gone: readonly string[]): void {
    const strips = { ...this.#settings?.strips, ...changed.strips };
    for (const id of gone) {
      delete strips[id];
      this.#plug(id, null);
    }
    this.#settings = { ...changed, strips };
    this.#mixer.set(this.#settings);
  }

  #plug(sourceId: string, port: MessagePort | null): void {
    this.#ports.get(sourceId)?.close();
    this.#ports.delete(sourceId);
    this.#mixer.plug(sourceId, port !== null);
    if (!port) return;
    this.#ports.set(sourceId, port);
    port.onmessage = ({ data }: MessageEvent<SoundMessage>) => this.#mixer.take(sourceId, data);
  }

  #listen(port: MessagePort | null): void {
    this.#listened?.close();
    this.#listened = port;
    this.#mixer.listen(port !== null);
    if (port) port.onmessage = ({ data }: MessageEvent<SoundMessage>) => this.#mixer.hear(data);
  }

  #tell(message: FromMixer): void {
    this.port.postMessage(message);
  }

  /** The first output is the programme's; each seat has one of its own; the last is for who is spoken to. */
  process(_inputs: unknown, outputs: readonly Block[]): boolean {
    if (this.#behind < 0) this.#step(-QUANTUM);
    else {
      this.#mix();
      for (let extra = 0; extra < MOST_EXTRA && this.#behind > 0; extra++) {
        this.#step(QUANTUM);
        this.#mix();
      }
      if (this.#plays) this.#play(this.#mixer.track(1), outputs[0]);
      for (const [seat, { block }] of this.#mixer.returns) this.#play(block, outputs[seat]);
      this.#play(this.#mixer.talk, outputs.at(-1));
    }
    return true;
  }

  /** What is made up for has no place in a track that is heard now: its last block alone is. */
  #play(block: Block | undefined, output: Block | undefined): void {
    for (let index = 0; index < (block?.length ?? 0); index++)
      output?.[index]?.set(block?.[index] as Float32Array);
  }

  #recordEchoes(): void {
    for (const [seat, bus] of this.#mixer.returns) {
      const recording = this.#echoes.get(seat)?.take(bus.said, bus.block);
      if (recording) this.#tell({ kind: 'echo', seat, recording });
    }
  }

  #step(samples: number): void {
    this.#behind -= samples;
    this.#madeUp += samples;
  }

  #mix(): void {
    const frame = currentFrame + this.#madeUp;
    const mixer = this.#mixer;
    mixer.process(frame);
    this.#tap?.take(mixer, frame, this.#madeUp);
    if (this.#monitor && (this.#settings?.monitor || mixer.listens))
      this.#sendMonitor(this.#monitor);
    this.#recordEchoes();
    if (isDue(frame, METERS)) this.#tell({ kind: 'meters', levels: mixer.takeLevels() });
    if (isDue(frame, LOUDNESS)) this.#tell({ kind: 'loudness', loudness: mixer.loudness });
    if (isDue(frame, DRIFT)) this.#tell({ kind: 'drift', ppm: mixer.driftPpm });
  }

  #sendMonitor(port: MessagePort): void {
    if (this.#monitoredSamples === 0)
      this.#monitored = this.#mixer.monitor.map(() => new Float32Array(MONITOR_CHUNK));
    for (const [index, channel] of this.#monitored.entries())
      channel.set(this.#mixer.monitor[index] as Float32Array, this.#monitoredSamples);
    this.#monitoredSamples += QUANTUM;
    if (this.#monitoredSamples < MONITOR_CHUNK) return;
    this.#monitoredSamples = 0;
    const message: SoundMessage = {
      channels: this.#monitored,
      sampleRate: SAMPLE_RATE,
      timeUs: null,
    };
    port.postMessage(
      message,
      this.#monitored.map(({ buffer }) => buffer),
    );
  }
}

/** Plays what comes by the port it is given, on the clock of the device it runs for. */
class MonitorProcessor extends AudioWorkletProcessor {
  readonly #resampler = new AdaptiveResampler({ inputRate: SAMPLE_RATE });

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MessagePort>) => {
      data.onmessage = ({ data: sound }: MessageEvent<SoundMessage>) => {
        if (sound !== 'clear') this.#resampler.push(sound.channels);
      };
    };
  }

  process(_inputs: unknown, [output]: [Block]): boolean {
    this.#resampler.pull(output);
    return true;
  }
}

registerProcessor('mixer', MixerProcessor as never);
registerProcessor('monitor', MonitorProcessor as never);
