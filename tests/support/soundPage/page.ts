import type { Level, Loudness } from '../../../common/live/telemetry.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { AudioGraph } from '../../../renderer/stage/audio/graph.ts';
import type { TrackChunk } from '../../../renderer/stage/audio/mixer/messages.ts';
import type { SoundMessage } from '../../../renderer/stage/audio/mixer/source.ts';

const RATE = 48_000;

/** Sets the show, waits until it has settled, then listens. */
export type Step = {
  readonly show: ShowState;
  readonly settleMs?: number;
  readonly listenMs: number;
  /** Levels are told of these frequencies. */
  readonly frequenciesHz?: readonly number[];
  /** From this step on the source hears the system's (made-up) microphone, or noise of a room sent ahead. */
  readonly plug?: Readonly<Record<string, 'microphone' | 'noise' | 'left' | null>>;
};

/** What one track held while a step listened; left and right. */
export type HeardTrack = {
  /** RMS of a sine of this level, dBFS. */
  readonly levelDb: readonly [number, number];
  readonly atDb: Readonly<Record<number, readonly [number, number]>>;
  /** When sound began after 100 ms of silence, ms into the second of programme time. */
  readonly onsetsMs: readonly number[];
};

export type HeardStep = Readonly<Record<number, HeardTrack>>;
export type HeardSound = {
  readonly steps: readonly HeardStep[];
  /** Greatest levels at each step's frequencies in what goes to the loudspeaker; null while nothing does. */
  readonly monitor: readonly (Readonly<Record<number, number>> | null)[];
  /** Ticks a second. */
  readonly meterHz: number;
  readonly loudnessHz: number;
  readonly lastLevels: Readonly<Record<string, Level>>;
  readonly lastLoudness: Loudness | null;
  readonly warnings: readonly (readonly [key: string, on: boolean])[];
  readonly troubles: readonly string[];
  /** Chunks of the programme that did not begin where the last one ended. */
  readonly holes: number;
};

const db = (power: number) => 10 * Math.log10(2 * power);

function levelAt(sound: Float32Array, frequencyHz: number): number {
  let [cos, sin] = [0, 0];
  for (let i = 0; i < sound.length; i++) {
    const angle = (2 * Math.PI * frequencyHz * i) / RATE;
    cos += (sound[i] as number) * Math.cos(angle);
    sin += (sound[i] as number) * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(cos, sin)) / sound.length);
}

function onsets(sound: Float32Array, start: number): number[] {
  const found: number[] = [];
  let quietSince = 0;
  for (let i = 0; i < sound.length; i++) {
    if (Math.abs(sound[i] as number) < 0.002) continue;
    if (i - quietSince > RATE / 10) found.push((((start + i) % RATE) / RATE) * 1000);
    quietSince = i;
  }
  return found;
}

/** Collects the tracks by their place on programme time. */
class Recorder {
  readonly #parts = new Map<number, { start: number; planar: Float32Array }[]>();
  /** Programme time of the end of what has come, samples. */
  end = 0;
  origin: number | null = null;
  holes = 0;
  #lastFrame: number | null = null;

  take({ track, frame, planar, earlier }: TrackChunk): void {
    this.origin ??= frame;
    const start = frame - this.origin - earlier;
    const samples = planar.length / 2;
    const parts = this.#parts.get(track) ?? [];
    parts.push({ start, planar });
    this.#parts.set(track, parts);
    if (track !== 1) return;
    if (this.#lastFrame !== null && frame !== this.#lastFrame) this.holes++;
    this.#lastFrame = frame + samples;
    this.end = start + samples;
  }

  heard(from: number, to: number, frequenciesHz: readonly number[]): HeardStep {
    const heard: Record<number, HeardTrack> = {};
    for (const [track, parts] of this.#parts) {
      const sound = [0, 1].map((index) => {
        const all = new Float32Array(to - from);
        for (const { start, planar } of parts) {
          const half = planar.subarray(
            (index * planar.length) / 2,
            ((index + 1) * planar.length) / 2,
          );
          for (let i = Math.max(0, from - start); i < Math.min(half.length, to - start); i++)
            all[start + i - from] = half[i] as number;
        }
        return all;
      }) as [Float32Array, Float32Array];
      const both = (of: (it: Float32Array) => number) => [of(sound[0]), of(sound[1])] as const;
      heard[track] = {
        levelDb: both((it) => db(it.reduce((sum, x) => sum + x * x, 0) / it.length)),
        atDb: Object.fromEntries(frequenciesHz.map((hz) => [hz, both((it) => levelAt(it, hz))])),
        onsetsMs: onsets(sound[0], from),
      };
    }
    return heard;
  }
}

/** Sends noise (or a tone on the left only) 300 ms ahead, as the player of a file does, until it is stopped. */
function sendAhead(what: 'noise' | 'left', recorder: Recorder) {
  const { port1, port2 } = new MessageChannel();
  let sent = Math.ceil((recorder.end + RATE / 5) / 480) * 480;
  let state = 1;
  let [a, b, c] = [0, 0, 0];
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
  const pink = () => {
    const white = random();
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return 0.003 * (a + b + c + white * 0.1848);
  };
  const timer = setInterval(() => {
    for (; sent < recorder.end + RATE / 2; sent += 480) {
      const left = Float32Array.from({ length: 480 }, (_, i) =>
        what === 'noise' ? pink() : 0.1 * Math.sin((2 * Math.PI * 2000 * (sent + i)) / RATE),
      );
      const right = what === 'noise' ? left.slice() : new Float32Array(480);
      const message: SoundMessage = {
        channels: [left, right],
        sampleRate: RATE,
        timeUs: (sent * 1e6) / RATE,
      };
      port1.postMessage(message);
    }
  }, 50);
  return { port: port2, stop: () => clearInterval(timer) };
}

/** Contexts that nobody has taken for their own yet. */
const fresh: AudioContext[] = [];
globalThis.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    fresh.push(this);
  }
};

/** Listens in at the loudspeaker of every context that has one. */
const loudspeakers = new WeakMap<BaseAudioContext, AnalyserNode>();
const connect = AudioNode.prototype.connect as (node: AudioNode) => AudioNode;
AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
  if (this instanceof GainNode && to instanceof AudioDestinationNode) {
    const listener = new AnalyserNode(this.context, { fftSize: 8192 });
    loudspeakers.set(this.context, listener);
    connect.call(this, listener);
  }
  return connect.call(this, to);
} as AudioNode['connect'];

function atLoudspeaker(
  contexts: readonly AudioContext[],
  frequenciesHz: readonly number[],
): Record<number, number> | null {
  const [loudspeaker] = contexts.flatMap((it) =>
    it.state === 'running' ? (loudspeakers.get(it) ?? []) : [],
  );
  if (!loudspeaker) return null;
  const sound = new Float32Array(loudspeaker.fftSize);
  loudspeaker.getFloatTimeDomainData(sound);
  // 50 ms that come and go softly (Hann): a pitch that is off by up to 10 Hz is found at its level.
  const part = sound
    .subarray(-2400)
    .map((it, at) => it * (1 - Math.cos((2 * Math.PI * (at + 0.5)) / 2400)));
  return Object.fromEntries(frequenciesHz.map((hz) => [hz, levelAt(part, hz)]));
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('no sound came for 30 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs a real audio graph of its own through the steps; several may run side by side. */
async function hear(steps: readonly Step[]): Promise<HeardSound> {
  const recorder = new Recorder();
  const contexts: AudioContext[] = [];
  const stops: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<TrackChunk>) => recorder.take(data);
  const ticks = { meters: 0, loudness: 0 };
  const warnings: [string, boolean][] = [];
  const troubles: string[] = [];
  let lastLevels: Readonly<Record<string, Level>> = {};
  let lastLoudness: Loudness | null = null;
  // Contexts are made before the first wait: what is fresh then is this graph's.
  const creating = AudioGraph.create(port2, {
    onLevels: (levels) => {
      ticks.meters++;
      lastLevels = levels;
    },
    onLoudness: (loudness) => {
      ticks.loudness++;
      lastLoudness = loudness;
    },
    onDrift: () => {},
    onWarning: (key, on) => warnings.push([key, on]),
    onPlayer: (_sourceId, port) => port.close(),
    onMonitor: (error) => troubles.push(error?.code ?? 'monitor is well'),
    onEcho: () => {},
    onTrouble: (message) => troubles.push(message),
  });
  contexts.push(...fresh.splice(0));
  const graph = await creating;
  await until(() => recorder.origin !== null);
  graph.setOrigin(recorder.origin ?? 0);
  const began = recorder.end;
  Object.assign(ticks, { meters: 0, loudness: 0 });
  const heard: HeardStep[] = [];
  const monitor: (Record<number, number> | null)[] = [];
  for (const { show, settleMs = 400, listenMs, frequenciesHz = [], plug = {} } of steps) {
    graph.update(show);
    contexts.push(...fresh.splice(0));
    for (const [id, what] of Object.entries(plug))
      if (what === 'microphone') {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        stops.push(() => stream.getTracks().forEach((track) => void track.stop()));
        graph.attachStream(id, stream);
      } else if (what) {
        const { port, stop } = sendAhead(what, recorder);
        stops.push(stop);
        graph.attachSound(id, port);
      } else graph.attachSound(id, null);
    const from = recorder.end + Math.round((settleMs * RATE) / 1000);
    const to = from + Math.round((listenMs * RATE) / 1000);
    await until(() => recorder.end >= from);
    let most: Record<number, number> | null = null;
    await until(() => {
      // The loudspeaker's clock is another: on a busy machine it may have to wait.
      const now = atLoudspeaker(contexts, frequenciesHz);
      for (const hz of now ? frequenciesHz : [])
        most = { ...most, [hz]: Math.max(most?.[hz] ?? -Infinity, now?.[hz] ?? -Infinity) };
      return recorder.end >= to;
    });
    heard.push(recorder.heard(from, to, frequenciesHz));
    monitor.push(most);
  }
  const seconds = (recorder.end - began) / RATE;
  for (const stop of stops) stop();
  await Promise.all(contexts.map((it) => it.close()));
  return {
    steps: heard,
    monitor,
    meterHz: ticks.meters / seconds,
    loudnessHz: ticks.loudness / seconds,
    ...{ lastLevels, lastLoudness, warnings, troubles, holes: recorder.holes },
  };
}

const harness = { hear };
export type SoundHarness = typeof harness;
(globalThis as unknown as { harness: SoundHarness }).harness = harness;
