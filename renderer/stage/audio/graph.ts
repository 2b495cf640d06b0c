import gtcrnUrl from '@sapphi-red/web-noise-suppressor/gtcrn.wasm?url';
import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { Level, Loudness } from '../../../common/live/telemetry.ts';
import { SAMPLE_RATE } from '../../../common/media/units.ts';
import type { StudioError } from '../../../common/result.ts';
import type { Strip } from '../../../common/show/mixer.ts';
import { LAST_SEAT } from '../../../common/show/seats.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { deviceError } from '../capture/devices.ts';
import { chime } from './chime.ts';
import { Intake } from './intake.ts';
import type { DenoiseMethod } from './mixer/denoiser.ts';
import type { FromMixer, ToMixer } from './mixer/messages.ts';
import type { EchoRecording } from './mixer/ownEcho.ts';
import { MASTER_STRIP, type MixerSettings } from './mixer/settings.ts';
import type { ToneSettings } from './mixer/tone.ts';
import { Monitor } from './monitor.ts';
import { SoundWarnings } from './warnings.ts';
import workletUrl from './worklets.ts?worker&url';

/** Programme, seats, and who is spoken to in the green room. */
const OUTPUTS = 1 + LAST_SEAT + 1;

/** What a strip plays where the system has no microphone. */
const STAND_IN = { frequencyHz: 440, pattern: 'beep' } as const;

const DENOISERS: Readonly<Record<DenoiseMethod, string>> = {
  rnnoise: rnnoiseUrl,
  gtcrn: gtcrnUrl,
};

export type AudioGraphEvents = {
  /** 25 times a second. */
  onLevels(levels: Readonly<Record<string, Level>>): void;
  /** 10 times a second. */
  onLoudness(loudness: Loudness): void;
  /** Once a second: see `StageTelemetry`. */
  onDrift(ppm: Readonly<Record<string, number>>): void;
  /** `mutedWhileSpeaking`, `noSound` or `clipping` of a strip is on or over; see `warningKeySchema`. */
  onWarning(key: string, on: boolean): void;
  /** A strip of a file stands: its player is to send its `SoundMessage`s by this port. */
  onPlayer(sourceId: string, port: MessagePort): void;
  /** Why the monitor is not heard; null when it is again. */
  onMonitor(error: StudioError | null): void;
  /** What somebody on a seat said, and what was sent to them meanwhile. */
  onEcho(seat: number, recording: EchoRecording): void;
  /** Something of the sound does not work; the programme goes on without it. */
  onTrouble(message: string): void;
};

/** The mixer as the page sees it: keeps the worklet, the devices' sound and the monitor to the document. */
export class AudioGraph {
  readonly #node: AudioWorkletNode;
  readonly #events: AudioGraphEvents;
  readonly #warnings: SoundWarnings;
  readonly #intakes = new Map<string, Intake>();
  readonly #asked = new Set<DenoiseMethod>();
  #show: ShowState | null = null;
  #sent: MixerSettings | null = null;
  #monitor: Promise<Monitor> | null = null;
  #track: MediaStreamAudioDestinationNode | null = null;
  readonly #returns = new Map<number, MediaStreamAudioDestinationNode>();
  #listened: Intake | null = null;
  #talk: MediaStreamAudioDestinationNode | null = null;

  private constructor(node: AudioWorkletNode, events: AudioGraphEvents) {
    this.#node = node;
    this.#events = events;
    this.#warnings = new SoundWarnings(events.onWarning);
    node.port.onmessage = ({ data }: MessageEvent<FromMixer>) => this.#hear(data);
    node.onprocessorerror = () => events.onTrouble('the mixer has stopped');
  }

  /** `pcm` gets the tracks as `TrackChunk`s. Nothing of it is played on this machine's loudspeakers. */
  static async create(pcm: MessagePort, events: AudioGraphEvents): Promise<AudioGraph> {
    const context = new AudioContext({
      sampleRate: SAMPLE_RATE,
      latencyHint: 'playback',
      sinkId: { type: 'none' },
    } as AudioContextOptions);
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'mixer', {
      numberOfInputs: 0,
      numberOfOutputs: OUTPUTS,
      outputChannelCount: Array.from({ length: OUTPUTS }, () => 2),
    });
    const graph = new AudioGraph(node, events);
    graph.#order({ type: 'pcm', port: pcm }, [pcm]);
    // An end that is not connected to the destination may never be asked for samples.
    node.connect(context.destination);
    if (context.state !== 'running') await context.resume();
    return graph;
  }

  #order(message: ToMixer, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(message, transfer);
  }

  #hear(message: FromMixer): void {
    if (message.kind === 'meters') {
      this.#events.onLevels(message.levels);
      if (this.#show) this.#warnings.update(message.levels, this.#show, performance.now());
    } else if (message.kind === 'loudness') this.#events.onLoudness(message.loudness);
    else if (message.kind === 'echo') this.#events.onEcho(message.seat, message.recording);
    else this.#events.onDrift(message.ppm);
  }

  /** Programme time zero on the graph's clock. */
  setOrigin(frame: number): void {
    this.#order({ type: 'origin', frame });
  }

  resetLoudness(): void {
    this.#order({ type: 'resetLoudness' });
  }

  update(show: ShowState): void {
    const before = this.#show;
    this.#show = show;
    const isSame =
      before?.mixer === show.mixer &&
      before.sources === show.sources &&
      before.encoding === show.encoding;
    if (isSame) return;
    const settings = settingsOf(show);
    const sent = this.#sent?.strips ?? {};
    const gone = Object.keys(sent).filter((id) => !settings.strips[id]);
    const changed = Object.entries(settings.strips).filter(([id, strip]) => sent[id] !== strip);
    this.#sent = settings;
    const strips = Object.fromEntries(changed);
    this.#order({ type: 'settings', settings: { ...settings, strips }, gone });
    for (const id of gone) this.#unplug(id);
    for (const [id, strip] of changed) {
      this.#loadDenoisers(strip);
      if (!sent[id] && show.sources[id]?.kind === 'media') this.#plugPlayer(id);
    }
    this.#followMonitor();
  }

  /** Calls the host, who alone hears it. */
  chime(): void {
    const { mixer } = this.#show ?? {};
    // A device that is not there is told of where it is listened to.
    if (mixer) void chime(mixer.monitor).catch(() => undefined);
  }

  /** Devices have come or gone. */
  retry(): void {
    void this.#monitor?.then((monitor) => monitor.retry());
  }

  /** The programme, after the master and its limiter, as a track; the same until `closeTrack`. */
  openTrack(): MediaStreamTrack | null {
    if (!this.#track) {
      this.#track = new MediaStreamAudioDestinationNode(this.#node.context as AudioContext);
      this.#node.connect(this.#track);
      this.#order({ type: 'play', on: true });
    }
    return this.#track.stream.getAudioTracks()[0] ?? null;
  }

  closeTrack(): void {
    if (!this.#track) return;
    this.#order({ type: 'play', on: false });
    this.#node.disconnect(this.#track);
    for (const track of this.#track.stream.getTracks()) track.stop();
    this.#track = null;
  }

  /**
   * Gives people in the programme a programme without themselves: by seat, with the strips that are
   * theirs. A seat that is no longer named ends; the tracks of those that stay go on.
   */
  setReturns(seats: Readonly<Record<number, readonly string[]>>): void {
    this.#order({ type: 'returns', seats });
    for (const [seat, node] of this.#returns) {
      if (seats[seat]) continue;
      this.#node.disconnect(node);
      for (const track of node.stream.getTracks()) track.stop();
      this.#returns.delete(seat);
    }
    for (const seat of Object.keys(seats).map(Number)) {
      if (this.#returns.has(seat)) continue;
      const node = new MediaStreamAudioDestinationNode(this.#node.context as AudioContext);
      this.#node.connect(node, seat);
      this.#returns.set(seat, node);
    }
  }

  /** What a seat named by `setReturns` hears. */
  returnOf(seat: number): MediaStreamTrack | null {
    return this.#returns.get(seat)?.stream.getAudioTracks()[0] ?? null;
  }

  /** Lets the monitor hear somebody who is not in the programme, whatever else it plays; null for nobody. */
  listenTo(track: MediaStreamTrack | null): void {
    this.#listened?.stop();
    this.#listened = null;
    if (!track) this.#order({ type: 'listen', port: null });
    else {
      const { port1, port2 } = new MessageChannel();
      this.#listened = new Intake(track, port1);
      this.#order({ type: 'listen', port: port2 }, [port2]);
    }
    this.#followMonitor();
  }

  /** Takes strips out of the programme for one person, who hears them by the track; null ends that. */
  talkBy(strips: readonly string[] | null): MediaStreamTrack | null {
    this.#order({ type: 'talk', strips });
    if (strips && !this.#talk) {
      this.#talk = new MediaStreamAudioDestinationNode(this.#node.context as AudioContext);
      this.#node.connect(this.#talk, OUTPUTS - 1);
    } else if (!strips && this.#talk) {
      this.#node.disconnect(this.#talk);
      for (const track of this.#talk.stream.getTracks()) track.stop();
      this.#talk = null;
    }
    return this.#talk?.stream.getAudioTracks()[0] ?? null;
  }

  /** Lets a strip hear a captured stream's sound; null for none, and for the stand-in of a microphone. */
  attachStream(sourceId: string, stream: MediaStream | null): void {
    this.#unplug(sourceId);
    const track = stream?.getAudioTracks()[0];
    if (!track) return this.attachSound(sourceId, null);
    const { port1, port2 } = new MessageChannel();
    this.#intakes.set(sourceId, new Intake(track, port1));
    this.attachSound(sourceId, port2);
  }

  /** Lets a strip hear the `SoundMessage`s that come by the port; null for none. */
  attachSound(sourceId: string, port: MessagePort | null): void {
    this.#order({ type: 'plug', sourceId, port }, port ? [port] : []);
  }

  #plugPlayer(sourceId: string): void {
    const { port1, port2 } = new MessageChannel();
    this.attachSound(sourceId, port1);
    this.#events.onPlayer(sourceId, port2);
  }

  #unplug(sourceId: string): void {
    this.#intakes.get(sourceId)?.stop();
    this.#intakes.delete(sourceId);
  }

  /** Fetches what the chain of a strip needs, once. */
  #loadDenoisers({ chain }: Strip): void {
    for (const effect of chain)
      if (effect.kind === 'noiseSuppression' && effect.enabled && !this.#asked.has(effect.method)) {
        const { method } = effect;
        this.#asked.add(method);
        fetch(DENOISERS[method])
          .then((answer) => answer.arrayBuffer())
          .then((program) => this.#order({ type: 'denoiser', method, program }, [program]))
          .catch((error: Error) => {
            this.#asked.delete(method);
            this.#events.onTrouble(`noise suppression could not be loaded: ${error.message}`);
          });
      }
  }

  #followMonitor(): void {
    void this.#updateMonitor().catch((error: Error) =>
      this.#events.onTrouble(`the monitor: ${error.message}`),
    );
  }

  /** Whom the host listens to is heard also where no device was chosen: by the system's own. */
  async #updateMonitor(): Promise<void> {
    const { deviceId, gainDb } = this.#show?.mixer.monitor ?? { deviceId: null, gainDb: 0 };
    const listens = this.#listened !== null;
    const on = listens || this.#sent?.monitor === true;
    if (on) this.#monitor ??= this.#createMonitor();
    const device = listens ? (deviceId ?? 'default') : deviceId;
    await (await this.#monitor)?.set({ deviceId: device, gainDb }, on);
  }

  async #createMonitor(): Promise<Monitor> {
    const { port1, port2 } = new MessageChannel();
    const monitor = await Monitor.create(port1, (error) =>
      this.#events.onMonitor(error === null ? null : deviceError(error, 'the monitor')),
    );
    this.#order({ type: 'monitor', port: port2 }, [port2]);
    return monitor;
  }
}

function settingsOf({ mixer, sources, encoding }: ShowState): MixerSettings {
  const tones: Record<string, ToneSettings> = {};
  for (const source of Object.values(sources))
    if (source.kind === 'tone')
      tones[source.id] = { frequencyHz: source.frequencyHz, pattern: source.pattern };
    else if (source.kind === 'microphone' && source.deviceId === 'default')
      tones[source.id] = STAND_IN;
  const strips = Object.entries(mixer.strips).filter(
    ([id]) => id === MASTER_STRIP || sources[id] !== undefined,
  );
  const isHeard = strips.some(([, { solo, monitor }]) => solo || monitor !== 'off');
  return {
    strips: Object.fromEntries(strips),
    groups: mixer.groups,
    tones,
    limiterDb: mixer.limiterDb,
    tracks: encoding.recordedTracks,
    monitor: isHeard && mixer.monitor.deviceId !== null,
  };
}
