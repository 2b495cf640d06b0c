import type { DestinationOrder, OutputEvent } from '../../common/ipc/output.ts';
import type { DestinationFigures, DestinationStatus } from '../../common/live/telemetry.ts';
import type { StudioError } from '../../common/result.ts';
import type { Hub } from './hub.ts';
import type { Lanes } from './lanes.ts';
import type { CreatePublisher, Publisher } from './publishers.ts';
import type { RecorderOptions } from './recorder/index.ts';
import type { StageDoor } from './stageDoor.ts';

export type DestinationsOptions = {
  readonly post: (event: OutputEvent) => void;
  readonly createPublisher: CreatePublisher;
  readonly finishRecording?: RecorderOptions['finish'];
  readonly hub: Hub;
  readonly lanes: Lanes;
  readonly stage: StageDoor;
  readonly log?: (line: string) => void;
};

type Destination = { readonly publisher: Publisher; status: DestinationStatus; stopping: boolean };

/** Every destination that was started, each with its publisher; none knows of another. */
export class Destinations {
  readonly #options: DestinationsOptions;
  readonly #all = new Map<string, Destination>();
  #firstPacketTold = false;

  constructor(options: DestinationsOptions) {
    this.#options = options;
  }

  get ids(): string[] {
    return [...this.#all.keys()];
  }

  /** The publisher of a destination that was started. */
  publisher(id: string): Publisher | undefined {
    return this.#all.get(id)?.publisher;
  }

  get publishers(): Publisher[] {
    return [...this.#all.values()].map(({ publisher }) => publisher);
  }

  figures(): Record<string, DestinationFigures> {
    const figures: Record<string, DestinationFigures> = {};
    for (const [id, { publisher }] of this.#all) figures[id] = publisher.figures;
    return figures;
  }

  /** Starts one that is not running; what comes of it is told by events. */
  start(id: string, order: DestinationOrder): void {
    const { hub, lanes, post } = this.#options;
    const running = this.#all.get(id);
    if (running && !running.stopping && !isOver(running.status)) return;
    let publisher: Publisher | null = null;
    const isCurrent = () => {
      const destination = this.#all.get(id);
      return !destination || destination.publisher === publisher;
    };
    const created = this.#options.createPublisher({
      id,
      order,
      stage: this.#options.stage.linkTo(id),
      finishRecording: this.#options.finishRecording,
      log: this.#options.log,
      onStatus: (status) => {
        if (isCurrent()) this.#tell(id, status);
      },
      onKeyframeWanted: () => hub.wantKeyframe(id),
      onFirstPacket: () => this.#tellFirstPacket(),
      onPicture: (wish) => {
        if (isCurrent() && !this.#all.get(id)?.stopping) lanes.wish(id, wish);
      },
      onDelivery: (event) => {
        if (isCurrent()) post({ type: 'delivery', id, event });
      },
    });
    if (!created.ok) {
      post({ type: 'destination', id, status: { state: 'failed', error: created.error } });
      return;
    }
    publisher = created.value;
    if (running && !running.stopping) void running.publisher.stop();
    this.#all.set(id, { publisher, status: { state: 'idle' }, stopping: false });
    if (publisher.takesPackets !== false) {
      hub.attach(id, publisher);
      lanes.wish(id, { codec: 'h264', rung: null });
    } else lanes.wishNone(id);
    if (lanes.chosen) publisher.setChosen?.(lanes.chosen);
    publisher.start();
  }

  async stop(id: string): Promise<void> {
    const { hub, lanes, stage } = this.#options;
    const destination = this.#all.get(id);
    if (!destination || destination.stopping) return;
    destination.stopping = true;
    hub.detach(id);
    lanes.leave(id);
    await destination.publisher.stop();
    if (this.#all.get(id) !== destination) return;
    stage.forget(id);
    // A failure stays the last word: it says why nothing was published.
    if (!isOver(destination.status)) this.#tell(id, { state: 'stopped' });
  }

  /** The lane that it needs cannot be made: it goes on with what was chosen. */
  refused(id: string, error: StudioError): void {
    const event = { atEpochMs: Date.now(), kind: 'raised', error } as const;
    this.#options.log?.(`output ${id} stays on the main lane: ${error.message}`);
    this.#options.post({ type: 'delivery', id, event });
  }

  #tell(id: string, status: DestinationStatus): void {
    const destination = this.#all.get(id);
    if (destination) destination.status = status;
    this.#options.post({ type: 'destination', id, status });
  }

  #tellFirstPacket(): void {
    if (this.#firstPacketTold) return;
    this.#firstPacketTold = true;
    this.#options.post({ type: 'firstPacket', atEpochMs: Date.now() });
  }
}

const isOver = (status: DestinationStatus): boolean =>
  status.state === 'stopped' || status.state === 'failed';
