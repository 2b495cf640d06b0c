import type { OutputEvent, OutputOrder, StageToOutput } from '../../common/ipc/output.ts';
import type { OutputTelemetry, RecordingFigures } from '../../common/live/telemetry.ts';
import {
  type EncodedPacket,
  isExtra,
  MAIN_LANE,
  type TrackFormat,
} from '../../common/media/packet.ts';
import { assertNever } from '../../common/result.ts';
import { Destinations } from './destinations.ts';
import { Hub } from './hub.ts';
import { Lanes } from './lanes.ts';
import type { CreatePublisher } from './publishers.ts';
import { Recorder, type RecorderOptions, recoverRecordings } from './recorder/index.ts';
import { StageDoor } from './stageDoor.ts';

/** What the service needs of a MessagePort (Electron's `MessagePortMain` fits). */
export type Port = {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
};

export type OutputServiceOptions = {
  readonly post: (event: OutputEvent) => void;
  readonly createPublisher: CreatePublisher;
  readonly finishRecording?: RecorderOptions['finish'];
  /** One line for the log, without secrets. */
  readonly log?: (line: string) => void;
};

const TELEMETRY_INTERVAL_MS = 500;
const RECORDER_ID = 'recorder';
const NO_RECORDING: RecordingFigures = { videoFrames: 0, audioFrames: 0, durationMs: 0, bytes: 0 };

/** The output process without the process: takes orders and packets, runs publishers and the recorder. */
export class OutputService {
  readonly #options: OutputServiceOptions;
  readonly #hub: Hub;
  readonly #lanes: Lanes;
  readonly #stage = new StageDoor();
  readonly #destinations: Destinations;
  #recorder: Recorder | null = null;
  #stagePort: Port | null = null;
  /** Packets of the main lane and of sound that have come from every stage so far. */
  readonly #received = { video: 0, audio: 0 };
  #ui: Port | null = null;
  readonly #telemetryTimer: NodeJS.Timeout;

  constructor(options: OutputServiceOptions) {
    this.#options = options;
    this.#hub = new Hub({
      onKeyframeWanted: (lane) =>
        this.#stage.post({ type: 'keyframeWanted', ...(lane !== MAIN_LANE && { lane }) }),
      onMoved: (id, lane) => this.#lanes.moved(id, lane),
      onSinkError: (id, error) =>
        options.log?.(`output ${id} failed on a packet: ${String(error)}`),
    });
    this.#lanes = new Lanes({
      hub: this.#hub,
      post: (order) => this.#stage.post(order),
      onEncoded: (id, rung) => this.#destinations.publisher(id)?.encodedAt?.(rung),
      onRefused: (id, error) => this.#destinations.refused(id, error),
    });
    this.#destinations = new Destinations({
      ...options,
      hub: this.#hub,
      lanes: this.#lanes,
      stage: this.#stage,
    });
    this.#telemetryTimer = setInterval(() => {
      const telemetry: OutputTelemetry = this.figures();
      this.#ui?.postMessage(telemetry);
    }, TELEMETRY_INTERVAL_MS);
    this.#telemetryTimer.unref();
  }

  /** Carries out one order; what comes of it is told by events. */
  handle(order: OutputOrder, port?: Port): void {
    const destinations = this.#destinations;
    switch (order.type) {
      case 'attachStage':
        if (port) this.#attachStage(port);
        return;
      case 'attachUi':
        this.#ui?.close();
        this.#ui = port ?? null;
        port?.start();
        return;
      case 'startDestination':
        destinations.start(order.id, order);
        return;
      case 'stopDestination':
        void destinations.stop(order.id);
        return;
      case 'retryNow':
        destinations.publisher(order.id)?.retryNow();
        return;
      case 'renewDestination':
        destinations.publisher(order.id)?.renew?.(order.url, order.backupUrl, order.token);
        return;
      case 'drill':
        destinations.publisher(order.id)?.drill?.(order.seconds);
        return;
      case 'networkUp':
        for (const publisher of destinations.publishers) publisher.networkUp();
        return;
      case 'startRecording':
        void this.#startRecording(order.file);
        return;
      case 'stopRecording':
        void this.#recorder?.stop();
        return;
      case 'recoverRecordings':
        void this.#recover(order.folder);
        return;
      case 'getFigures':
        this.#options.post({
          type: 'figures',
          requestId: order.requestId,
          ...this.figures(),
          received: { ...this.#received },
        });
        return;
      default:
        assertNever(order);
    }
  }

  /** Counters of every destination started, also stopped ones, and of the last recording. */
  figures(): OutputTelemetry {
    return {
      destinations: this.#destinations.figures(),
      recording: this.#recorder?.figures ?? NO_RECORDING,
    };
  }

  /** Finishes the recording and takes leave of every server. */
  async close(): Promise<void> {
    clearInterval(this.#telemetryTimer);
    await Promise.all([
      this.#recorder?.stop(),
      ...this.#destinations.ids.map((id) => this.#destinations.stop(id)),
    ]);
    this.#lanes.close();
    this.#stagePort?.close();
    this.#ui?.close();
  }

  #attachStage(port: Port): void {
    this.#stagePort?.close();
    this.#stagePort = port;
    this.#hub.stageReplaced();
    this.#stage.open((message) => port.postMessage(message));
    this.#lanes.stageReplaced();
    port.on('message', ({ data }) => {
      if (this.#stagePort === port) this.#take(data as StageToOutput);
    });
    port.start();
  }

  #take(message: StageToOutput): void {
    switch (message.type) {
      case 'format':
        if (!isExtra(message.format)) this.#learn(message.format);
        this.#hub.setFormat(message.format);
        return;
      case 'packet':
        if (!isExtra(message.packet)) this.#count(message.packet);
        this.#hub.write(message.packet);
        return;
      case 'laneFailed':
        this.#options.log?.(`lane ${message.lane} failed: ${message.error.message}`);
        this.#lanes.failed(message.lane, message.error);
        return;
      case 'whip':
        this.#stage.deliver(message.id, message.message);
        return;
      case 'drained':
        this.#options.post({ type: 'drained' });
        return;
      default:
        assertNever(message);
    }
  }

  /** The main lane is what the person chose. */
  #learn(format: TrackFormat): void {
    if (format.track !== 'video' || (format.lane ?? MAIN_LANE) !== MAIN_LANE) return;
    const { bitrate, fps, width, height } = format;
    const chosen = { kbps: Math.round(bitrate / 1_000), fps, width, height };
    for (const publisher of this.#destinations.publishers) publisher.setChosen?.(chosen);
    this.#lanes.choose(chosen);
  }

  #count({ track, lane }: EncodedPacket): void {
    if (track === 'audio' || (lane ?? MAIN_LANE) === MAIN_LANE) this.#received[track]++;
  }

  async #recover(folder: string): Promise<void> {
    const finish = this.#options.finishRecording;
    for (const { source, result } of await recoverRecordings(folder, { finish })) {
      const [file, error] = result.ok ? [result.value.file, null] : [source, result.error];
      this.#options.post({ type: 'recovered', file, error });
    }
  }

  async #startRecording(file: string): Promise<void> {
    const state = this.#recorder?.status.state;
    if (this.#recorder && state !== 'finished' && state !== 'failed') {
      const error = { code: 'BUSY', message: 'a recording is running: stop it first' } as const;
      this.#options.post({ type: 'recording', status: { state: 'failed', file, error } });
      return;
    }
    const recorder = new Recorder({
      finish: this.#options.finishRecording,
      onStatus: (status) => {
        if (status.state !== 'recording') this.#detachRecorder(recorder);
        this.#options.post({ type: 'recording', status });
      },
    });
    this.#recorder = recorder;
    const started = await recorder.start(file);
    if (started.ok && recorder.status.state === 'recording') {
      this.#hub.attach(RECORDER_ID, recorder);
      this.#lanes.wish(RECORDER_ID, { codec: 'h264', rung: null });
    }
  }

  #detachRecorder(recorder: Recorder): void {
    if (this.#recorder !== recorder) return;
    this.#hub.detach(RECORDER_ID);
    this.#lanes.leave(RECORDER_ID);
  }
}
