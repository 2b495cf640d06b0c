import type { Level } from '../../../common/live/telemetry.ts';
import { dbOfGain, gainOfDb, SAMPLE_RATE } from '../../../common/media/units.ts';
import { isAudioKind } from '../../../common/show/kinds.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import workletUrl from './worklets.ts?worker&url';

/** What a strip plays where its microphone is missing. */
const STAND_IN = { frequencyHz: 440, pattern: 'beep' } as const;

type Strip = { readonly gain: GainNode; input: AudioNode | null; stream: MediaStream | null };

/** The mixer: one strip a sounding source, into the master, whose samples go to the programme worker. */
export class AudioGraph {
  readonly #context: AudioContext;
  readonly #master: GainNode;
  readonly #onLevels: (levels: Record<string, Level>) => void;
  readonly #strips = new Map<string, Strip>();
  readonly #tones = new Map<string, AudioWorkletNode>();
  #meter: AudioWorkletNode | null = null;
  #originFrame: number | null = null;
  #show: ShowState | null = null;

  private constructor(context: AudioContext, onLevels: (levels: Record<string, Level>) => void) {
    this.#context = context;
    this.#onLevels = onLevels;
    this.#master = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
  }

  /** `pcm` gets `PcmChunk`s of the master. Nothing is played on this machine's loudspeakers. */
  static async create(
    pcm: MessagePort,
    onLevels: (levels: Record<string, Level>) => void,
  ): Promise<AudioGraph> {
    const context = new AudioContext({
      sampleRate: SAMPLE_RATE,
      latencyHint: 'playback',
      sinkId: { type: 'none' },
    } as AudioContextOptions);
    await context.audioWorklet.addModule(workletUrl);
    const graph = new AudioGraph(context, onLevels);
    const capture = new AudioWorkletNode(context, 'capture', {
      numberOfOutputs: 1,
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    capture.port.postMessage(pcm, [pcm]);
    // An end that is not connected to the destination may never be asked for samples.
    graph.#master.connect(capture).connect(context.destination);
    if (context.state !== 'running') await context.resume();
    return graph;
  }

  /** Programme time zero on the graph's clock. */
  setOrigin(frame: number): void {
    this.#originFrame = frame;
    this.#tuneTones();
  }

  update(show: ShowState): void {
    this.#show = show;
    const wanted = Object.values(show.sources).filter(({ kind }) => isAudioKind(kind));
    let changed = this.#meter === null;
    for (const [id, strip] of this.#strips)
      if (!wanted.some((source) => source.id === id)) {
        this.#plug(strip, null, null);
        strip.gain.disconnect();
        this.#tones.delete(id);
        this.#strips.delete(id);
        changed = true;
      }
    for (const { id } of wanted)
      if (!this.#strips.has(id)) {
        const gain = new GainNode(this.#context);
        gain.connect(this.#master);
        const strip: Strip = { gain, input: null, stream: null };
        this.#strips.set(id, strip);
        this.#playTone(id, strip);
        changed = true;
      }
    for (const [id, { gain }] of this.#strips) this.#setGain(gain, id);
    this.#setGain(this.#master, 'master');
    this.#tuneTones();
    if (changed) this.#connectMeter();
  }

  /** Lets a strip hear a microphone, or the stand-in when null. */
  attachMicrophone(sourceId: string, stream: MediaStream | null): void {
    const strip = this.#strips.get(sourceId);
    if (!strip) return;
    this.#tones.delete(sourceId);
    if (stream) {
      const input = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
      this.#plug(strip, input, stream);
    } else this.#playTone(sourceId, strip);
  }

  #plug(strip: Strip, input: AudioNode | null, stream: MediaStream | null): void {
    strip.input?.disconnect();
    for (const track of strip.stream?.getTracks() ?? []) track.stop();
    strip.input = input;
    strip.stream = stream;
    input?.connect(strip.gain);
  }

  #playTone(sourceId: string, strip: Strip): void {
    const tone = new AudioWorkletNode(this.#context, 'tone', {
      numberOfInputs: 0,
      outputChannelCount: [2],
    });
    this.#tones.set(sourceId, tone);
    this.#plug(strip, tone, null);
    this.#tuneTones();
  }

  #tuneTones(): void {
    for (const [id, tone] of this.#tones) {
      const source = this.#show?.sources[id];
      const { frequencyHz, pattern } = source?.kind === 'tone' ? source : STAND_IN;
      tone.port.postMessage({ frequencyHz, pattern, originFrame: this.#originFrame });
    }
  }

  #setGain(node: GainNode, stripId: string): void {
    const strip = this.#show?.mixer.strips[stripId];
    const gain = strip?.muted ? 0 : gainOfDb(strip?.gainDb ?? 0);
    // 10 ms: fast to the hand, slow enough not to click.
    node.gain.setTargetAtTime(gain, this.#context.currentTime, 0.01);
  }

  #connectMeter(): void {
    this.#meter?.disconnect();
    this.#meter?.port.close();
    const nodes: [string, AudioNode][] = [
      ...[...this.#strips].map(([id, { gain }]): [string, AudioNode] => [id, gain]),
      ['master', this.#master],
    ];
    const meter = new AudioWorkletNode(this.#context, 'meter', {
      numberOfInputs: nodes.length,
      numberOfOutputs: 1,
    });
    nodes.forEach(([, node], index) => {
      node.connect(meter, 0, index);
    });
    meter.connect(this.#context.destination);
    meter.port.onmessage = ({ data }) => {
      const peaks = data as number[];
      this.#onLevels(
        Object.fromEntries(
          nodes.map(([id], index) => [
            id,
            {
              peakDb: [dbOfGain(peaks[index * 2] ?? 0), dbOfGain(peaks[index * 2 + 1] ?? 0)],
              inputDb: [dbOfGain(peaks[index * 2] ?? 0), dbOfGain(peaks[index * 2 + 1] ?? 0)],
            },
          ]),
        ),
      );
    };
    this.#meter = meter;
  }
}
