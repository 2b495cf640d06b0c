import type {
  DestinationOrder,
  OutputEvent,
  OutputOrder,
  OutputToStage,
  StageToOutput,
} from '../../common/ipc/output.ts';
import type {
  DestinationFigures,
  DestinationStatus,
  OutputTelemetry,
  RecordingFigures,
} from '../../common/live/telemetry.ts';
import { isExtra } from '../../common/media/packet.ts';
import { assertNever } from '../../common/result.ts';
import { Hub } from './hub.ts';
import type { CreatePublisher, Publisher } from './publishers.ts';
import { Recorder, type RecorderOptions, recoverRecordings } from './recorder/index.ts';

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

type Destination = { readonly publisher: Publisher; status: DestinationStatus; stopping: boolean };

const TELEMETRY_INTERVAL_MS = 500;
const RECORDER_ID = 'recorder';
const NO_RECORDING: RecordingFigures = { videoFrames: 0, audioFrames: 0, durationMs: 0, bytes: 0 };

/** The output process without the process: takes orders and packets, runs publishers and the recorder. */
export class OutputService {
  readonly #options: OutputServiceOptions;
  readonly #hub: Hub;
  readonly #destinations = new Map<string, Destination>();
  #recorder: Recorder | null = null;
  #stage: Port | null = null;
  /** Packets that have come from every stage so far. */
  readonly #received = { video: 0, audio: 0 };
  #ui: Port | null = null;
  #firstPacketTold = false;
  readonly #telemetryTimer: NodeJS.Timeout;

  constructor(options: OutputServiceOptions) {
    this.#options = options;
    this.#hub = new Hub({
      onKeyframeWanted: () => {
        const wanted: OutputToStage = { type: 'keyframeWanted' };
        this.#stage?.postMessage(wanted);
      },
      onSinkError: (id, error) =>
        options.log?.(`output ${id} failed on a packet: ${String(error)}`),
    });
    this.#telemetryTimer = setInterval(() => {
      const telemetry: OutputTelemetry = this.figures();
      this.#ui?.postMessage(telemetry);
    }, TELEMETRY_INTERVAL_MS);
    this.#telemetryTimer.unref();
  }

  /** Carries out one order; what comes of it is told by events. */
  handle(order: OutputOrder, port?: Port): void {
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
        this.#startDestination(order.id, order);
        return;
      case 'stopDestination':
        void this.#stopDestination(order.id);
        return;
      case 'retryNow':
        this.#destinations.get(order.id)?.publisher.retryNow();
        return;
      case 'renewDestination':
      case 'drill':
        return;
      case 'networkUp':
        for (const { publisher } of this.#destinations.values()) publisher.networkUp();
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
    const destinations: Record<string, DestinationFigures> = {};
    for (const [id, { publisher }] of this.#destinations) destinations[id] = publisher.figures;
    return { destinations, recording: this.#recorder?.figures ?? NO_RECORDING };
  }

  /** Finishes the recording and takes leave of every server. */
  async close(): Promise<void> {
    clearInterval(this.#telemetryTimer);
    await Promise.all([
      this.#recorder?.stop(),
      ...[...this.#destinations.keys()].map((id) => this.#stopDestination(id)),
    ]);
    this.#stage?.close();
    this.#ui?.close();
  }

  #attachStage(port: Port): void {
    this.#stage?.close();
    this.#stage = port;
    this.#hub.stageReplaced();
    port.on('message', ({ data }) => {
      if (this.#stage !== port) return;
      const message = data as StageToOutput;
      switch (message.type) {
        case 'format':
          this.#hub.setFormat(message.format);
          return;
        case 'packet':
          if (!isExtra(message.packet)) this.#received[message.packet.track]++;
          this.#hub.write(message.packet);
          return;
        case 'laneFailed':
        case 'whip':
          return;
        case 'drained':
          this.#options.post({ type: 'drained' });
          return;
        default:
          assertNever(message);
      }
    });
    port.start();
  }

  #startDestination(id: string, { url }: DestinationOrder): void {
    const running = this.#destinations.get(id);
    if (running && !running.stopping && !isOver(running.status)) return;
    const tell = (status: DestinationStatus) => {
      const destination = this.#destinations.get(id);
      if (destination && destination.publisher !== publisher) return;
      if (destination) destination.status = status;
      this.#options.post({ type: 'destination', id, status });
    };
    let publisher: Publisher | null = null;
    const created = this.#options.createPublisher({
      url,
      onStatus: tell,
      onKeyframeWanted: () => this.#hub.wantKeyframe(),
      onFirstPacket: () => this.#tellFirstPacket(),
    });
    if (!created.ok) {
      this.#options.post({
        type: 'destination',
        id,
        status: { state: 'failed', error: created.error },
      });
      return;
    }
    publisher = created.value;
    if (running && !running.stopping) void running.publisher.stop();
    this.#destinations.set(id, { publisher, status: { state: 'idle' }, stopping: false });
    this.#hub.attach(id, publisher);
    publisher.start();
  }

  async #stopDestination(id: string): Promise<void> {
    const destination = this.#destinations.get(id);
    if (!destination || destination.stopping) return;
    destination.stopping = true;
    this.#hub.detach(id);
    await destination.publisher.stop();
    // A failure stays the last word: it says why nothing was published.
    if (isOver(destination.status) || this.#destinations.get(id) !== destination) return;
    destination.status = { state: 'stopped' };
    this.#options.post({ type: 'destination', id, status: destination.status });
  }

  #tellFirstPacket(): void {
    if (this.#firstPacketTold) return;
    this.#firstPacketTold = true;
    this.#options.post({ type: 'firstPacket', atEpochMs: Date.now() });
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
        if (status.state !== 'recording') this.#hub.detach(RECORDER_ID);
        this.#options.post({ type: 'recording', status });
      },
    });
    this.#recorder = recorder;
    const started = await recorder.start(file);
    if (started.ok && recorder.status.state === 'recording') {
      this.#hub.attach(RECORDER_ID, recorder);
    }
  }
}

const isOver = (status: DestinationStatus): boolean =>
  status.state === 'stopped' || status.state === 'failed';
